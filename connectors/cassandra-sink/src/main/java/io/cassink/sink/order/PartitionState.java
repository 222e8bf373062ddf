package io.cassink.sink.order;

import io.cassink.sink.metrics.RecordCounts;
import java.time.Duration;

/** One partition from when it is opened until it is closed: what of it may be committed. */
public final class PartitionState {
  private final PartitionOrder order;
  private final PartitionProgress progress;
  private final RecordCounts counts;
  private long lastRecordAt;

  /** The offset behind the last one that the worker is known to have passed, or -1. */
  private long next = -1;

  /** Up to here was committed because the partition was idle; commits do not go back behind it. */
  private long released = -1;

  private boolean releaseRequested;
  private long heldByTies;
  private long toldCutShort;
  private long toldForgotten;

  PartitionState(PartitionOrder order, PartitionProgress progress, RecordCounts counts) {
    this.order = order;
    this.progress = progress;
    this.counts = counts;
  }

  public PartitionOrder order() {
    return order;
  }

  public PartitionProgress progress() {
    return progress;
  }

  /**
   * @param now nanoseconds of {@link System#nanoTime}
   */
  void recordCame(long offset, long now) {
    lastRecordAt = now;
    releaseRequested = false;
    counts.read().add(1);
    passed(offset);
    next = offset + 1;
  }

  /** The worker's position: offsets before it that never came here were filtered by the worker. */
  private void passed(long position) {
    if (next >= 0 && position > next) {
      counts.filtered().add(position - next);
      next = position;
    }
  }

  /**
   * Starts the idle time again, because no record could have come. A partition that is idle already
   * stays idle, so that offsets of filtered records are committed as they pass.
   *
   * @param now nanoseconds of {@link System#nanoTime}
   */
  void restartIdleTime(long now) {
    if (!releaseRequested) {
      lastRecordAt = now;
    }
  }

  /** Leaves out a part of the idle time. */
  void postponeIdleTime(long nanos) {
    if (!releaseRequested) {
      lastRecordAt += nanos;
    }
  }

  /** Lets the order forget what no replay can need any more. */
  void advance() {
    long completed = progress.completed();
    if (completed >= 0) {
      order.completed(completed);
    }
  }

  /** Whether every record is done and none came for {@code idleRelease}. */
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
    passed(current);
    boolean done = progress.isDone();
    long completed = done ? current : progress.completed();
    if (done && isIdle(now, idleRelease)) {
      released = Math.max(released, completed);
    }
    long offset =
        released >= completed
            ? completed
            : Math.max(order.replayFrom(completed), Math.min(released, completed));
    heldByTies = completed - offset;
    return offset;
  }

  /** Delivered offsets from the first undone record on. */
  long heldByWrites() {
    return progress.isDone() ? 0 : progress.lastOffset() + 1 - progress.completed();
  }

  /** At the last commit: offsets that are done and were not committed. */
  long heldByTies() {
    return heldByTies;
  }

  /** What {@link PartitionOrder#cutShort} has grown by since the last call. */
  long newlyCutShort() {
    long before = toldCutShort;
    toldCutShort = order.cutShort();
    return toldCutShort - before;
  }

  /** What {@link PartitionOrder#forgotten} has grown by since the last call. */
  long newlyForgotten() {
    long before = toldForgotten;
    toldForgotten = order.forgotten();
    return toldForgotten - before;
  }
}
