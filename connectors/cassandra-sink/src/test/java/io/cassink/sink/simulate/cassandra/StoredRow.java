package io.cassink.sink.simulate.cassandra;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;

/** One row, or the static columns of a partition, with all that hides it. */
final class StoredRow {
  private final Map<String, ColumnCells> columns = new HashMap<>();
  private RowMarker marker = RowMarker.NONE;
  private long deletedUntil = Long.MIN_VALUE;

  void mark(RowMarker added) {
    if (added.writeTime() > deletedUntil) {
      marker = RowMarker.winner(marker, added);
    }
  }

  RowMarker marker() {
    return marker;
  }

  /** Where new cells of the column go; what is deleted until now stays deleted. */
  ColumnCells column(ColumnDefinitions.Column column) {
    return columns.computeIfAbsent(
        column.name(),
        name -> {
          Comparator<ByteBuffer> order = TypeOrder.ofPaths(column.type());
          ColumnCells made = new ColumnCells(order);
          made.delete(deletedUntil);
          return made;
        });
  }

  long deletedUntil() {
    return deletedUntil;
  }

  ColumnCells columnOrNull(String name) {
    return columns.get(name);
  }

  void delete(long until) {
    if (until > deletedUntil) {
      deletedUntil = until;
      columns.values().forEach(cells -> cells.delete(until));
      if (marker.writeTime() <= until) {
        marker = RowMarker.NONE;
      }
    }
  }

  /** Whether a read sees it: by its marker, or by a value. */
  boolean isLive(long now) {
    return marker.isLive(now)
        || columns.values().stream()
            .anyMatch(column -> column.cells().values().stream().anyMatch(c -> c.isLive(now)));
  }
}
