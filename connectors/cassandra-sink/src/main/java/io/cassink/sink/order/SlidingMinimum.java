package io.cassink.sink.order;

import java.util.ArrayDeque;
import java.util.Deque;

/** The least of the last {@code width} numbers. Adding a number takes constant time on average. */
final class SlidingMinimum {
  private final int width;

  /** Position and number, both rising. */
  private final Deque<long[]> candidates = new ArrayDeque<>();

  private long added;

  SlidingMinimum(int width) {
    this.width = width;
  }

  void add(long number) {
    while (!candidates.isEmpty() && candidates.peekLast()[1] >= number) {
      candidates.pollLast();
    }
    candidates.addLast(new long[] {added++, number});
    if (candidates.peekFirst()[0] <= added - 1 - width) {
      candidates.pollFirst();
    }
  }

  boolean isFull() {
    return added >= width;
  }

  long minimum() {
    return candidates.getFirst()[1];
  }
}
