import type { CqlType } from "./type.js";
import type { CqlValue } from "./value.js";

/** A column of a table, as far as its values depend on it. */
export interface Column {
  readonly name: string;
  readonly type: CqlType;
  readonly kind: "partition_key" | "clustering" | "static" | "regular";
  /** Undefined where the table was made with it. */
  readonly added?: AddedColumn;
}

/** How a column came to a table that was there already. */
export interface AddedColumn {
  /** Milliseconds since the Unix epoch, by the server's clock. */
  readonly at: number;
  /** Whether the table had a column of this name before, which was dropped. */
  readonly isAnew: boolean;
}

/** Whether the column is of the primary key. */
export const isKeyColumn = ({ kind }: Pick<Column, "kind">): boolean =>
  kind === "partition_key" || kind === "clustering";

/** Whether writes add to what the table has: all its columns besides the key are counters then. */
export const isCounterTable = ({ columns }: { readonly columns: readonly Pick<Column, "type">[] }): boolean =>
  columns.some(({ type }) => type.kind === "native" && type.name === "counter");

/** A column as `system_schema.columns` describes it. */
export interface ColumnDescription extends Column {
  /** The type as system_schema writes it, for messages and for comparison with a CQL file. */
  readonly typeText: string;
  /** Index within the partition key or the clustering columns, from 0; -1 for other columns. */
  readonly position: number;
  readonly clusteringOrder: "asc" | "desc" | "none";
}

/** A table as Cassandra describes it. */
export interface TableDescription {
  readonly keyspace: string;
  readonly name: string;
  /** Partition key first, then clustering columns, then the rest by name. */
  readonly columns: readonly ColumnDescription[];
  /** The table's `default_time_to_live` in seconds, where it has one. */
  readonly defaultTtl?: number;
  /**
   * Whether the server tells the write times and times to live of what is kept as several cells: collections and
   * user-defined types that are not frozen. Cassandra does from 5.0 on.
   */
  readonly tellsElementTimes?: boolean;
}

/** The values of one row, in the order of the columns that were asked for; null where the row has none. */
export type Row = readonly (CqlValue | null)[];

/** The table of a mapping, as far as the mapping depends on it. */
export interface MappedTable {
  readonly columns: readonly (Column & { readonly typeText: string })[];
}
