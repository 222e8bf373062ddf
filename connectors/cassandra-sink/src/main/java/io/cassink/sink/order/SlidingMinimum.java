package io.cassink.sink.order;

/** The least of the last {@code width} numbers. Adding a number takes constant time on average. */
final class SlidingMinimum {
  private final int width;

  /** In a ring: the numbers that can still become the least, rising, and when each was added. */
  private final long[] numbers;

  private final long[] addedAt;
  private int first;
  private int size;
  private long added;

  SlidingMinimum(int width) {
    this.width = width;
    this.numbers = new long[width];
    this.addedAt = new long[width];
  }

  void add(long number) {
    if (size > 0 && addedAt[first] <= added - width) {
      first = first + 1 == width ? 0 : first + 1;
      size--;
    }
    while (size > 0 && numbers[place(size - 1)] >= number) {
      size--;
    }
    int place = place(size++);
    numbers[place] = number;
    addedAt[place] = added++;
  }

  private int place(int index) {
    int place = first + index;
    return place < width ? place : place - width;
  }

  boolean isFull() {
    return added >= width;
  }

  long minimum() {
    return numbers[first];
  }

  long bytes() {
    return 16L * width;
  }
}
