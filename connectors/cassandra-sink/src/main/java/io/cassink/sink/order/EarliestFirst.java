package io.cassink.sink.order;

import java.util.Arrays;

/**
 * Numbers by the millisecond at which each ends, the earliest first: a binary heap. It takes no
 * memory until the first one is added.
 */
final class EarliestFirst {
  private static final int ABSENT = -1;

  private int[] heap = {};
  private long[] ends = {};

  /** Where each number is in the heap. */
  private int[] places = {};

  private int size;

  void add(int number, long end) {
    if (number >= places.length) {
      int length = places.length;
      places = Arrays.copyOf(places, Math.max(Capacity.after(length), number + 1));
      Arrays.fill(places, length, places.length, ABSENT);
    }
    if (size == heap.length) {
      int capacity = Math.max(Capacity.LEAST, Capacity.after(size));
      heap = Arrays.copyOf(heap, capacity);
      ends = Arrays.copyOf(ends, capacity);
    }
    rise(number, end, size++);
  }

  boolean contains(int number) {
    return number < places.length && places[number] != ABSENT;
  }

  void remove(int number) {
    int place = places[number];
    places[number] = ABSENT;
    int last = heap[--size];
    if (last == number) {
      return;
    }
    if (ends[size] < ends[place]) {
      rise(last, ends[size], place);
    } else {
      sink(last, ends[size], place);
    }
  }

  /** The number that ends first, if it ends before the given millisecond, or -1. */
  int firstBefore(long before) {
    return size > 0 && ends[0] < before ? heap[0] : -1;
  }

  private void rise(int number, long end, int from) {
    int place = from;
    while (place > 0 && ends[(place - 1) / 2] > end) {
      put(heap[(place - 1) / 2], ends[(place - 1) / 2], place);
      place = (place - 1) / 2;
    }
    put(number, end, place);
  }

  private void sink(int number, long end, int from) {
    int place = from;
    for (int below = 2 * place + 1; below < size; below = 2 * place + 1) {
      if (below + 1 < size && ends[below + 1] < ends[below]) {
        below++;
      }
      if (ends[below] >= end) {
        break;
      }
      put(heap[below], ends[below], place);
      place = below;
    }
    put(number, end, place);
  }

  private void put(int number, long end, int place) {
    heap[place] = number;
    ends[place] = end;
    places[number] = place;
  }

  long bytes() {
    return 12L * heap.length + 4L * places.length;
  }
}
