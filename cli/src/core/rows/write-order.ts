/** Gives the records of one partition their write times, in microseconds since the Unix epoch. */
export interface WriteOrder {
  /**
   * The next record that reaches the sink, written or not.
   * @param milliseconds the record's time
   */
  readonly begin: (offset: number, milliseconds: number) => void;
  /** The write time of the current record in this row; rows are numbered apart for each table. */
  readonly writeTime: (row: number) => number;
}
