package io.cassink.sink.simulate.cassandra;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The cells of one column in one row: a single one under an empty path, or one for each element of
 * a collection that is not frozen, by its key (map), value (set), number (UDT) or time (list).
 */
final class ColumnCells {
  static final ByteBuffer WHOLE = ByteBuffer.allocate(0);

  private final TreeMap<ByteBuffer, Cell> cells;

  /** Cells of this write time and before are deleted. */
  private long deletedUntil = Long.MIN_VALUE;

  ColumnCells(Comparator<ByteBuffer> paths) {
    this.cells = new TreeMap<>(paths);
  }

  void put(ByteBuffer path, Cell cell) {
    if (cell.writeTime() > deletedUntil) {
      cells.merge(path, cell, Cell::winner);
    }
  }

  void delete(long until) {
    if (until > deletedUntil) {
      deletedUntil = until;
      cells.values().removeIf(cell -> cell.writeTime() <= until);
    }
  }

  /** Of values and deletions. */
  long highestWriteTime() {
    long highest = deletedUntil;
    for (Cell cell : cells.values()) {
      highest = Math.max(highest, cell.writeTime());
    }
    return highest;
  }

  Map<ByteBuffer, Cell> cells() {
    return cells;
  }
}
