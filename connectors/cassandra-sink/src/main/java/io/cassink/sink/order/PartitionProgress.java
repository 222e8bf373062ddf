package io.cassink.sink.order;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * How far a partition is done: the offset below which every record is written, reported as bad or
 * passed over. A partition that is revoked and assigned again gets a new object, so that late
 * answers to its old writes change nothing.
 */
public final class PartitionProgress {
  private final Deque<Ticket> pending = new ArrayDeque<>();
  private long completed = -1;
  private long lastOffset = -1;

  /**
   * Takes a delivered record, which is pending until its ticket is released.
   *
   * @param record of a higher offset than the one before
   */
  public Ticket add(SinkRecord record) {
    Ticket ticket = new Ticket(record);
    lastOffset = ticket.offset();
    if (completed < 0) {
      completed = lastOffset;
    }
    pending.add(ticket);
    return ticket;
  }

  /** Whether no delivered record is pending. */
  public boolean isDone() {
    advance();
    return pending.isEmpty();
  }

  /** The first offset that is not done, or -1 where nothing was delivered. */
  public long completed() {
    advance();
    return pending.isEmpty() ? completed : pending.getFirst().offset();
  }

  /** The last offset that was delivered, or -1. */
  public long lastOffset() {
    return lastOffset;
  }

  private void advance() {
    while (!pending.isEmpty() && pending.getFirst().isDone()) {
      completed = pending.poll().offset() + 1;
    }
  }
}
