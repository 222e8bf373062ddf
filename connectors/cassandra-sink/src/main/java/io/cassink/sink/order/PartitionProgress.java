package io.cassink.sink.order;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * How far a partition is done: the offset below which every record is written, reported or passed
 * over. A partition that is revoked and comes back has a new one, so that writes from before move
 * nothing.
 */
public final class PartitionProgress {
  private final Deque<Ticket> pending = new ArrayDeque<>();
  private long completed = -1;
  private long lastOffset = -1;

  /**
   * A record that was delivered; it is pending until its ticket is closed.
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

  /** Whether nothing of what was delivered is pending. */
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
