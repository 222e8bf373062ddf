package io.cassink.sink.order;

/** Holds and takes what the test says. */
final class ScriptedOrder implements PartitionOrder {
  /** From here on a replay must begin, however long ago the records came. */
  long heldFrom = Long.MAX_VALUE;

  /** The same once quiet times are over. */
  long heldFromWhenQuiet = Long.MAX_VALUE;

  long bytes;
  long completed = -1;

  @Override
  public void begin(long offset, long milliseconds) {
    // Nothing is counted.
  }

  @Override
  public long writeTime(long row) {
    return 0;
  }

  @Override
  public void completed(long offset) {
    completed = offset;
  }

  @Override
  public long replayFrom(long done, long quietBelow) {
    boolean allAreHeld = quietBelow == Long.MIN_VALUE;
    return Math.min(done, allAreHeld ? heldFrom : heldFromWhenQuiet);
  }

  @Override
  public long bytes() {
    return bytes;
  }
}
