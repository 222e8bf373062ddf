package io.cassink.sink.order;

/** The lengths of the arrays in which a partition keeps its rows. */
final class Capacity {
  static final int LEAST = 64;

  /** What a partition needs at most where a record goes to one table. */
  private static final int USUAL = (int) RowIndexes.DISTANCE + 2;

  private Capacity() {}

  /** The next length after the given one: half as long again. */
  static int after(int length) {
    int next = length + length / 2;
    return length < USUAL ? Math.min(next, USUAL) : next;
  }
}
