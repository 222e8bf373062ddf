package io.cassink.sink.write;

import io.cassink.sink.rows.Row;
import io.cassink.sink.rows.StatementKind;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a table keeps of rows in whatever order they are written: of each cell the one of the latest
 * time, of one time first a null and then the larger value; a deleted row hides its cells up to its
 * time.
 */
final class LastWrites {
  private record Cell(long time, ByteBuffer value) {
    boolean winsOver(Cell other) {
      if (other == null || time != other.time) {
        return other == null || time > other.time;
      }
      return value == null || (other.value != null && value.compareTo(other.value) > 0);
    }
  }

  private final Map<List<Object>, Cell> cells = new HashMap<>();
  private final Map<ByteBuffer, Long> deletions = new HashMap<>();

  /** The row's key is its first value. */
  void write(Row row) {
    ByteBuffer key = row.values[0];
    if (row.kind == StatementKind.DELETE) {
      deletions.merge(key, row.writeTime, Math::max);
      return;
    }
    put(List.of(key), new Cell(row.writeTime, ByteBuffer.allocate(0)));
    for (int i = 1; i < row.values.length; i++) {
      if (row.values[i] != Row.UNSET) {
        put(List.of(key, i), new Cell(row.writeTime, row.values[i]));
      }
    }
  }

  private void put(List<Object> place, Cell cell) {
    if (cell.winsOver(cells.get(place))) {
      cells.put(place, cell);
    }
  }

  private Map<List<Object>, Cell> visible() {
    Map<List<Object>, Cell> visible = new HashMap<>(cells);
    visible
        .entrySet()
        .removeIf(
            entry ->
                entry.getValue().time()
                    <= deletions.getOrDefault((ByteBuffer) entry.getKey().get(0), Long.MIN_VALUE));
    return visible;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LastWrites writes && visible().equals(writes.visible());
  }

  @Override
  public int hashCode() {
    return visible().hashCode();
  }

  @Override
  public String toString() {
    return visible().toString();
  }
}
