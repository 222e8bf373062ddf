import type { CqlType } from "../cql/type.js";

/** A bind variable of a statement, as the server describes it when it prepares the statement. */
export interface Variable {
  readonly name: string;
  readonly type: CqlType;
  /** Whether it is a part of the partition key, by which the server finds the row's nodes. */
  readonly isOfPartitionKey: boolean;
}

/**
 * A statement whose rows no model can tell: a query of the user's own, which may write anything, or the UPDATE of a table
 * of counters, which counts again when its record is read again. What is bound to it can be told.
 */
export type OwnStatement =
  | {
      readonly kind: "query";
      readonly text: string;
      readonly variables: readonly Variable[];
      /** Whether it writes a table of counters. */
      readonly counts: boolean;
    }
  | { readonly kind: "counters" };

/** What a record makes of such a statement. */
export interface BoundStatement {
  readonly kind: OwnStatement["kind"];
  /** With its variables by name: `UPDATE shop.visits SET n = n + :n WHERE id = :id`. */
  readonly text: string;
  /** As CQL literals, `unset`, or `now()`. */
  readonly values: readonly { readonly name: string; readonly value: string }[];
  /** Whether the sink sends a write time with it: not with counters, IF, or a USING TIMESTAMP of its own. */
  readonly takesWriteTime: boolean;
}
