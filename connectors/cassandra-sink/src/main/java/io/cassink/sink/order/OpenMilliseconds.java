package io.cassink.sink.order;

import java.util.Arrays;

/**
 * The milliseconds in which rows may still get records. Each has a number, by which the rows name
 * it; it is free again once no row is left in it.
 */
final class OpenMilliseconds {
  static final long NO_FLOOR = Long.MIN_VALUE;

  private final HashChains byTime;
  private long[] times;
  private long[] firstOffsets;

  /** Of one that is free: the next free one, or -1. */
  private int[] rows;

  /** Null until the first one is needed: only milliseconds of more than 10,000 records have one. */
  private long[] floors;

  private int free = -1;
  private int used;

  /** The one that was opened or asked for last, or -1. */
  private int latest = -1;

  OpenMilliseconds(int capacity) {
    byTime = new HashChains(capacity, number -> HashChains.hash(0, times[number]));
    times = new long[capacity];
    firstOffsets = new long[capacity];
    rows = new int[capacity];
  }

  /** The number of the millisecond, or -1. */
  private int find(long time) {
    int number = byTime.first(HashChains.hash(0, time));
    while (number >= 0 && times[number] != time) {
      number = byTime.next(number);
    }
    return number;
  }

  /** The number of the millisecond, which is opened if it is not open. */
  int open(long time, long firstOffset) {
    if (latest < 0 || times[latest] != time) {
      int number = find(time);
      latest = number < 0 ? add(time, firstOffset) : number;
    }
    return latest;
  }

  private int add(long time, long firstOffset) {
    int number = free;
    if (number >= 0) {
      free = rows[number];
    } else {
      if (used == times.length) {
        grow(Capacity.after(used));
      }
      number = used++;
    }
    times[number] = time;
    firstOffsets[number] = firstOffset;
    rows[number] = 0;
    if (floors != null) {
      floors[number] = NO_FLOOR;
    }
    byTime.add(number);
    return number;
  }

  private void grow(int capacity) {
    times = Arrays.copyOf(times, capacity);
    firstOffsets = Arrays.copyOf(firstOffsets, capacity);
    rows = Arrays.copyOf(rows, capacity);
    floors = floors == null ? null : Arrays.copyOf(floors, capacity);
    byTime.grow(capacity);
  }

  void addRow(int number) {
    rows[number]++;
  }

  /** True if that was its last row, so that the number is free from now on. */
  boolean removeRow(int number) {
    if (--rows[number] > 0) {
      return false;
    }
    latest = number == latest ? -1 : latest;
    byTime.remove(number);
    rows[number] = free;
    free = number;
    return true;
  }

  long time(int number) {
    return times[number];
  }

  /** The offset of its first record. */
  long firstOffset(int number) {
    return firstOffsets[number];
  }

  void beginsAt(int number, long offset) {
    firstOffsets[number] = Math.min(firstOffsets[number], offset);
  }

  /** The highest write time of the rows in it that were forgotten, or {@link #NO_FLOOR}. */
  long floor(int number) {
    return floors == null ? NO_FLOOR : floors[number];
  }

  void raiseFloor(int number, long writeTime) {
    if (floors == null) {
      if (writeTime == NO_FLOOR) {
        return;
      }
      floors = new long[times.length];
      Arrays.fill(floors, NO_FLOOR);
    }
    floors[number] = Math.max(floors[number], writeTime);
  }

  long bytes() {
    return 20L * times.length + (floors == null ? 0 : 8L * floors.length) + byTime.bytes();
  }
}
