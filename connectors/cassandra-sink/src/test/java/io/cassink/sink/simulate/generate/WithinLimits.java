package io.cassink.sink.simulate.generate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which records of a partition obey the limits of order=time that docs/decisions/write-times.md
 * states; a record that would not gets a later time.
 *
 * <p>For example with a gap of 1000: a second record of a row in millisecond 5 is beyond them where
 * 1000 records in a row, all later than 5, lie between it and the first.
 */
public final class WithinLimits {
  private final int gap;
  private final long idleNanos;
  private final Map<Object, TreeMap<Long, Span>> rows = new HashMap<>();

  private final List<Long> times = new ArrayList<>();
  private int position;
  private int idleBefore;
  private long lastAvailable;
  private long highest = Long.MIN_VALUE;

  /** What a row has in one millisecond. */
  private static final class Span {
    private long first;
    private long last;
    private int lastPosition;
  }

  /**
   * @param idleNanos after which commits are released
   */
  WithinLimits(int gap, long idleNanos) {
    this.gap = gap;
    this.idleNanos = idleNanos;
  }

  /** Whether all records of a scenario obey the limits, for example when some were left out. */
  public static boolean holdFor(Scenario scenario) {
    if (scenario.epoch() >= 0) {
      return true;
    }
    for (List<RecordSpec> log : scenario.logs()) {
      WithinLimits limits = new WithinLimits(Generator.GAP, scenario.idleNanos());
      for (RecordSpec record : log) {
        if (record.millis() >= 0) {
          Object counted = counted(scenario.tables(), record.key());
          if (!limits.allows(counted, record.millis(), record.availableAt())) {
            return false;
          }
          limits.takeUnlessBad(counted, record);
        }
      }
    }
    return true;
  }

  /** What shares an index with the row: itself, or its partition. */
  static Object counted(List<TableSpec> tables, List<Object> key) {
    return tables.stream().anyMatch(TableSpec::countsByPartition) ? key.get(0) : key;
  }

  /** Takes a record that has a time. */
  void takeUnlessBad(Object counted, RecordSpec record) {
    if (record.fault() == null || record.fault() == RecordSpec.Fault.REFUSED) {
      take(counted, record.millis());
    }
    passes(record.millis(), record.availableAt());
  }

  /** Takes the next record of the partition, whether it has rows or not. */
  private void passes(long millis, long availableAt) {
    if (position > 0 && availableAt - lastAvailable > idleNanos * 8 / 10) {
      idleBefore = position;
    }
    lastAvailable = availableAt;
    times.add(millis);
    highest = Math.max(highest, millis);
    position++;
  }

  /** A time later than all before. */
  long later() {
    return highest + 1_000;
  }

  /**
   * @param counted what shares an index: a row, or a partition
   * @return whether the next record may have this time
   */
  boolean allows(Object counted, long millis, long availableAt) {
    TreeMap<Long, Span> spans = rows.computeIfAbsent(counted, unused -> new TreeMap<>());
    boolean idle = position > 0 && availableAt - lastAvailable > idleNanos * 8 / 10;
    int forgottenBefore = idle ? position : idleBefore;
    Map.Entry<Long, Span> earlier = spans.floorEntry(millis);
    long next = millis * 1_000;
    while (earlier != null) {
      Span span = earlier.getValue();
      if (span.last >= next || earlier.getKey() == millis) {
        if (span.lastPosition < forgottenBefore || isOver(span.last / 1_000, span.lastPosition)) {
          return false;
        }
        next = Math.max(next, span.last + 1);
      }
      earlier = spans.lowerEntry(earlier.getKey());
    }
    Map.Entry<Long, Span> later = spans.higherEntry(millis);
    return later == null || later.getValue().first > next;
  }

  /** Whether as many records as the gap, all later than it, came in a row since the position. */
  private boolean isOver(long millis, int since) {
    int run = 0;
    for (int at = since + 1; position - since > gap && at < position; at++) {
      run = times.get(at) > millis ? run + 1 : 0;
      if (run >= gap) {
        return true;
      }
    }
    return false;
  }

  private void take(Object counted, long millis) {
    TreeMap<Long, Span> spans = rows.computeIfAbsent(counted, unused -> new TreeMap<>());
    long next = millis * 1_000;
    for (Span earlier : spans.headMap(millis, true).values()) {
      next = Math.max(next, earlier.last + 1);
    }
    Span span = spans.computeIfAbsent(millis, unused -> new Span());
    if (span.first == 0) {
      span.first = next;
    }
    span.last = next;
    span.lastPosition = position;
  }
}
