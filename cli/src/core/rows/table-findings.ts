/** One column of one row that is not what the topic says. Values are CQL literals. */
export interface ColumnDifference {
  readonly column: string;
  readonly expected: string;
  readonly actual: string;
  /** The record that the expected value comes from: `topic-partition@offset`. */
  readonly at: string;
}

export interface RowFinding {
  /** `item_id='plates-235'`. */
  readonly key: string;
  /** The record that makes the row, or the first value that differs: `topic-partition@offset`. */
  readonly at: string;
  /** Another record of the row has the same write time, so the server may keep either's values. */
  readonly tied: boolean;
  readonly columns: readonly ColumnDifference[];
}

/** What a comparison found. Counts are of rows. */
export interface TableFindings {
  readonly expected: number;
  readonly found: number;
  readonly missing: number;
  readonly different: number;
  /** Of the different ones, those whose last records share their write time. */
  readonly differentTied: number;
  readonly differentColumns: readonly { readonly column: string; readonly rows: number }[];
  /** Rows that no record explains. */
  readonly unexpected: number;
  /** The same, where the topic has lost its first records, so that nothing follows. */
  readonly unexplained: number;
  /** Findings about rows that later records touch: they are not counted above. */
  readonly excused: number;
  /** Rows that are not there and whose time to live may be over. */
  readonly expired: number;
  readonly examples: {
    readonly missing: readonly RowFinding[];
    readonly different: readonly RowFinding[];
    readonly unexpected: readonly { readonly key: string }[];
  };
}
