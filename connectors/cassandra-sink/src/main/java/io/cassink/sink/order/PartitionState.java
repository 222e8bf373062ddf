package io.cassink.sink.order;

import io.cassink.sink.metrics.OffsetMetrics;
import io.cassink.sink.metrics.RecordCounts;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * One partition from when it is opened until it is closed: what of it may be committed.
 *
 * <p>Say the offsets 0 to 99 were delivered, 0 to 89 are written, and the last ten are in flight.
 * Then the commit goes to 90 at most. If a millisecond whose first record is at offset 60 may still
 * get records, it goes to 60: 10 offsets are held by writes, and 30 by write times.
 */
public final class PartitionState {
  private final Supplier<PartitionOrder> orders;
  private final PartitionProgress progress;
  private final RecordCounts counts;
  private final QuietOffsets quiet;
  private PartitionOrder order;

  /** The offset behind the last one that the worker is known to have passed, or -1. */
  private long next = -1;

  /** What was committed last; commits do not go back behind it. */
  private long committed = -1;

  /** As of the commit that is being made: all below it is done. */
  private long completed;

  private boolean releaseRequested;
  private long heldByTies;

  /** Up to here offsets were counted as released or cut short. */
  private long counted = -1;

  PartitionState(
      Supplier<PartitionOrder> orders,
      PartitionProgress progress,
      RecordCounts counts,
      Duration idleRelease) {
    this.orders = orders;
    this.order = orders.get();
    this.progress = progress;
    this.counts = counts;
    this.quiet = new QuietOffsets(idleRelease);
  }

  public PartitionOrder order() {
    return order;
  }

  public PartitionProgress progress() {
    return progress;
  }

  /**
   * @param time of the {@link IdleClock}
   */
  void recordCame(long offset, long time) {
    quiet.came(offset, time);
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
   * Lets quiet times begin again, because no record could have come. A partition that is quiet
   * already stays so, and offsets of filtered records are committed as they pass.
   */
  void restartIdleTime(long time) {
    if (!isIdle(time)) {
      quiet.restart(time);
    }
  }

  /** Lets the order forget what no replay can need any more. */
  void advance() {
    long done = progress.completed();
    if (done >= 0) {
      order.completed(done);
    }
  }

  /**
   * Forgets what was counted if the partition is idle, and so begins again as after a restart at
   * the end of the partition.
   */
  void forgetIfIdle(long time) {
    if (isIdle(time)) {
      order = orders.get();
    }
  }

  /** Whether every record is done and none came for {@code order.idleRelease}. */
  boolean isIdle(long time) {
    return progress.isDone() && quiet.isQuiet(time);
  }

  /** True the first time that a commit is worth asking for, because the partition has gone idle. */
  boolean wantsRelease(long time) {
    if (releaseRequested || progress.completed() < 0 || !isIdle(time)) {
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
   * Finds out what can be committed.
   *
   * @param current the worker's position, past records that were filtered before they came here
   * @return the offsets for which the records in open milliseconds that got one lately are held
   */
  long hold(long current, long time) {
    passed(current);
    completed = progress.isDone() ? current : progress.completed();
    heldByTies = completed - atLeastCommitted(order.replayFrom(completed, quiet.below(time)));
    return heldByTies;
  }

  private long atLeastCommitted(long offset) {
    return Math.max(offset, Math.min(committed, completed));
  }

  /**
   * The offset to commit after {@link #hold}.
   *
   * @param longest the most offsets that may be held
   */
  long commit(long longest, OffsetMetrics ended) {
    long unreleased = order.replayFrom(completed);
    long uncut = completed - heldByTies;
    heldByTies = Math.min(heldByTies, longest);
    committed = completed - heldByTies;
    ended.released(count(unreleased, uncut));
    ended.cutShort(count(uncut, committed));
    return committed;
  }

  /** How many of these offsets were not counted before. */
  private long count(long from, long to) {
    long fresh = Math.max(0, to - Math.max(from, counted));
    counted = Math.max(counted, to);
    return fresh;
  }

  /** Delivered offsets from the first undone record on. */
  long heldByWrites() {
    return progress.isDone() ? 0 : progress.lastOffset() + 1 - progress.completed();
  }

  /** At the last commit: offsets that are done and were not committed. */
  long heldByTies() {
    return heldByTies;
  }
}
