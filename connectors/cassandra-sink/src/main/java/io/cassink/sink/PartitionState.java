package io.cassink.sink;

import io.cassink.sink.write.PartitionOrder;
import io.cassink.sink.write.PartitionProgress;
import java.time.Duration;

/** A partition from the time it is opened to the time it is closed. */
final class PartitionState {
  private final PartitionOrder order;
  private final PartitionProgress progress = new PartitionProgress();
  private long lastRecordAt;

  /** Up to here was committed although ties were open; commits do not go back behind it. */
  private long released = -1;

  private boolean releaseRequested;

  PartitionState(PartitionOrder order) {
    this.order = order;
  }

  PartitionOrder order() {
    return order;
  }

  PartitionProgress progress() {
    return progress;
  }

  /**
   * @param now of a clock of nanoseconds
   */
  void recordCame(long now) {
    lastRecordAt = now;
    releaseRequested = false;
  }

  /**
   * Time in which no record could have come does not count as idle. A partition that is idle
   * already stays so: its last records, which are filtered, are committed as they pass.
   *
   * @param now of a clock of nanoseconds
   */
  void restartIdleTime(long now) {
    if (!releaseRequested) {
      lastRecordAt = now;
    }
  }

  /** Lets the order forget what no replay needs. */
  void advance() {
    long completed = progress.completed();
    if (completed >= 0) {
      order.completed(completed);
    }
  }

  /** Whether everything is written and no record came for so long. */
  boolean isIdle(long now, Duration idleRelease) {
    return progress.isDone() && now - lastRecordAt >= idleRelease.toNanos();
  }

  /** True the first time that a commit is worth asking for, because the partition has gone idle. */
  boolean wantsRelease(long now, Duration idleRelease) {
    if (releaseRequested || progress.completed() < 0 || !isIdle(now, idleRelease)) {
      return false;
    }
    releaseRequested = true;
    return true;
  }

  /** Whether a commit will be worth asking for when no record comes. */
  boolean awaitsRelease() {
    return !releaseRequested && progress.completed() >= 0;
  }

  /**
   * @param current the worker's position, past records that were filtered before they came here
   * @return the offset to commit
   */
  long commit(long current, long now, Duration idleRelease) {
    boolean done = progress.isDone();
    long completed = done ? current : progress.completed();
    if (done && isIdle(now, idleRelease)) {
      released = Math.max(released, completed);
      return completed;
    }
    return Math.max(order.replayFrom(completed), Math.min(released, completed));
  }
}
