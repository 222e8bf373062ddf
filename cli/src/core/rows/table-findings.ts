import type { Fault } from "./judge-cell.js";
import type { Unjudged } from "./reasons.js";

/** A column of a row that is not as expected. */
export interface ColumnDifference {
  readonly column: string;
  /** A cell of the right value is wrong, too, if a later record cannot overwrite it, or if it lives too long or short. */
  readonly fault: Fault;
  /** Values are CQL literals. */
  readonly expected: string;
  readonly actual: string;
  /** The record that wrote the expected value: `topic-partition@offset`. */
  readonly at: string;
}

export interface RowFinding {
  /** The primary key: `item_id='plates-235'`. */
  readonly key: string;
  /** The last record of the row, or the one that wrote the first value that differs: `topic-partition@offset`. */
  readonly at: string;
  /** The last two records of the row have equal write times, so the server may keep the values of either. */
  readonly tied: boolean;
  readonly columns: readonly ColumnDifference[];
}

/** Right, wrong and not judged; the sum is all there is. */
export interface Account {
  readonly right: number;
  readonly wrong: number;
  readonly unjudged: number;
}

/** What the comparison of a table with its expected rows found. Counts are of rows where nothing else is said. */
export interface TableFindings {
  readonly expected: number;
  readonly found: number;
  readonly missing: number;
  readonly different: number;
  /** Of the different rows, those whose last two records have equal write times. */
  readonly differentTied: number;
  readonly differentColumns: readonly { readonly column: string; readonly rows: number }[];
  /** The wrong cells of the different rows, by what is wrong with them. */
  readonly faults: Readonly<Record<Fault, number>>;
  /** Rows in the table that no record has written. */
  readonly unexpected: number;
  /** Expected rows that are gone because their time to live is over. */
  readonly expired: number;
  /** Found rows that only records after the compared end have written. */
  readonly later: number;
  /** Of the rows that are expected or found. A row with a cell that is not judged, and none that is wrong, is not judged. */
  readonly rows: Account;
  /** Of all mapped columns of these rows. */
  readonly cells: Account;
  /** Of the right cells, those whose write time has the right millisecond and a lower index: counted anew there. */
  readonly restartedIndex: number;
  /** With `--since`, of the rows that later records change: cells that none of them sets. Left out where there is none. */
  readonly notLookedAt?: number;
  readonly unjudged: readonly Unjudged[];
  readonly examples: {
    readonly missing: readonly RowFinding[];
    readonly different: readonly RowFinding[];
    readonly unexpected: readonly { readonly key: string }[];
  };
}
