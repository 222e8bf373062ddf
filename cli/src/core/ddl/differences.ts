import type { CqlType } from "../cql/type.js";
import { qualifiedName, quotedName } from "../cql/name.js";
import type { TableDescription } from "../cql/table.js";
import type { DeclaredKeyspace, DeclaredTable } from "./declared.js";

type LiveTable = Pick<TableDescription, "columns">;

/** One sentence for each way in which the live table is not what the file declares; empty when it is. */
export function tableDifferences(declared: DeclaredTable, live: LiveTable): readonly string[] {
  const liveColumns = new Map(live.columns.map((column) => [column.name, column]));
  const declaredNames = new Set(declared.columns.map((column) => column.name));
  const differences: string[] = [];
  for (const column of declared.columns) {
    const there = liveColumns.get(column.name);
    const type = `${column.typeText}${column.isStatic ? " static" : ""}`;
    if (there === undefined) {
      const add = `ALTER TABLE ${qualifiedName(declared.keyspace, declared.name)} ADD ${quotedName(column.name)} ${type}`;
      differences.push(`column ${column.name} ${type} is missing in the table; "${add}" adds it`);
    } else if (normalised(column.type) !== normalised(there.type)) {
      differences.push(
        `column ${column.name} is ${there.typeText} in the table and ${column.typeText} in the file`,
      );
    } else if (column.isStatic !== (there.kind === "static")) {
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
    const there = clustering[index]?.clusteringOrder;
    return there === order
      ? []
      : [`rows are ordered by ${name} ${there ?? ""} in the table and ${order} in the file`];
  });
}

/** One sentence when the live keyspace is replicated otherwise than the file declares. */
export function replicationDifferences(
  declared: DeclaredKeyspace,
  live: Readonly<Record<string, string>>,
): readonly string[] {
  const text = (replication: Readonly<Record<string, string>>): string =>
    Object.entries(replication)
      .map(([key, value]) => `${key}: ${key === "class" ? simpleClass(value) : value}`)
      .sort()
      .join(", ");
  // Cassandra writes one factor for all data centres out for each of them.
  const { replication_factor: factor, ...others } = declared.replication;
  const spread =
    simpleClass(declared.replication["class"] ?? "") === "NetworkTopologyStrategy" && factor !== undefined
      ? { ...Object.fromEntries(Object.keys(live).map((key) => [key, factor])), ...others }
      : declared.replication;
  if (text(spread) === text(live)) return [];
  return [
    `keyspace ${declared.name} is replicated by {${text(live)}} in Cassandra and by {${text(declared.replication)}} in the file`,
  ];
}

function simpleClass(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** Two types are the same when their texts here are: all inside a frozen type is frozen, written or not. */
function normalised(type: CqlType, insideFrozen = false): string {
  switch (type.kind) {
    case "native":
      return type.name;
    case "tuple":
      return `tuple<${type.elements.map((element) => normalised(element, true)).join(",")}>`;
    case "vector":
      return `vector<${normalised(type.element, true)},${type.dimensions}>`;
    default: {
      const frozen = type.frozen || insideFrozen;
      const inner = innerText(type, frozen);
      return frozen ? `frozen<${inner}>` : inner;
    }
  }
}

function innerText(type: Extract<CqlType, { frozen: boolean }>, frozen: boolean): string {
  if (type.kind === "map") return `map<${normalised(type.key, true)},${normalised(type.value, frozen)}>`;
  if (type.kind !== "udt") return `${type.kind}<${normalised(type.element, frozen)}>`;
  const fields = type.fields.map(
    (field) => `${JSON.stringify(field.name)} ${normalised(field.type, frozen)}`,
  );
  return `${JSON.stringify(type.name)}{${fields.join(",")}}`;
}
