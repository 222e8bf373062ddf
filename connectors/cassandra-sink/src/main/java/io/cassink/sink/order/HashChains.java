package io.cassink.sink.order;

import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Finds numbers by a hash: each hash has a chain of the numbers that share it. Plain arrays, 8
 * bytes a number, where a {@code HashMap} takes some 80.
 */
final class HashChains {
  private static final int NONE = -1;

  private final IntUnaryOperator hashOf;
  private int[] heads;
  private int[] next;
  private int size;

  /**
   * @param hashOf the hash of a number that is in a chain
   */
  HashChains(int capacity, IntUnaryOperator hashOf) {
    this.hashOf = hashOf;
    this.next = new int[capacity];
    this.heads = emptyHeads(capacity);
  }

  private static int[] emptyHeads(int capacity) {
    int[] heads = new int[Math.max(1, Integer.highestOneBit(capacity))];
    Arrays.fill(heads, NONE);
    return heads;
  }

  /** Room for the numbers below the capacity. */
  void grow(int capacity) {
    int[] old = heads;
    heads = emptyHeads(capacity);
    int[] oldNext = next;
    next = new int[capacity];
    size = 0;
    for (int head : old) {
      for (int number = head; number != NONE; number = oldNext[number]) {
        add(number);
      }
    }
  }

  int size() {
    return size;
  }

  void add(int number) {
    int chain = hashOf.applyAsInt(number) & heads.length - 1;
    next[number] = heads[chain];
    heads[chain] = number;
    size++;
  }

  void remove(int number) {
    int chain = hashOf.applyAsInt(number) & heads.length - 1;
    int after = next[number];
    size--;
    if (heads[chain] == number) {
      heads[chain] = after;
      return;
    }
    int before = heads[chain];
    while (next[before] != number) {
      before = next[before];
    }
    next[before] = after;
  }

  /** The first number that may have the hash, or -1. */
  int first(int hash) {
    return heads[hash & heads.length - 1];
  }

  /** The next one, or -1. */
  int next(int number) {
    return next[number];
  }

  long bytes() {
    return 4L * (heads.length + next.length);
  }

  static int hash(long row, long milliseconds) {
    long mixed = (row ^ milliseconds * 0x9e3779b97f4a7c15L) * 0xbf58476d1ce4e5b9L;
    return (int) (mixed >>> 32);
  }
}
