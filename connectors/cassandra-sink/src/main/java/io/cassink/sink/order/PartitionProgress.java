package io.cassink.sink.order;

import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * How far a partition is done: the offset below which every record is written, reported as bad or
 * passed over, and told where somebody keeps account. A partition that is revoked and assigned
 * again gets a new object, so that late answers to its old writes change nothing.
 */
public final class PartitionProgress {
  /** Bytes of the heap that a ticket takes, with its place among the pending ones. */
  private static final int BYTES_OF_TICKET = 64;

  private final TopicPartition partition;
  private final HeldRecords held;

  /** Null where nobody is told what became of the records. */
  private final PartitionAccount account;

  private final Deque<Ticket> pending = new ArrayDeque<>();
  private long completed = -1;
  private long lastOffset = -1;
  private boolean revoked;

  /**
   * @param partition that the worker reads
   * @param held counts the records of all partitions of the task
   */
  public PartitionProgress(TopicPartition partition, HeldRecords held) {
    this(partition, held, null);
  }

  /**
   * @param account of the records, or null
   */
  PartitionProgress(TopicPartition partition, HeldRecords held, PartitionAccount account) {
    this.partition = partition;
    this.held = held;
    this.account = account;
  }

  TopicPartition partition() {
    return partition;
  }

  HeldRecords held() {
    return held;
  }

  /**
   * Takes a delivered record, which is pending until its ticket is released.
   *
   * @param record of a higher offset than the one before
   */
  public Ticket add(SinkRecord record) {
    Ticket ticket = new Ticket(record, this);
    held.delivered();
    held.take(BYTES_OF_TICKET);
    lastOffset = ticket.offset();
    if (completed < 0) {
      completed = lastOffset;
    }
    pending.add(ticket);
    if (account != null) {
      account.delivered(ticket);
    }
    return ticket;
  }

  /**
   * The partition was taken away, or its records come again: what of it is not sent must not be.
   * Bytes of rows in flight are counted until they are answered.
   */
  public void revoke() {
    revoked = true;
    held.free((long) pending.size() * BYTES_OF_TICKET);
    pending.clear();
    if (account != null) {
      account.revoked();
    }
  }

  boolean isRevoked() {
    return revoked;
  }

  /** Whether no delivered record is pending, and each is told where that is wanted. */
  public boolean isDone() {
    advance();
    return pending.isEmpty() && untoldFrom() == Long.MAX_VALUE;
  }

  /** The first offset that is not done or not told, or -1 where nothing was delivered. */
  public long completed() {
    advance();
    return Math.min(pending.isEmpty() ? completed : pending.getFirst().offset(), untoldFrom());
  }

  private long untoldFrom() {
    return account == null ? Long.MAX_VALUE : account.untoldFrom();
  }

  /** The last offset that was delivered, or -1. */
  public long lastOffset() {
    return lastOffset;
  }

  private void advance() {
    while (!pending.isEmpty() && pending.getFirst().isDone()) {
      Ticket done = pending.poll();
      completed = done.offset() + 1;
      held.free(BYTES_OF_TICKET);
      if (account != null) {
        account.settled(done);
      }
    }
  }
}
