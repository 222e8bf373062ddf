package io.cassink.sink.rows;

import io.cassink.sink.order.Ticket;
import java.nio.ByteBuffer;

/** One row to be written, as bytes. Only what becomes of it changes after it is made. */
public final class Row {
  /** A value that leaves its column as it is. */
  public static final ByteBuffer UNSET = ByteBuffer.allocate(0);

  /** Roughly what a server adds to the values of a row: marker, deletion time, clustering. */
  private static final int BYTES_PER_ROW = 40;

  /** Roughly what a server adds to each cell: its write time and length. */
  private static final int BYTES_PER_CELL = 20;

  /**
   * A larger row is never superseded: the server may refuse it for its size, which is to be
   * reported.
   */
  private static final int MOST_BYTES_SUPERSEDED = 5 * 1024;

  public final RowPlan plan;
  public final StatementKind kind;
  public final ByteBuffer[] values;

  /** A hash of the table and the primary key. */
  public final long hash;

  /** A hash of the table and the partition key. */
  public final long partitionHash;

  public final int bytes;

  /** Whether some value has several cells, as a collection has. */
  private final boolean hasSeveralCells;

  /** Its record's ticket, with a hold for this row until it is written or reported. */
  public final Ticket ticket;

  /** Microseconds; has no meaning where the plan needs no write time. */
  public final long writeTime;

  /** Seconds; negative for none. */
  public final int timeToLive;

  /** When it ends to be, in milliseconds since 1970; negative for a row that does not end. */
  public final long expires;

  private final boolean isExpired;

  /** What became of it; null until it is written, and where it is not. */
  private Outcome outcome;

  /** The row as it was made again because its table has changed, or null. */
  private Row renewed;

  /** What becomes of a row that is not refused. */
  public enum Outcome {
    WRITTEN,
    DELETED,
    /** Its time to live was over when it was written. */
    EXPIRED,
    /** It was not sent, because a later row overwrites it; that one is written. */
    SUPERSEDED
  }

  /**
   * The earlier row that is not sent because this one overwrites it completely, or null. Set when
   * both rows wait to be sent. Say the rows of the offsets 7, 8 and 9 have one key and rising write
   * times, and each sets all columns: then only 9 is sent, 9 has superseded 8, and 8 has superseded
   * 7. All three are written with 9. If the server refuses 9, then 8 is sent in its place.
   */
  public Row superseded;

  /**
   * @param values of the plan's bindings, or of the key alone for a DELETE
   * @param expires milliseconds since 1970, or negative
   * @param isExpired whether that is over
   */
  public Row(
      RowPlan plan,
      StatementKind kind,
      ByteBuffer[] values,
      long partitionHash,
      long hash,
      long writeTime,
      int timeToLive,
      long expires,
      boolean isExpired,
      Ticket ticket) {
    this.plan = plan;
    this.kind = kind;
    this.values = values;
    this.partitionHash = partitionHash;
    this.hash = hash;
    this.writeTime = writeTime;
    this.timeToLive = timeToLive;
    this.expires = expires;
    this.isExpired = isExpired;
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
   * Whether the other row need not be sent, because this one has the same primary key, a later
   * write time and sets every column that the other sets. A DELETE supersedes nothing, because it
   * leaves static columns. Rows that a server may refuse, for their size, their collections or
   * their time to live, are not superseded, so that a refused record is reported whatever comes
   * after it.
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
        && plan.isSameRow(values, other.values)
        && setsAllOf(other);
  }

  private boolean setsAllOf(Row other) {
    for (int i = plan.keys(); i < values.length; i++) {
      if (values[i] == UNSET && other.values[i] != UNSET) {
        return false;
      }
    }
    return true;
  }

  /**
   * Roughly what the row takes of the heap until it is written: 200 bytes for itself and its bound
   * statement, 48 for the buffer of each value, and the values.
   */
  public long heldBytes() {
    return bytes + 200L + 48L * values.length;
  }

  /** Whether it deletes its row. */
  public boolean isDelete() {
    return kind == StatementKind.DELETE;
  }

  /** What became of it; null until it is written, and where it is not. */
  public Outcome outcome() {
    return outcome;
  }

  /** The row was made again for its changed table, and is written so. */
  void renewed(Row again) {
    renewed = again;
  }

  /** The row as it was sent last. */
  public Row asSent() {
    return renewed == null ? this : renewed;
  }

  /** The server has taken the row, so it and the rows that it supersedes are done. */
  public void written() {
    (isDelete() ? plan.counts().deleted() : plan.counts().written()).add(1);
    outcome = isExpired ? Outcome.EXPIRED : isDelete() ? Outcome.DELETED : Outcome.WRITTEN;
    ticket.release();
    for (Row row = superseded; row != null; row = row.superseded) {
      plan.counts().superseded().add(1);
      row.outcome = Outcome.SUPERSEDED;
      row.ticket.release();
    }
  }
}
