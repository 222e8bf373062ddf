package io.cassink.sink.write;

import io.cassink.sink.rows.Row;
import java.util.ArrayList;
import java.util.List;

/** Rows that are sent together, as one statement or one batch, and how often that failed. */
final class Request {
  final List<Row> rows;

  /** Of the rows, as the server counts them. */
  final int bytes;

  /** Whether its one row was refused before although the schema was found in order after that. */
  final boolean isSecondTry;

  /** How often it was sent. */
  int attempts;

  /** When it failed first, in nanoseconds of the writer's clock. */
  long failingSince;

  /** When it was sent last, in nanoseconds of the writer's clock. */
  long sentAt;

  /** When it is to be sent again, in nanoseconds of the writer's clock. */
  long dueAt;

  Request(List<Row> rows) {
    this(rows, false);
  }

  private Request(List<Row> rows, boolean isSecondTry) {
    this.rows = rows;
    this.isSecondTry = isSecondTry;
    int size = 0;
    for (Row row : rows) {
      size += row.bytes;
    }
    this.bytes = size;
  }

  static Request secondTry(Row row) {
    return new Request(List.of(row), true);
  }

  private boolean isOfRevoked() {
    for (Row row : rows) {
      if (row.ticket.isRevoked()) {
        return true;
      }
    }
    return false;
  }

  /**
   * What of it is still to be written after partitions were revoked. A row of a revoked partition
   * is left out; but where it superseded an earlier row of a partition that the task still reads,
   * that row takes its place. Say partition 0's row {@code k} at the write time 20 superseded
   * partition 1's row {@code k} at 10: when partition 0 is revoked, the row of 10 must be sent
   * after all, because the one of 20 may be another task's.
   */
  Request withoutRevoked() {
    if (!isOfRevoked()) {
      return this;
    }
    List<Row> left = new ArrayList<>(rows.size());
    for (Row row : rows) {
      Row first = row;
      while (first != null && first.ticket.isRevoked()) {
        first.ticket.release();
        first = first.superseded;
      }
      if (first != null) {
        left.add(first);
      }
    }
    Request remaining = new Request(List.copyOf(left), isSecondTry && left.equals(rows));
    remaining.attempts = attempts;
    remaining.failingSince = failingSince;
    remaining.dueAt = dueAt;
    return remaining;
  }

  /** {@code keyspace.table} of the first row, for messages. */
  String table() {
    return rows.get(0).plan.settings().qualifiedName();
  }

  boolean isIdempotent() {
    return rows.stream().allMatch(row -> row.plan.isIdempotent());
  }
}
