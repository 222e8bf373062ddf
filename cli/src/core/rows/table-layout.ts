import { InputError } from "../../errors.js";
import { type Column, isCounterTable, isKeyColumn, type TableDescription } from "../cql/table.js";
import type { Mapping } from "../mapping/mapping.js";
import type { CqlType } from "../cql/type.js";
import type { Reason } from "./reasons.js";

export type LayoutColumn = Pick<Column, "name" | "type">;

export interface UnjudgedColumn {
  readonly column: string;
  readonly reason: Extract<Reason, "now" | "static">;
}

/** Which columns of a table are compared, and the order of their cells in a row. */
export interface TableLayout {
  /** The primary key: partition key, then clustering columns. */
  readonly key: readonly LayoutColumn[];
  /** How many of them are the partition key. */
  readonly partitionKeySize: number;
  /** The columns besides the key that are mapped by any topic and can be judged. */
  readonly columns: readonly LayoutColumn[];
  /** Mapped static columns: they are not compared, but a record whose value for one is bad is refused. */
  readonly statics: readonly LayoutColumn[];
  /** Columns that no mapping names. */
  readonly unmapped: readonly string[];
  /** Mapped columns that are not compared, with the reason. */
  readonly unjudged: readonly UnjudgedColumn[];
  /** Indexes in `columns` of those that have one write time and one time to live. */
  readonly timed: readonly number[];
  /** Whether the table has static columns: then a partition without rows is read as a row of nulls. */
  readonly hasStatics: boolean;
  /** All columns of the table. */
  readonly names: readonly string[];
  /** The table's default_time_to_live in seconds; 0 is none. */
  readonly defaultTtl: number;
}

/** `now()` takes nothing from the record. */
const readsRecord = (sources: readonly string[]): boolean => sources.some((source) => source !== "now");

/**
 * @param mappings of all topics that feed the table
 * @throws InputError for a counter table: a record that is delivered twice counts twice, so its value cannot be computed
 */
export function tableLayout(
  table: Omit<TableDescription, "columns"> & { readonly columns: readonly Column[] },
  mappings: readonly Mapping[],
): TableLayout {
  const where = `${table.keyspace}.${table.name}`;
  if (isCounterTable(table)) {
    throw new InputError(
      `${where} cannot be judged: it is a counter table, and a record that is read again counts twice`,
      {
        where,
      },
    );
  }
  const sourcesOf = (name: string): string[] =>
    mappings.flatMap(({ entries }) =>
      entries
        .filter((entry) => entry.target === "column" && entry.column === name)
        .map(({ field }) => field.source),
    );
  const key = table.columns.filter(isKeyColumn);
  const columns: LayoutColumn[] = [];
  const unjudged: UnjudgedColumn[] = [];
  const unmapped: string[] = [];
  for (const column of table.columns) {
    if (key.includes(column)) continue;
    const sources = sourcesOf(column.name);
    if (sources.length === 0) unmapped.push(column.name);
    else if (sources.includes("now")) unjudged.push({ column: column.name, reason: "now" });
    else if (column.kind === "static") unjudged.push({ column: column.name, reason: "static" });
    else columns.push(column);
  }
  return {
    key,
    partitionKeySize: table.columns.filter(({ kind }) => kind === "partition_key").length,
    columns,
    statics: table.columns.filter(({ name, kind }) => kind === "static" && readsRecord(sourcesOf(name))),
    unmapped,
    unjudged,
    timed: columns.flatMap(({ type }, index) => (isOneCell(type) ? [index] : [])),
    hasStatics: table.columns.some(({ kind }) => kind === "static"),
    names: table.columns.map(({ name }) => name),
    defaultTtl: table.defaultTtl ?? 0,
  };
}

/** A list, set, map or user-defined type that is not frozen is kept as a cell for each element. */
function isOneCell(type: CqlType): boolean {
  return !("frozen" in type) || type.frozen;
}
