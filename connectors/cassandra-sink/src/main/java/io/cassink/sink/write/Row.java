package io.cassink.sink.write;

import java.nio.ByteBuffer;

/** One row to be written, as bytes. */
final class Row {
  /** Stands for "leave this column as it is". */
  static final ByteBuffer UNSET = ByteBuffer.allocate(0);

  /** What a server adds to the values of a row, roughly: marker, deletion time, clustering. */
  private static final int BYTES_PER_ROW = 40;

  /** What a server adds to each cell, roughly: its time and length. */
  private static final int BYTES_PER_CELL = 20;

  final RowPlan plan;
  final StatementKind kind;
  final ByteBuffer[] values;

  /** A hash of the table and the primary key. */
  final long hash;

  /** A hash of the table and the partition key. */
  final long partitionHash;

  final int bytes;
  Ticket ticket;

  /** Microseconds; has no meaning for {@link StatementKind#COUNT}. */
  long writeTime;

  /** Seconds; negative for none. */
  int timeToLive = -1;

  /**
   * @param furtherCells besides the one that every value has
   */
  Row(
      RowPlan plan,
      StatementKind kind,
      ByteBuffer[] values,
      long hash,
      long partitionHash,
      int furtherCells) {
    this.plan = plan;
    this.kind = kind;
    this.values = values;
    this.hash = hash;
    this.partitionHash = partitionHash;
    int size = BYTES_PER_ROW + furtherCells * BYTES_PER_CELL;
    for (ByteBuffer value : values) {
      size += value == null || value == UNSET ? 0 : value.remaining() + BYTES_PER_CELL;
    }
    this.bytes = size;
  }

  /** The server has taken it. */
  void countWritten() {
    (kind == StatementKind.DELETE ? plan.counts().deleted() : plan.counts().written()).add(1);
  }
}
