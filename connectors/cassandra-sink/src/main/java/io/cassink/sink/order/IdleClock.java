package io.cassink.sink.order;

import java.time.Duration;

/**
 * The time in which records could have come, in nanoseconds since some beginning.
 *
 * <p>A poll that waits for 800 ms counts 800 ms, whether it then brings records or not: none were
 * there before. What the task takes for its records does not count, for more of them may be waiting
 * meanwhile: if it was busy for 900 ms and the next poll brings records after 5 ms, 5 ms count. But
 * a twelfth of the time counts in any case, here 75 ms of 905, or a partition without records would
 * never be quiet beside one that always has some.
 */
final class IdleClock {
  private static final int SLOWER = 12;

  private final long longestGap;
  private long lastCall;
  private long lastReturn;
  private long time;

  /**
   * @param now nanoseconds of {@link System#nanoTime}
   */
  IdleClock(Duration idleRelease, long now) {
    this.longestGap = idleRelease.toNanos() / 2;
    this.lastCall = now;
    this.lastReturn = now;
  }

  /**
   * Tells that the task is called.
   *
   * @param couldCome false where consumption was paused
   * @param came whether the call has records
   * @return false where it is not known what could have come meanwhile, because consumption was
   *     paused or the task was not called for long: quiet times begin again
   */
  boolean called(long now, boolean couldCome, boolean came) {
    long elapsed = now - lastCall;
    long waited = now - lastReturn;
    lastCall = now;
    lastReturn = now;
    if (!couldCome || elapsed > longestGap) {
      return false;
    }
    time += came ? Math.max(waited, elapsed / SLOWER) : elapsed;
    return true;
  }

  /** Tells that the call is over, so that the worker may poll again. */
  void returned(long now) {
    lastReturn = now;
  }

  long time() {
    return time;
  }
}
