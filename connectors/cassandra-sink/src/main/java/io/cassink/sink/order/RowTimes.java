package io.cassink.sink.order;

import java.util.Arrays;

/**
 * A map from a row's hash to its last write time, without boxed numbers. Most milliseconds hold one
 * row, for which no table is allocated.
 */
final class RowTimes {
  static final long NONE = Long.MIN_VALUE;

  private long soleRow;
  private long soleTime = NONE;
  private long[] rows;
  private long[] times;
  private int size;

  int size() {
    return size;
  }

  long get(long row) {
    if (rows == null) {
      return size == 1 && soleRow == row ? soleTime : NONE;
    }
    return times[slot(row)];
  }

  void put(long row, long time) {
    if (rows == null) {
      if (size == 0 || soleRow == row) {
        soleRow = row;
        soleTime = time;
        size = 1;
        return;
      }
      allocate(8);
      insert(soleRow, soleTime);
    }
    if (insert(row, time)) {
      size++;
      if (size * 3 > rows.length * 2) {
        grow();
      }
    }
  }

  long highest() {
    return rows == null ? soleTime : Arrays.stream(times).max().orElse(NONE);
  }

  private boolean insert(long row, long time) {
    int slot = slot(row);
    boolean isNew = times[slot] == NONE;
    rows[slot] = row;
    times[slot] = time;
    return isNew;
  }

  private void grow() {
    long[] oldRows = rows;
    long[] oldTimes = times;
    allocate(oldRows.length * 2);
    for (int i = 0; i < oldRows.length; i++) {
      if (oldTimes[i] != NONE) {
        insert(oldRows[i], oldTimes[i]);
      }
    }
  }

  private void allocate(int length) {
    rows = new long[length];
    times = new long[length];
    Arrays.fill(times, NONE);
  }

  private int slot(long row) {
    int mask = rows.length - 1;
    int slot = (int) (row ^ row >>> 32) & mask;
    while (times[slot] != NONE && rows[slot] != row) {
      slot = slot + 1 & mask;
    }
    return slot;
  }
}
