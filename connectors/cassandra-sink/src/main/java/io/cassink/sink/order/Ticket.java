package io.cassink.sink.order;

import org.apache.kafka.connect.sink.SinkRecord;

/** A delivered record, and how many things must still happen until it is done. */
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

  /** In the topic and partition that the worker read. */
  public long offset() {
    return offset;
  }

  /** One thing more must happen. */
  public void hold() {
    open++;
  }

  /** One thing has happened; the record's own being worked on counts as one. */
  public void release() {
    if (--open == 0) {
      record = null;
    }
  }

  boolean isDone() {
    return open == 0;
  }

  /** True the first time: a record has one dead letter, to however many tables it goes. */
  public boolean firstReport() {
    boolean first = !reported;
    reported = true;
    return first;
  }
}
