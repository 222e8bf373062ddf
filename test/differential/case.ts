import type { Feed } from "./feed.js";

/** A row as texts, for the columns that are of interest: CQL literals, `writetime(c)`, `ttl(c)`. */
export type ExpectedRow = Readonly<Record<string, string>>;

/** Stands for any value but null: one that the sink makes up. */
export const made = "(made)";

/** Records, and the rows that they must make. */
export interface Case extends Feed {
  /** The test's name; a number is the case's in the DataStax sink's own integration tests. */
  readonly title: string;
  /** Literals of the partition keys whose rows are the case's. */
  readonly keys: readonly string[];
  /** The rows of each table, in any order, and no others. */
  readonly rows: readonly (readonly ExpectedRow[])[];
  /** Where the DataStax sink makes other rows: the difference, by its id, that allows it. */
  readonly datastax?: { readonly difference: string; readonly rows: readonly (readonly ExpectedRow[])[] };
  /** Offsets of records that our sink reports as bad. */
  readonly reported?: readonly number[];
  /** `verify` finds the DataStax sink's row different, for its records have one write time. */
  readonly tied?: boolean;
  /**
   * Why the evaluator of `verify` does not judge it: a counter that is read twice counts twice, and a query may write
   * anything. Of the DataStax sink alone: its deletes have no write time, and what it makes of a schema is not
   * modelled.
   */
  readonly unjudged?: "counters" | "query" | "delete" | "schema";
}
