package io.cassink.sink.write;

import java.util.List;

/** Rows that are sent together. */
final class Request {
  final List<Row> rows;
  final int bytes;

  /** How often it was sent. */
  int attempts;

  /** When it failed first, in nanoseconds of the writer's clock. */
  long failingSince;

  /** When it was sent last. */
  long sentAt;

  /** When it is to be sent again. */
  long dueAt;

  Request(List<Row> rows) {
    this.rows = rows;
    int size = 0;
    for (Row row : rows) {
      size += row.bytes;
    }
    this.bytes = size;
  }

  /** {@code keyspace.table} of the first row, for messages. */
  String table() {
    return rows.get(0).plan.settings().qualifiedName();
  }

  boolean isIdempotent() {
    return rows.stream()
        .allMatch(
            row ->
                row.kind != StatementKind.COUNT
                    && (row.kind != StatementKind.QUERY
                        || CustomQuery.isIdempotent(row.plan.settings().query().orElseThrow())));
  }
}
