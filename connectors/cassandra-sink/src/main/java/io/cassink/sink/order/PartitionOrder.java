package io.cassink.sink.order;

/**
 * Gives the rows of one partition their write times: the same ones at every replay that starts at
 * the offset of {@link #replayFrom}. The two implementations and their limits are explained in
 * docs/decisions/write-times.md.
 */
public interface PartitionOrder {
  /**
   * Tells of the next record. Every delivered record must be told of, even a bad one.
   *
   * @param offset higher than the one before
   * @param milliseconds the record's time, not negative
   */
  void begin(long offset, long milliseconds);

  /**
   * @param row a hash of the table and the primary key. Two rows with the same hash are counted as
   *     one, which does no harm
   * @return the write time in microseconds of the current record in this row
   */
  long writeTime(long row);

  /**
   * The same for a row to which a replay does more harm than a lower write time, such as one of
   * lists, whose elements double: the commit does not wait for it.
   */
  default long writeTimeWithoutHold(long row) {
    return writeTime(row);
  }

  /**
   * All records below this offset are written, so what only their replay needs can be forgotten.
   */
  void completed(long offset);

  /**
   * @param completed all records below it are written
   * @param quietBelow the records below it came long ago, so the commit is not held for a
   *     millisecond that had none since, unless one of them is not written
   * @return the offset to commit: at most {@code completed}
   */
  long replayFrom(long completed, long quietBelow);

  /** The offset to commit if the commit is held for all records, however long ago they came. */
  default long replayFrom(long completed) {
    return replayFrom(completed, Long.MIN_VALUE);
  }

  /** The memory that it takes. */
  default long bytes() {
    return 0;
  }
}
