package io.cassink.sink.simulate.judge;

import java.util.HashMap;
import java.util.Map;

/** A row as the fold of its records leaves it. */
final class ExpectedRow {
  /** Seconds; nothing ends then. */
  static final long NEVER = Long.MAX_VALUE;

  /**
   * A column.
   *
   * @param value null where it was emptied
   * @param end seconds since 1970 from which it is gone
   * @param effective the write time that decides: microseconds, without the index of order=time
   * @param expires whether it was written with a time to live
   * @param exact whether the effective time is the write time
   */
  record Cell(Object value, long end, long effective, boolean expires, boolean exact) {}

  final Map<String, Cell> cells = new HashMap<>();

  /** Until when the row exists without any value; negative where no INSERT made it. */
  long markerEnd = -1;

  /** Sums of counters, and what was appended, whatever their times. */
  long counted;

  int appended;
  Object list;

  /** The effective time of the last DELETE. */
  long deleted = Long.MIN_VALUE;
}
