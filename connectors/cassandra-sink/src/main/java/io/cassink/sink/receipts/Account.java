package io.cassink.sink.receipts;

import io.cassink.sink.order.Ticket;
import io.cassink.sink.rows.Row;
import java.util.List;

/** What became of one record. Changed by the task's thread until the record is settled. */
final class Account {
  /** Of the heap, without rows. */
  static final int BYTES = 96;

  final long offset;

  /** Milliseconds since 1970, or -1. */
  final long timestamp;

  /** Of the record, one for each table; none any more once they are counted. */
  List<Row> rows = List.of();

  Counts counts = Counts.NONE;

  /** Of the heap. */
  long bytes = BYTES;

  Account(Ticket ticket) {
    this.offset = ticket.offset();
    Long time = ticket.record().timestamp();
    this.timestamp = time == null || time < 0 ? -1 : time;
  }

  /** Counts what became of the record, and lets go of its rows. */
  void count(Ticket ticket) {
    counts = Counts.of(rows, ticket.isBad(), ticket.isDeadLettered());
    rows = List.of();
  }
}
