package io.cassink.sink.order;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Which records of a partition came longer than {@code order.idleRelease} ago, by an {@link
 * IdleClock}. With 5 s and a record each second, those of the offsets 0 to 94 did so when the
 * record of offset 99 has come; if no more come, all did so after 5 s.
 */
final class QuietOffsets {
  /** Times are noted this often within {@code order.idleRelease}. */
  private static final int MARKS = 16;

  /** The records below the offset came at this time or earlier. */
  private record Mark(long time, long offset) {}

  private final long idleRelease;
  private final Deque<Mark> marks = new ArrayDeque<>();
  private long lastCame;
  private long next;
  private long quietBelow;

  QuietOffsets(Duration idleRelease) {
    this.idleRelease = idleRelease.toNanos();
  }

  /** A record came. */
  void came(long offset, long time) {
    if (marks.isEmpty() || time - marks.getLast().time() >= idleRelease / MARKS) {
      marks.add(new Mark(time, offset));
    }
    lastCame = time;
    next = offset + 1;
  }

  /** What is not yet quiet is so only after the whole time from now on. */
  void restart(long time) {
    marks.clear();
    lastCame = time;
  }

  /** The records below this offset came long enough ago. */
  long below(long time) {
    while (!marks.isEmpty() && time - marks.getFirst().time() >= idleRelease) {
      quietBelow = Math.max(quietBelow, marks.poll().offset());
    }
    if (time - lastCame >= idleRelease) {
      quietBelow = next;
    }
    return quietBelow;
  }

  /** Whether all records that came did so long enough ago. */
  boolean isQuiet(long time) {
    return below(time) >= next;
  }
}
