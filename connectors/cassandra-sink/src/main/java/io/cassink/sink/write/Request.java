package io.cassink.sink.write;

import io.cassink.sink.rows.Row;
import java.util.List;

/** Rows that are sent together, as one statement or one batch. */
final class Request {
  final List<Row> rows;
  final int bytes;

  /** Rows that are kept until the answer: those that are sent and those that they supersede. */
  final int rowsHeld;

  /** Bytes of these. */
  final int bytesHeld;

  /** How often it was sent. */
  int attempts;

  /** When it failed first, in nanoseconds of the writer's clock. */
  long failingSince;

  /** When it was sent last, in nanoseconds of the writer's clock. */
  long sentAt;

  /** When it is to be sent again, in nanoseconds of the writer's clock. */
  long dueAt;

  /** Whether its one row was refused before although the schema was found in order after that. */
  final boolean isSecondTry;

  Request(List<Row> rows) {
    this(rows, false);
  }

  private Request(List<Row> rows, boolean isSecondTry) {
    this.rows = rows;
    this.isSecondTry = isSecondTry;
    int size = 0;
    int count = 0;
    int held = 0;
    for (Row row : rows) {
      size += row.bytes;
      for (Row kept = row; kept != null; kept = kept.superseded) {
        count++;
        held += kept.bytes;
      }
    }
    this.bytes = size;
    this.rowsHeld = count;
    this.bytesHeld = held;
  }

  static Request secondTry(Row row) {
    return new Request(List.of(row), true);
  }

  /** {@code keyspace.table} of the first row, for messages. */
  String table() {
    return rows.get(0).plan.settings().qualifiedName();
  }

  boolean isIdempotent() {
    return rows.stream().allMatch(row -> row.plan.isIdempotent());
  }
}
