package io.cassink.sink.order;

/**
 * Counts the records of each row and millisecond. A row's records of millisecond 5 get the write
 * times 5000, 5001, 5002 and so on. The thousand and first of them runs over into millisecond 6: it
 * gets 6000, and from then on the row's records of milliseconds 5 and 6 are counted together, so
 * that its first record of millisecond 6 gets 6001.
 *
 * <p>What is remembered depends on the partition's log alone, so that a replay counts the same:
 *
 * <ul>
 *   <li>A row's count is over when {@link TimeOrder#GAP} records in a row were of later
 *       milliseconds than its write times have reached, or when the partition has passed {@link
 *       #DISTANCE} offsets since its last record.
 *   <li>If other rows of the millisecond go on after that, the highest count that was given up is
 *       the floor from which new ones start. Say row A got 5000 to 5006 and then no record among
 *       10,000 others, all of millisecond 5. Its next one of millisecond 5 gets 5007 or more, as
 *       does that of any row which is not remembered.
 * </ul>
 */
final class RowIndexes {
  /** Microseconds in a millisecond. */
  static final long MICROS = 1_000;

  /** Offsets without a record of the row after which its count is over. */
  static final long DISTANCE = 10_000;

  /** Is told of each millisecond that is over. */
  @FunctionalInterface
  interface Closed {
    /**
     * @param firstOffset of the millisecond
     * @param closedAt the offset of the record at which it was found to be over
     */
    void closed(long firstOffset, long closedAt);
  }

  private final Closed closed;
  private OpenRows open = new OpenRows(Capacity.LEAST);

  RowIndexes(Closed closed) {
    this.closed = closed;
  }

  /**
   * Ends the counts that are over.
   *
   * @param offset of the record that is begun
   * @param before counts that reach no further than to earlier milliseconds are over
   */
  void begin(long offset, long before) {
    RecencyList byRecency = open.byRecency();
    int id = byRecency.oldest();
    for (; id >= 0 && offset - byRecency.offset(id) > DISTANCE; id = byRecency.oldest()) {
      giveUp(id, offset);
    }
    for (id = open.overdue(before, offset); id >= 0; id = open.overdue(before, offset)) {
      end(id, offset);
    }
    open = open.compacted();
  }

  private void giveUp(int id, long offset) {
    int millisecond = open.millisecond(id);
    long last = open.last(id);
    if (!end(id, offset)) {
      open.milliseconds().raiseFloor(millisecond, last);
    }
  }

  private boolean end(int id, long offset) {
    long firstOffset = open.milliseconds().firstOffset(open.millisecond(id));
    boolean isClosed = open.remove(id);
    if (isClosed) {
      closed.closed(firstOffset, offset);
    }
    return isClosed;
  }

  /** The write time, in microseconds, of the row in the record at this offset. */
  long writeTime(long row, long milliseconds, long offset) {
    int id = open.find(row, milliseconds);
    if (id < 0) {
      id = open.findRunOver(row, milliseconds);
    }
    long next;
    if (id >= 0) {
      next = open.last(id) + 1;
    } else {
      int millisecond = open.milliseconds().open(milliseconds, offset);
      next = Math.max(MICROS * milliseconds, open.milliseconds().floor(millisecond) + 1);
      id = open.add(row, millisecond, offset);
    }
    if (next >= MICROS * (open.end(id) + 1)) {
      next = runOver(id, next);
    }
    open.use(id, next, offset);
    return next;
  }

  /** Takes in what is counted of the row in the milliseconds into which it runs over. */
  private long runOver(int id, long from) {
    long next = from;
    int into = open.find(open.row(id), Math.floorDiv(next, MICROS));
    while (into >= 0) {
      next = Math.max(next, open.last(into) + 1);
      OpenMilliseconds milliseconds = open.milliseconds();
      milliseconds.beginsAt(open.millisecond(id), milliseconds.firstOffset(open.millisecond(into)));
      open.remove(into);
      into = open.find(open.row(id), Math.floorDiv(next, MICROS));
    }
    open.reach(id, Math.floorDiv(next, MICROS));
    return next;
  }

  /**
   * The first offset on which the counts depend that may go on, or the highest number.
   *
   * @param from only of counts with a record at this offset or later
   */
  long firstOffset(long from) {
    RecencyList byRecency = open.byRecency();
    long first = Long.MAX_VALUE;
    int id = byRecency.newest();
    for (; id >= 0 && byRecency.offset(id) >= from; id = byRecency.olderThan(id)) {
      first = Math.min(first, open.milliseconds().firstOffset(open.millisecond(id)));
    }
    return first;
  }

  long bytes() {
    return open.bytes();
  }
}
