package io.cassink.sink.simulate.generate;

/**
 * A thing that goes wrong.
 *
 * @param at nanoseconds of the virtual clock
 * @param nanos how long it lasts
 * @param task which task, where one is meant
 */
public record Disturbance(long at, Kind kind, long nanos, int task) {
  /** The kinds of disturbances. */
  public enum Kind {
    /** The worker is killed, and started again afterwards. */
    KILL,
    /** The task is stopped as for a restart or a new configuration. */
    STOP,
    REBALANCE,
    /** The worker stands still; where it does for long, its group goes on without it. */
    FREEZE,
    /** Answers take up to two seconds, and come in any order. */
    SLOW,
    /** A part of the requests fails; some of those are carried out, some later than the error. */
    LOSSY,
    OVERLOADED,
    /** No answer at all, then errors. */
    SILENT,
    /** Nothing can be reached. */
    DOWN,
    /** Reports of bad records fail. */
    REPORTER_FAILS,
    /** The reporter does not return. */
    REPORTER_BLOCKS,
    /** The connector is paused. */
    PAUSE,
    COMMITS_FAIL,
    /** A column is added to the tables. */
    ADD_COLUMN
  }

  /** Whether it makes a task do again what it need not: one that does not fail. */
  public boolean repeats() {
    return switch (kind) {
      case STOP, REBALANCE, PAUSE, ADD_COLUMN, LOSSY, OVERLOADED, DOWN -> false;
      default -> true;
    };
  }

  /** Whether another process, or a new one, may go on with the partitions. */
  boolean losesProcess() {
    return kind == Kind.KILL || kind == Kind.FREEZE;
  }

  /** Whether nothing but the order of a worker's own life is disturbed. */
  boolean isClean() {
    return kind == Kind.STOP
        || kind == Kind.REBALANCE
        || kind == Kind.PAUSE
        || kind == Kind.ADD_COLUMN;
  }

  @Override
  public String toString() {
    return kind
        + " at "
        + at / 1_000_000
        + " ms for "
        + nanos / 1_000_000
        + " ms"
        + (task >= 0 ? " task " + task : "");
  }
}
