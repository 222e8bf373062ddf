package io.cassink.sink.order;

import java.util.Arrays;

/** Numbers in the order of the offsets that they were last used at. */
final class RecencyList {
  private static final int NONE = -1;

  private int[] older;
  private int[] newer;
  private long[] offsets;
  private int oldest = NONE;
  private int newest = NONE;

  RecencyList(int capacity) {
    older = new int[capacity];
    newer = new int[capacity];
    offsets = new long[capacity];
  }

  /** Room for the numbers below the capacity. */
  void grow(int capacity) {
    older = Arrays.copyOf(older, capacity);
    newer = Arrays.copyOf(newer, capacity);
    offsets = Arrays.copyOf(offsets, capacity);
  }

  /**
   * @param offset not below that of any other number
   */
  void add(int number, long offset) {
    offsets[number] = offset;
    older[number] = newest;
    newer[number] = NONE;
    if (newest == NONE) {
      oldest = number;
    } else {
      newer[newest] = number;
    }
    newest = number;
  }

  void use(int number, long offset) {
    if (number == newest) {
      offsets[number] = offset;
      return;
    }
    remove(number);
    add(number, offset);
  }

  void remove(int number) {
    int before = older[number];
    int after = newer[number];
    if (before == NONE) {
      oldest = after;
    } else {
      newer[before] = after;
    }
    if (after == NONE) {
      newest = before;
    } else {
      older[after] = before;
    }
  }

  /** The offset at which the number was last used. */
  long offset(int number) {
    return offsets[number];
  }

  /** The number that was not used for longest, or -1. */
  int oldest() {
    return oldest;
  }

  /** The number that was used last, or -1. */
  int newest() {
    return newest;
  }

  /** The one that was last used before the given one, or -1. */
  int olderThan(int number) {
    return older[number];
  }

  /** The one that was last used after the given one, or -1. */
  int newerThan(int number) {
    return newer[number];
  }

  long bytes() {
    return 16L * offsets.length;
  }
}
