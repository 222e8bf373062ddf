package io.cassink.sink.order;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A delivered record, and how many holds are left until it is done. A record of two tables is held
 * three times: while it is being converted, and for each of its two rows until that is written or
 * reported.
 */
public final class Ticket {
  private final PartitionProgress progress;
  private final long offset;
  private SinkRecord record;

  /** Of the heap, counted until the record is done. */
  private long bytes;

  private int open = 1;
  private boolean reported;
  private boolean deadLettered;

  Ticket(SinkRecord record, PartitionProgress progress) {
    this.progress = progress;
    this.record = record;
    this.offset = record.originalKafkaOffset();
  }

  /**
   * The record as it was delivered; null once it is done. Until then it may have to be reported, or
   * made to rows again because a table has changed.
   */
  public SinkRecord record() {
    return record;
  }

  /** The record's offset in the topic and partition that the worker read, before any transform. */
  public long offset() {
    return offset;
  }

  /** The topic and partition that the worker read, before any transform. */
  public TopicPartition partition() {
    return progress.partition();
  }

  /** The topic that the worker read, before any transform. */
  public String topic() {
    return progress.partition().topic();
  }

  /** {@code topic-partition@offset}, before any transform. */
  public String position() {
    return progress.partition() + "@" + offset;
  }

  /** Whether the partition was taken away, so that the record is another task's, or comes again. */
  public boolean isRevoked() {
    return progress.isRevoked();
  }

  /**
   * Counts what is kept for the record until it is done.
   *
   * @param more bytes of the heap
   */
  public void keep(long more) {
    bytes += more;
    progress.held().take(more);
  }

  /** Adds a hold. */
  public void hold() {
    open++;
  }

  /** Ends a hold. A new ticket has one, for the conversion of its record. */
  public void release() {
    if (--open == 0) {
      record = null;
      progress.held().done();
      progress.held().free(bytes);
    }
  }

  boolean isDone() {
    return open == 0;
  }

  /** True at the first call only: a record has one dead letter, however many tables it goes to. */
  public boolean firstReport() {
    boolean first = !reported;
    reported = true;
    return first;
  }

  /** Whether the record is bad for some table. */
  public boolean isBad() {
    return reported;
  }

  /** Notes that the record has a dead letter, or will have one before the ticket is released. */
  public void deadLettered() {
    deadLettered = true;
  }

  public boolean isDeadLettered() {
    return deadLettered;
  }
}
