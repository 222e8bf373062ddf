package io.cassink.sink.order;

import io.cassink.sink.order.WriteTimeSimulation.Message;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Which keys of a log are within the limits that docs/decisions/write-times.md states. */
final class Limits {
  private static final int LATER_IN_A_ROW = 1_000;
  private static final int DISTANCE = 10_000;
  private static final int INDEXES = 1_000;

  /** Nanoseconds; a commit may be released for a millisecond without records for longer. */
  private static final long QUIET = 4_000_000_000L;

  private final List<Message> log;
  private final Map<Long, List<Integer>> byMillisecond = new HashMap<>();

  private final Map<Long, List<Integer>> pauses = new HashMap<>();

  /** Keys whose rows must be the fold of their records. */
  final Set<Integer> exact = new HashSet<>();

  /** Keys whose rows must be as if the sink had never been killed. */
  final Set<Integer> repeatable = new HashSet<>();

  Limits(List<Message> log) {
    this.log = log;
    Map<Integer, List<Integer>> byKey = new HashMap<>();
    for (int offset = 0; offset < log.size(); offset++) {
      Message message = log.get(offset);
      byKey.computeIfAbsent(message.key(), key -> new ArrayList<>()).add(offset);
      byMillisecond.computeIfAbsent(message.milliseconds(), ms -> new ArrayList<>()).add(offset);
    }
    byKey.forEach(
        (key, offsets) -> {
          if (isNeverReleasedBetween(offsets)) {
            repeatable.add(key);
            if (isExact(offsets)) {
              exact.add(key);
            }
          }
        });
  }

  private boolean isExact(List<Integer> offsets) {
    Map<Long, Integer> last = new HashMap<>();
    Map<Long, Integer> counts = new HashMap<>();
    boolean rises = true;
    boolean isKept = true;
    int before = offsets.get(0);
    long writeTime = 0;
    for (int offset : offsets) {
      long time = log.get(offset).milliseconds();
      rises &= time >= log.get(before).milliseconds();
      if (offset > before && time <= writeTime / INDEXES) {
        isKept &= offset - before <= DISTANCE && !isOver(before, offset, writeTime / INDEXES);
      }
      writeTime = Math.max(INDEXES * time, writeTime + 1);
      before = offset;
      Integer previous = last.put(time, offset);
      counts.merge(time, 1, Integer::sum);
      if (previous != null && (isOver(previous, offset, time) || isFarApart(previous, offset))) {
        return false;
      }
    }
    boolean runsOver = counts.values().stream().anyMatch(count -> count > INDEXES);
    return !runsOver || (rises && isKept);
  }

  /** Whether a thousand consecutive records between the two are of later milliseconds. */
  private boolean isOver(int from, int to, long time) {
    int later = 0;
    for (int offset = from + 1; to - from > LATER_IN_A_ROW && offset < to; offset++) {
      later = log.get(offset).milliseconds() > time ? later + 1 : 0;
      if (later >= LATER_IN_A_ROW) {
        return true;
      }
    }
    return false;
  }

  /** Whether the millisecond had no record for long between the two. */
  private boolean isFarApart(int from, int to) {
    if (to - from <= DISTANCE) {
      return false;
    }
    long time = log.get(from).milliseconds();
    return pauses.computeIfAbsent(time, this::pausesOf).stream()
        .anyMatch(pause -> pause > from && pause <= to);
  }

  /** The offsets of records before which the millisecond had none for long. */
  private List<Integer> pausesOf(long time) {
    List<Integer> offsets = byMillisecond.get(time);
    return IntStream.range(1, offsets.size())
        .filter(i -> offsets.get(i) - offsets.get(i - 1) > DISTANCE)
        .mapToObj(offsets::get)
        .toList();
  }

  private boolean isNeverReleasedBetween(List<Integer> offsets) {
    Message before = log.get(offsets.get(0));
    for (int offset : offsets) {
      Message message = log.get(offset);
      if (message.arrival() - before.arrival() > QUIET
          && message.milliseconds() <= before.milliseconds() + offsets.size() / INDEXES) {
        return false;
      }
      before = message;
    }
    return true;
  }
}
