package io.cassink.sink.receipts;

import io.cassink.sink.order.Ticket;
import io.cassink.sink.rows.Row;
import java.util.List;

/**
 * What became of one record, or of several that follow each other, where they are only counted.
 * Changed by the task's thread until it is handed over.
 */
final class Account {
  /** Of the heap, without rows. */
  static final int BYTES = 96;

  /** Of the first record. */
  final long offset;

  /** The offset behind the last record. */
  private long to;

  /** The latest of the records, in milliseconds since 1970, or -1. */
  private long timestamp;

  private int records = 1;

  /** Of the record, one for each table; none any more once they are counted. */
  List<Row> rows = List.of();

  Counts counts = Counts.NONE;

  /** Of the heap. */
  long bytes = BYTES;

  Account(Ticket ticket) {
    this.offset = ticket.offset();
    this.to = offset + 1;
    Long time = ticket.record().timestamp();
    this.timestamp = time == null || time < 0 ? -1 : time;
  }

  /** Counts what became of the record, and lets go of its rows. */
  void count(Ticket ticket) {
    counts = Counts.of(rows, ticket.isBad(), ticket.isDeadLettered());
    rows = List.of();
  }

  /** Takes in the account of the next record, which is counted as this one is. */
  void add(Account next) {
    to = next.to;
    timestamp = Math.max(timestamp, next.timestamp);
    counts = counts.plus(next.counts);
    records += next.records;
  }

  /** The offset behind the last record. */
  long to() {
    return to;
  }

  /** The latest of the records, in milliseconds since 1970, or -1. */
  long timestamp() {
    return timestamp;
  }

  int records() {
    return records;
  }
}
