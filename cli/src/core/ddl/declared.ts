import type { CqlType } from "../cql/type.js";

/** What the statements of a CQL file declare. */
export interface DeclaredSchema {
  readonly keyspaces: readonly DeclaredKeyspace[];
  readonly tables: readonly DeclaredTable[];
  /** All statements in the file's order, each with IF NOT EXISTS, so that each may be run again. */
  readonly statements: readonly DeclaredStatement[];
}

export interface DeclaredStatement {
  readonly kind: "keyspace" | "type" | "table" | "index" | "view";
  /** `keyspace.name`, or the name alone for a keyspace and an index. */
  readonly name: string;
  readonly cql: string;
}

export interface DeclaredKeyspace {
  readonly name: string;
  readonly replication: Readonly<Record<string, string>>;
}

export interface DeclaredTable {
  readonly keyspace: string;
  readonly name: string;
  readonly columns: readonly DeclaredColumn[];
  readonly partitionKey: readonly string[];
  readonly clustering: readonly { readonly name: string; readonly order: "asc" | "desc" }[];
}

export interface DeclaredColumn {
  readonly name: string;
  readonly type: CqlType;
  /** As the file writes it. */
  readonly typeText: string;
  readonly isStatic: boolean;
}
