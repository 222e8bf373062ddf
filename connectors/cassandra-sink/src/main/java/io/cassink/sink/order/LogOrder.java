package io.cassink.sink.order;

/** A write time is the epoch of the deployment plus the offset: no state, exact in any replay. */
public final class LogOrder implements PartitionOrder {
  private final long epoch;
  private long offset;

  /**
   * @param epoch microseconds, the same for the life of the topic
   */
  public LogOrder(long epoch) {
    this.epoch = epoch;
  }

  @Override
  public void begin(long nextOffset, long milliseconds) {
    offset = nextOffset;
  }

  @Override
  public long writeTime(long row) {
    return epoch + offset;
  }

  @Override
  public void completed(long nextOffset) {
    // Nothing is remembered.
  }

  @Override
  public long replayFrom(long completed) {
    return completed;
  }
}
