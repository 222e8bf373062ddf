import { InputError } from "../../errors.js";
import {
  type AddedColumn,
  type Column,
  isCounterTable,
  isKeyColumn,
  type TableDescription,
} from "../cql/table.js";
import type { Mapping } from "../mapping/mapping.js";
import { isOneCell } from "../cql/type.js";
import type { Reason } from "./reasons.js";

export type LayoutColumn = Pick<Column, "name" | "type">;

export interface UnjudgedColumn {
  readonly column: string;
  readonly reason: Extract<Reason, "now">;
}

/** Which columns of a table are compared, and the order of their cells in a row. */
export interface TableLayout {
  /** The primary key: partition key, then clustering columns. */
  readonly key: readonly LayoutColumn[];
  /** How many of them are the partition key. */
  readonly partitionKeySize: number;
  /** The columns besides the key that are mapped by any topic and can be judged, static ones apart. */
  readonly columns: readonly LayoutColumn[];
  /**
   * A layout of its own for the static columns that are mapped and can be judged: its rows are the partitions, and its
   * key is the partition key. Undefined where there are none.
   */
  readonly statics: TableLayout | undefined;
  /** Columns that no mapping names. */
  readonly unmapped: readonly string[];
  /** Mapped columns that are not compared, with the reason. */
  readonly unjudged: readonly UnjudgedColumn[];
  /** Indexes in `columns` of those whose write times and times to live the server tells. */
  readonly timed: readonly number[];
  /** The table's static columns. Where there are any, a partition without rows is read as a row of nulls. */
  readonly staticNames: readonly string[];
  /** All columns of the table. */
  readonly names: readonly string[];
  /** Those of its columns that it was not made with. */
  readonly added: ReadonlyMap<string, AddedColumn>;
  /** The table's default_time_to_live in seconds; 0 is none. */
  readonly defaultTtl: number;
}

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
  return unjudgedLayout(table, mappings);
}

/** The same of any table: of one of counters, too, whose values are not compared. */
export function unjudgedLayout(
  table: Omit<TableDescription, "columns"> & { readonly columns: readonly Column[] },
  mappings: readonly Mapping[],
): TableLayout {
  const sourcesOf = (name: string): string[] =>
    mappings.flatMap(({ entries }) =>
      entries
        .filter((entry) => entry.target === "column" && entry.column === name)
        .map(({ field }) => field.source),
    );
  const key = table.columns.filter(isKeyColumn);
  const columns: LayoutColumn[] = [];
  const statics: LayoutColumn[] = [];
  const unjudged: UnjudgedColumn[] = [];
  const unmapped: string[] = [];
  for (const column of table.columns) {
    if (key.includes(column)) continue;
    const sources = sourcesOf(column.name);
    if (sources.length === 0) unmapped.push(column.name);
    else if (sources.includes("now")) unjudged.push({ column: column.name, reason: "now" });
    else if (column.kind === "static") statics.push(column);
    else columns.push(column);
  }
  const timed = (some: readonly LayoutColumn[]): readonly number[] =>
    some.flatMap(({ type }, index) => (table.tellsElementTimes === true || isOneCell(type) ? [index] : []));
  const partitionKey = table.columns.filter(({ kind }) => kind === "partition_key");
  const whole: TableLayout = {
    key,
    partitionKeySize: partitionKey.length,
    columns,
    statics: undefined,
    unmapped,
    unjudged,
    timed: timed(columns),
    staticNames: table.columns.filter(({ kind }) => kind === "static").map(({ name }) => name),
    names: table.columns.map(({ name }) => name),
    added: new Map(
      table.columns.flatMap(({ name, added }) => (added === undefined ? [] : [[name, added] as const])),
    ),
    defaultTtl: table.defaultTtl ?? 0,
  };
  if (statics.length === 0) return whole;
  const none = { unmapped: [], unjudged: [], staticNames: [] };
  return {
    ...whole,
    statics: { ...whole, ...none, key: partitionKey, columns: statics, timed: timed(statics) },
  };
}
