import { InputError } from "../../errors.js";
import type { Column, TableDescription } from "../cql/table.js";
import type { Mapping } from "../mapping/mapping.js";

export type LayoutColumn = Pick<Column, "name" | "type">;

/** What of a table is compared, and in which order cells stand. */
export interface TableLayout {
  /** The primary key: partition key, then clustering columns. */
  readonly key: readonly LayoutColumn[];
  /** How many of them are the partition key. */
  readonly partitionKeySize: number;
  /** The other columns that are mapped by any topic and can be judged. */
  readonly columns: readonly LayoutColumn[];
  /** Mapped columns that rows of a partition share: not compared, but a record that sets them is read for them. */
  readonly statics: readonly LayoutColumn[];
  /** Columns that are not judged, with the reason. */
  readonly unjudged: readonly { readonly column: string; readonly reason: string }[];
  /** All columns of the table. */
  readonly names: readonly string[];
  readonly columnCount: number;
  /** Seconds that the server gives to rows which are written without a time to live; 0 for none. */
  readonly defaultTtl: number;
}

/** Whether a record has anything for a column of these sources. */
const isRead = (sources: readonly string[]): boolean => sources.some((source) => source !== "now");

/**
 * @param mappings of all topics that feed the table
 * @throws InputError for a counter table: a replayed record counts twice, so no fold says what it must hold
 */
export function tableLayout(
  table: Omit<TableDescription, "columns"> & { readonly columns: readonly Column[] },
  mappings: readonly Mapping[],
): TableLayout {
  const where = `${table.keyspace}.${table.name}`;
  if (table.columns.some(({ type }) => type.kind === "native" && type.name === "counter")) {
    throw new InputError(
      `${where} cannot be judged: it is a counter table, and a record that is read again counts twice`,
      {
        where,
      },
    );
  }
  const fieldsOf = (name: string): string[] =>
    mappings.flatMap(({ entries }) =>
      entries
        .filter((entry) => entry.target === "column" && entry.column === name)
        .map(({ field }) => field.source),
    );
  const key = table.columns.filter(({ kind }) => kind === "partition_key" || kind === "clustering");
  const columns: LayoutColumn[] = [];
  const unjudged: { column: string; reason: string }[] = [];
  for (const column of table.columns) {
    if (key.includes(column)) continue;
    const sources = fieldsOf(column.name);
    const reason =
      sources.length === 0
        ? "not mapped"
        : sources.includes("now")
          ? "now() is different for every write"
          : column.kind === "static"
            ? "static columns are shared by rows"
            : undefined;
    if (reason === undefined) columns.push(column);
    else unjudged.push({ column: column.name, reason });
  }
  return {
    key,
    partitionKeySize: table.columns.filter(({ kind }) => kind === "partition_key").length,
    columns,
    statics: table.columns.filter(({ name, kind }) => kind === "static" && isRead(fieldsOf(name))),
    unjudged,
    names: table.columns.map(({ name }) => name),
    columnCount: table.columns.length,
    defaultTtl: table.defaultTtl ?? 0,
  };
}
