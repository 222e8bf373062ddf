import type { CqlType } from "../cql/type.js";

/** A live table, as far as a mapping depends on it. */
export interface MappedTable {
  readonly columns: readonly {
    readonly name: string;
    readonly type: CqlType;
    readonly typeText: string;
    readonly kind: "partition_key" | "clustering" | "static" | "regular";
  }[];
}
