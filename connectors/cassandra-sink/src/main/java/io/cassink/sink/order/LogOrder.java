package io.cassink.sink.order;

/**
 * A write time is {@code order.epoch} plus the offset, for example 1700000000000000 + 42. No state,
 * and the same in any replay.
 */
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
    // There is no state.
  }

  @Override
  public long replayFrom(long completed, long quietBelow) {
    return completed;
  }
}
