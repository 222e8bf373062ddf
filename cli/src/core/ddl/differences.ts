import type { CqlType } from "../cql/type.js";
import { qualifiedName, quotedName } from "../cql/name.js";
import { simpleClassName } from "../java/text.js";
import type { TableDescription } from "../cql/table.js";
import type { DeclaredKeyspace, DeclaredTable } from "./declared.js";

type LiveTable = Pick<TableDescription, "columns">;

/** One sentence for each difference between the declared and the live table. */
export function tableDifferences(declared: DeclaredTable, live: LiveTable): readonly string[] {
  const liveColumns = new Map(live.columns.map((column) => [column.name, column]));
  const declaredNames = new Set(declared.columns.map((column) => column.name));
  const differences: string[] = [];
  for (const column of declared.columns) {
    const actual = liveColumns.get(column.name);
    const type = `${column.typeText}${column.isStatic ? " static" : ""}`;
    if (actual === undefined) {
      const add = `ALTER TABLE ${qualifiedName(declared.keyspace, declared.name)} ADD ${quotedName(column.name)} ${type}`;
      differences.push(`column ${column.name} ${type} is missing in the table; "${add}" adds it`);
    } else if (comparableText(column.type) !== comparableText(actual.type)) {
      differences.push(
        `column ${column.name} is ${actual.typeText} in the table and ${column.typeText} in the file`,
      );
    } else if (column.isStatic !== (actual.kind === "static")) {
      differences.push(
        `column ${column.name} is ${column.isStatic ? "static only in the file" : "static only in the table"}`,
      );
    }
  }
  for (const column of live.columns) {
    if (!declaredNames.has(column.name)) {
      differences.push(`column ${column.name} ${column.typeText} is in the table and not in the file`);
    }
  }
  return [...differences, ...keyDifferences(declared, live)];
}

function keyDifferences(declared: DeclaredTable, live: LiveTable): readonly string[] {
  const ofKind = (kind: string): LiveTable["columns"] =>
    live.columns.filter((column) => column.kind === kind).toSorted((a, b) => a.position - b.position);
  const clustering = ofKind("clustering");
  const keyText = (partitionKey: readonly string[], rest: readonly string[]): string =>
    `(${[`(${partitionKey.join(", ")})`, ...rest].join(", ")})`;
  const liveKey = keyText(
    ofKind("partition_key").map((column) => column.name),
    clustering.map((column) => column.name),
  );
  const declaredKey = keyText(
    declared.partitionKey,
    declared.clustering.map((column) => column.name),
  );
  if (liveKey !== declaredKey) {
    return [`the primary key is ${liveKey} in the table and ${declaredKey} in the file`];
  }
  return declared.clustering.flatMap(({ name, order }, index) => {
    const actual = clustering[index]?.clusteringOrder;
    return actual === order
      ? []
      : [`rows are ordered by ${name} ${actual ?? ""} in the table and ${order} in the file`];
  });
}

/** One sentence when the live keyspace has another replication than the file declares, else empty. */
export function replicationDifferences(
  declared: DeclaredKeyspace,
  live: Readonly<Record<string, string>>,
): readonly string[] {
  const text = (replication: Readonly<Record<string, string>>): string =>
    Object.entries(replication)
      .map(([key, value]) => `${key}: ${key === "class" ? simpleClassName(value) : value}`)
      .sort()
      .join(", ");
  // Cassandra expands NetworkTopologyStrategy's `replication_factor: 3` to `dc1: 3, dc2: 3` when it stores it.
  const { replication_factor: factor, ...others } = declared.replication;
  const expanded =
    simpleClassName(declared.replication["class"] ?? "") === "NetworkTopologyStrategy" && factor !== undefined
      ? { ...Object.fromEntries(Object.keys(live).map((key) => [key, factor])), ...others }
      : declared.replication;
  if (text(expanded) === text(live)) return [];
  return [
    `keyspace ${declared.name} is replicated by {${text(live)}} in Cassandra and by {${text(declared.replication)}} in the file`,
  ];
}

/**
 * A text that is equal for equal types. Everything inside a frozen type is frozen: `frozen<list<set<int>>>` gives the
 * same text as `frozen<list<frozen<set<int>>>>`.
 */
function comparableText(type: CqlType, insideFrozen = false): string {
  switch (type.kind) {
    case "native":
      return type.name;
    case "tuple":
      return `tuple<${type.elements.map((element) => comparableText(element, true)).join(",")}>`;
    case "vector":
      return `vector<${comparableText(type.element, true)},${type.dimensions}>`;
    default: {
      const frozen = type.frozen || insideFrozen;
      const inner = innerText(type, frozen);
      return frozen ? `frozen<${inner}>` : inner;
    }
  }
}

function innerText(type: Extract<CqlType, { frozen: boolean }>, frozen: boolean): string {
  if (type.kind === "map")
    return `map<${comparableText(type.key, true)},${comparableText(type.value, frozen)}>`;
  if (type.kind !== "udt") return `${type.kind}<${comparableText(type.element, frozen)}>`;
  const fields = type.fields.map(
    (field) => `${JSON.stringify(field.name)} ${comparableText(field.type, frozen)}`,
  );
  return `${JSON.stringify(type.name)}{${fields.join(",")}}`;
}
