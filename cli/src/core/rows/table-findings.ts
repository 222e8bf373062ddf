/** A column of a row whose value in the table is not the expected one. Values are CQL literals. */
export interface ColumnDifference {
  readonly column: string;
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

/** What the comparison of a table with its expected rows found. Counts are of rows. */
export interface TableFindings {
  readonly expected: number;
  readonly found: number;
  readonly missing: number;
  readonly different: number;
  /** Of the different rows, those whose last two records have equal write times. */
  readonly differentTied: number;
  readonly differentColumns: readonly { readonly column: string; readonly rows: number }[];
  /** Rows in the table that no record has written. */
  readonly unexpected: number;
  /** The same, where the topic has lost records: a lost one may have written the row, so it is not a finding. */
  readonly unexplained: number;
  /** Rows not counted above because records after the compared end write to them. */
  readonly excused: number;
  /** Rows that are not in the table and that may have expired: not counted as missing. */
  readonly expired: number;
  readonly examples: {
    readonly missing: readonly RowFinding[];
    readonly different: readonly RowFinding[];
    readonly unexpected: readonly { readonly key: string }[];
  };
}
