package io.cassink.sink.order;

import org.apache.kafka.connect.sink.SinkRecord;

/**
 * A delivered record, and how many holds are left until it is done. A record of two tables is held
 * three times: while it is being converted, and for each of its two rows until that is written or
 * reported.
 */
public final class Ticket {
  private SinkRecord record;
  private final long offset;
  private int open = 1;
  private boolean reported;

  Ticket(SinkRecord record) {
    this.record = record;
    this.offset = record.originalKafkaOffset();
  }

  /** The record as it was delivered; null once it is done. */
  public SinkRecord record() {
    return record;
  }

  /** The record's offset in the topic and partition that the worker read, before any transform. */
  public long offset() {
    return offset;
  }

  /** Adds a hold. */
  public void hold() {
    open++;
  }

  /** Ends a hold. A new ticket has one, for the conversion of its record. */
  public void release() {
    if (--open == 0) {
      record = null;
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
}
