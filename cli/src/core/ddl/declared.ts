import type { CqlType } from "../cql/type.js";

/** What the statements of a CQL file declare. */
export interface DeclaredSchema {
  readonly keyspaces: readonly DeclaredKeyspace[];
  readonly tables: readonly DeclaredTable[];
  /** All statements in the file's order, with IF NOT EXISTS added, so that each can be run again. */
  readonly statements: readonly DeclaredStatement[];
}

export interface DeclaredStatement {
  readonly kind: "keyspace" | "type" | "table" | "index" | "view";
  /** `keyspace.name`; for a keyspace or an index only its name. */
  readonly name: string;
  readonly cql: string;
}

export interface DeclaredKeyspace {
  readonly name: string;
  readonly replication: Readonly<Record<string, string>>;
}

/** A table's option: a text without its quotes, or a map of such texts. */
export type OptionValue = string | Readonly<Record<string, string>>;

export interface DeclaredTable {
  readonly keyspace: string;
  readonly name: string;
  readonly columns: readonly DeclaredColumn[];
  readonly partitionKey: readonly string[];
  readonly clustering: readonly { readonly name: string; readonly order: "asc" | "desc" }[];
  /** What stands behind WITH besides the clustering order, by names in lower case. */
  readonly options: Readonly<Record<string, OptionValue>>;
}

export interface DeclaredColumn {
  readonly name: string;
  readonly type: CqlType;
  /** As written in the file. */
  readonly typeText: string;
  readonly isStatic: boolean;
}
