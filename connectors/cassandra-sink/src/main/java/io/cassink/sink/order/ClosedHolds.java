package io.cassink.sink.order;

/**
 * Milliseconds that are over for the records that were delivered, but not yet for those that are
 * written. Say the record at offset 1042 closed a millisecond whose first record is at offset 40.
 * If the worker is killed while 1042 is in flight, the replay meets the millisecond open, so the
 * commit stays at 40 until 1042 is written.
 */
final class ClosedHolds {
  private static final int LEAST = 64;

  /** Pairs, in a ring: the first offset, and the offset at which it was closed. Both rise. */
  private long[] pairs = new long[2 * LEAST];

  private int first;
  private int size;

  /**
   * @param firstOffset of the millisecond
   * @param closedAt not below that of any earlier call
   */
  void add(long firstOffset, long closedAt) {
    // A longer hold that ends later makes shorter ones superfluous.
    while (size > 0 && pairs[place(size - 1)] >= firstOffset) {
      size--;
    }
    if (2 * size == pairs.length) {
      grow();
    }
    int place = place(size++);
    pairs[place] = firstOffset;
    pairs[place + 1] = closedAt;
  }

  private int place(int index) {
    return 2 * (first + index) % pairs.length;
  }

  private void grow() {
    long[] longer = new long[2 * pairs.length];
    int tail = pairs.length - 2 * first;
    System.arraycopy(pairs, 2 * first, longer, 0, tail);
    System.arraycopy(pairs, 0, longer, tail, 2 * first);
    pairs = longer;
    first = 0;
  }

  /** Everything below this offset is written. */
  void completed(long offset) {
    while (size > 0 && pairs[place(0) + 1] < offset) {
      first = (first + 1) % (pairs.length / 2);
      size--;
    }
    if (size == 0 && pairs.length > 2 * LEAST) {
      pairs = new long[2 * LEAST];
      first = 0;
    }
  }

  /** The offset from which on the commit is held, or the highest number. */
  long firstOffset() {
    return size == 0 ? Long.MAX_VALUE : pairs[place(0)];
  }

  long bytes() {
    return 8L * pairs.length;
  }
}
