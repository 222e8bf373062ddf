import type { CqlType } from "./type.js";
import type { CqlValue } from "./value.js";

/** A column as far as its values matter. */
export interface Column {
  readonly name: string;
  readonly type: CqlType;
  readonly kind: "partition_key" | "clustering" | "static" | "regular";
}

export interface ColumnDescription extends Column {
  /** As system_schema writes it, for messages and comparison with a CQL file. */
  readonly typeText: string;
  /** Place within the partition key or the clustering columns; -1 for others. */
  readonly position: number;
  readonly clusteringOrder: "asc" | "desc" | "none";
}

export interface TableDescription {
  readonly keyspace: string;
  readonly name: string;
  /** Partition key first, then clustering columns, then the rest by name. */
  readonly columns: readonly ColumnDescription[];
  /** The table's `default_time_to_live` in seconds, where it has one. */
  readonly defaultTtl?: number;
}

export type Row = readonly (CqlValue | null)[];

/** A live table, as far as a mapping depends on it. */
export interface MappedTable {
  readonly columns: readonly (Column & { readonly typeText: string })[];
}
