package io.cassink.sink.rows;

import io.cassink.sink.order.Ticket;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** One row to be written, as bytes: finished when it is made, but for what it supersedes. */
public final class Row {
  /** Stands for "leave this column as it is". */
  public static final ByteBuffer UNSET = ByteBuffer.allocate(0);

  /** What a server adds to the values of a row, roughly: marker, deletion time, clustering. */
  private static final int BYTES_PER_ROW = 40;

  /** What a server adds to each cell, roughly: its time and length. */
  private static final int BYTES_PER_CELL = 20;

  /** A larger row may well be refused for its size, and is sent in any case. */
  private static final int MOST_BYTES_SUPERSEDED = 5 * 1024;

  public final RowPlan plan;
  public final StatementKind kind;
  public final ByteBuffer[] values;

  /** A hash of the table and the primary key. */
  public final long hash;

  /** A hash of the table and the partition key. */
  public final long partitionHash;

  public final int bytes;

  /** Whether some value is of several cells, as of a collection. */
  private final boolean hasSeveralCells;

  /** Of the record; held for this row until it is written or reported. */
  public final Ticket ticket;

  /** Microseconds; has no meaning for {@link StatementKind#COUNT}. */
  public final long writeTime;

  /** Seconds; negative for none. */
  public final int timeToLive;

  /**
   * The earlier row that is not sent because this one is, or null; it may have its own. The one
   * thing that changes: a batch finds it when both rows wait to be sent.
   */
  public Row superseded;

  /**
   * @param values of the plan's bindings, or of the key alone for a DELETE
   */
  public Row(
      RowPlan plan,
      ByteBuffer[] values,
      long partitionHash,
      long hash,
      long writeTime,
      int timeToLive,
      Ticket ticket) {
    this.plan = plan;
    this.kind = plan.kindOf(values);
    this.values = values;
    this.partitionHash = partitionHash;
    this.hash = hash;
    this.writeTime = writeTime;
    this.timeToLive = timeToLive;
    this.ticket = ticket;
    int furtherCells = plan.furtherCells(values);
    this.hasSeveralCells = furtherCells > 0;
    int size = BYTES_PER_ROW + furtherCells * BYTES_PER_CELL;
    for (ByteBuffer value : values) {
      size += value == null || value == UNSET ? 0 : value.remaining() + BYTES_PER_CELL;
    }
    this.bytes = size;
  }

  /**
   * Whether the other row need not be sent because this one is: nothing of it would ever be seen,
   * for this one has the same primary key, a later write time and sets all that the other sets. A
   * DELETE supersedes nothing, for static columns outlive it. Rows that a server may well refuse,
   * for their size, their collections or their time to live, are not superseded, so that their
   * records are reported whatever comes after them.
   */
  public boolean supersedes(Row other) {
    return hash == other.hash
        && writeTime > other.writeTime
        && plan == other.plan
        && kind == StatementKind.INSERT
        && other.kind == StatementKind.INSERT
        && other.bytes <= MOST_BYTES_SUPERSEDED
        && !other.hasSeveralCells
        && other.timeToLive <= 0
        && hasKeyOf(other)
        && setsAllOf(other);
  }

  private boolean hasKeyOf(Row other) {
    return Arrays.equals(values, 0, plan.keys(), other.values, 0, plan.keys());
  }

  private boolean setsAllOf(Row other) {
    for (int i = plan.keys(); i < values.length; i++) {
      if (values[i] == UNSET && other.values[i] != UNSET) {
        return false;
      }
    }
    return true;
  }

  /** The server has taken it, so that it and what it supersedes are done. */
  public void written() {
    (kind == StatementKind.DELETE ? plan.counts().deleted() : plan.counts().written()).add(1);
    ticket.release();
    for (Row row = superseded; row != null; row = row.superseded) {
      plan.counts().superseded().add(1);
      row.ticket.release();
    }
  }
}
