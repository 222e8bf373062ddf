import type { CqlType } from "../cql/type.js";
import { qualifiedName, quotedName } from "../cql/name.js";
import { simpleClassName } from "../java/text.js";
import { type Column, isKeyColumn, type TableDescription } from "../cql/table.js";
import type { DeclaredColumn, DeclaredKeyspace, DeclaredTable } from "./declared.js";

type LiveTable = Pick<TableDescription, "columns">;

/** Something of a table that is not as its file declares it. */
export interface TableDifference {
  /** A sentence. */
  readonly text: string;
  /** The CQL that makes the table as declared. */
  readonly statement?: string;
  /** What the statement does besides, or why there is none. */
  readonly note?: string;
}

/** One sentence for each difference between the declared and the live table. */
export function tableDifferences(declared: DeclaredTable, live: LiveTable): readonly string[] {
  const add = `${alterTable(declared)} ADD `;
  return tableChanges(declared, live).map(({ text, statement }) =>
    statement?.startsWith(add) === true ? `${text}; "${statement}" adds it` : text,
  );
}

/** The differences, each with the statement that ends it where CQL has one. */
export function tableChanges(declared: DeclaredTable, live: LiveTable): readonly TableDifference[] {
  const alter = alterTable(declared);
  const keyNames = [...declared.partitionKey, ...declared.clustering.map(({ name }) => name)];
  const liveColumns = new Map(live.columns.map((column) => [column.name, column]));
  const ofFile = declared.columns.flatMap((column): readonly TableDifference[] => {
    const actual = liveColumns.get(column.name);
    const type = `${column.typeText}${column.isStatic ? " static" : ""}`;
    if (actual === undefined) {
      const text = `column ${column.name} ${type} is missing in the table`;
      if (keyNames.includes(column.name)) return [{ text, note: ofKey }];
      return [{ text, statement: `${alter} ADD ${quotedName(column.name)} ${type}` }];
    }
    if (comparableText(column.type) !== comparableText(actual.type)) {
      const text = `column ${column.name} is ${actual.typeText} in the table and ${column.typeText} in the file`;
      return [{ text, note: fixedType(column, actual) }];
    }
    if (column.isStatic === (actual.kind === "static")) return [];
    const place = column.isStatic ? "file" : "table";
    const text = `column ${column.name} is static only in the ${place}`;
    return [{ text, note: "CQL cannot change this: it takes another column, or another table" }];
  });
  const declaredNames = new Set(declared.columns.map((column) => column.name));
  const ofTable = live.columns
    .filter(({ name }) => !declaredNames.has(name))
    .map((column) => {
      const text = `column ${column.name} ${column.typeText} is in the table and not in the file`;
      if (isKeyColumn(column)) return { text, note: ofKey };
      const statement = `${alter} DROP ${quotedName(column.name)}`;
      return { text, statement, note: "deletes its values in all rows" };
    });
  return [...ofFile, ...ofTable, ...keyDifferences(declared, live, alter)];
}

const alterTable = ({ keyspace, name }: DeclaredTable): string =>
  `ALTER TABLE ${qualifiedName(keyspace, name)}`;

const ofKey = "it is of the primary key: see what is said of it";

function fixedType({ type: wanted }: Pick<DeclaredColumn, "type">, { type }: Pick<Column, "type">): string {
  return wanted.kind === "udt" && type.kind === "udt" && wanted.name === type.name
    ? "ALTER TYPE adds fields at its end, and renames them; it cannot change a field's type"
    : "CQL cannot change a column's type: it takes another column, or another table";
}

function keyDifferences(declared: DeclaredTable, live: LiveTable, alter: string): readonly TableDifference[] {
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
    const text = `the primary key is ${liveKey} in the table and ${declaredKey} in the file`;
    const statement = renaming(declared, [...ofKind("partition_key"), ...clustering], live, alter);
    return [
      statement === undefined
        ? { text, note: newTable }
        : { text, statement, note: "if it is the same column" },
    ];
  }
  return declared.clustering.flatMap(({ name, order }, index) => {
    const actual = clustering[index]?.clusteringOrder;
    return actual === order
      ? []
      : [
          {
            text: `rows are ordered by ${name} ${actual ?? ""} in the table and ${order} in the file`,
            note: newTable,
          },
        ];
  });
}

const newTable = "CQL cannot change this: make another table, and let the connector fill it from the topic";

/** A key of the same types in which columns have other names can be renamed. */
function renaming(
  declared: DeclaredTable,
  liveKey: LiveTable["columns"],
  live: LiveTable,
  alter: string,
): string | undefined {
  const names = [...declared.partitionKey, ...declared.clustering.map(({ name }) => name)];
  const partitions = liveKey.filter(({ kind }) => kind === "partition_key").length;
  if (names.length !== liveKey.length || partitions !== declared.partitionKey.length) return undefined;
  const renamed: string[] = [];
  for (const [index, column] of liveKey.entries()) {
    const wanted = declared.columns.find(({ name }) => name === names[index]);
    if (wanted === undefined || comparableText(wanted.type) !== comparableText(column.type)) return undefined;
    if (wanted.name === column.name) continue;
    const isTaken =
      live.columns.some(({ name }) => name === wanted.name) ||
      declared.columns.some(({ name }) => name === column.name);
    if (isTaken) return undefined;
    renamed.push(`${quotedName(column.name)} TO ${quotedName(wanted.name)}`);
  }
  return `${alter} RENAME ${renamed.join(" AND ")}`;
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
