package io.cassink.sink.order;

/**
 * Gives the records of one partition their write times, the same ones at every replay that starts
 * where {@link #replayFrom} says. No I/O. The schemes and their limits are in
 * docs/decisions/write-times.md.
 */
public interface PartitionOrder {
  /**
   * The next record. Every record that is delivered must come here, written or not.
   *
   * @param offset higher than the one before
   * @param milliseconds the record's time, not negative
   */
  void begin(long offset, long milliseconds);

  /**
   * @param row a hash of the table and the primary key; rows with the same hash only share indexes
   * @return the write time in microseconds of the current record in this row
   */
  long writeTime(long row);

  /** Forgets what no replay needs once all records below this offset are written. */
  void completed(long offset);

  /**
   * @param completed all records below it are written
   * @return the offset to commit: at most the given one
   */
  long replayFrom(long completed);

  /** Offsets by which {@link #replayFrom} went past open ties, in all. */
  default long cutShort() {
    return 0;
  }

  /** Rows whose last write time was forgotten while it could still be needed, in all. */
  default long forgotten() {
    return 0;
  }
}
