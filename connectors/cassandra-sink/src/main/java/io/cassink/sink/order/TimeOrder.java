package io.cassink.sink.order;

/**
 * A write time is 1000 x the record's milliseconds plus its index among the records of its row and
 * millisecond: {@link RowIndexes} counts them.
 *
 * <p>An index is the same at a replay only if the replay starts no later than the first record that
 * was counted. So a commit never passes the first record of a millisecond that can still get
 * records. Whether it can is asked as of the records that are written, not as of those that were
 * delivered: a record in flight may be lost in a crash, and its replay needs its index.
 *
 * <pre>
 * offset   record         write time   commit, once the record is written
 *     40   row k, 5 ms    5000         40: more records of 5 ms may come
 *     41   row k, 5 ms    5001         40
 *   42 to 1040   6 ms     6000 ...     40
 *   1041   row m, 7 ms    7000         42: the last 1000 records were of later milliseconds
 * </pre>
 */
public final class TimeOrder implements PartitionOrder {
  /** So many consecutive records of later times end a count. */
  static final int GAP = 1_000;

  private final SlidingMinimum earliest = new SlidingMinimum(GAP);
  private final ClosedHolds closed = new ClosedHolds();
  private final RowIndexes held = new RowIndexes(closed::add);

  /** Of the rows that hold no commit; null until there are any. */
  private RowIndexes unheld;

  private long offset;
  private long now;

  @Override
  public void begin(long nextOffset, long milliseconds) {
    offset = nextOffset;
    now = milliseconds;
    earliest.add(milliseconds);
    long before = earliest.isFull() ? earliest.minimum() : Long.MIN_VALUE;
    held.begin(offset, before);
    if (unheld != null) {
      unheld.begin(offset, before);
    }
  }

  @Override
  public long writeTime(long row) {
    return held.writeTime(row, now, offset);
  }

  /** Counted apart, so that no index of a row that is held for depends on these rows. */
  @Override
  public long writeTimeWithoutHold(long row) {
    if (unheld == null) {
      unheld = new RowIndexes((firstOffset, closedAt) -> {});
    }
    return unheld.writeTime(row, now, offset);
  }

  @Override
  public void completed(long below) {
    closed.completed(below);
  }

  @Override
  public long replayFrom(long completed, long quietBelow) {
    closed.completed(completed);
    long open = held.firstOffset(Math.min(completed, quietBelow));
    return Math.min(completed, Math.min(open, closed.firstOffset()));
  }

  @Override
  public long bytes() {
    return held.bytes() + (unheld == null ? 0 : unheld.bytes()) + earliest.bytes() + closed.bytes();
  }
}
