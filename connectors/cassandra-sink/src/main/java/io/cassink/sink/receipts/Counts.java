package io.cassink.sink.receipts;

import io.cassink.sink.rows.Row;
import java.util.List;

/**
 * What became of records and their rows.
 *
 * @param written rows, also nulls of a row whose time to live was over
 * @param deleted rows
 * @param superseded rows that were not sent because a later one overwrites them
 * @param refused records that are bad for some table
 * @param deadLettered those of them that have a dead letter
 */
record Counts(long written, long deleted, long superseded, long refused, long deadLettered) {
  static final Counts NONE = new Counts(0, 0, 0, 0, 0);

  /** One written row, as most records have. */
  private static final Counts ONE = new Counts(1, 0, 0, 0, 0);

  private static final Counts SUPERSEDED = new Counts(0, 0, 1, 0, 0);

  static Counts of(List<Row> rows, boolean isBad, boolean isDeadLettered) {
    Counts all = isBad ? new Counts(0, 0, 0, 1, isDeadLettered ? 1 : 0) : NONE;
    for (Row row : rows) {
      all = all.plus(of(row));
    }
    return all;
  }

  private static Counts of(Row row) {
    if (row.outcome() == null) {
      return NONE;
    }
    return switch (row.outcome()) {
      case WRITTEN -> ONE;
      case SUPERSEDED -> SUPERSEDED;
      case DELETED -> new Counts(0, 1, 0, 0, 0);
      case EXPIRED -> row.isDelete() ? new Counts(0, 1, 0, 0, 0) : ONE;
    };
  }

  Counts plus(Counts other) {
    if (this == NONE) {
      return other;
    }
    return new Counts(
        written + other.written,
        deleted + other.deleted,
        superseded + other.superseded,
        refused + other.refused,
        deadLettered + other.deadLettered);
  }
}
