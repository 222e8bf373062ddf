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
 * <p>For example, a second record of a row in millisecond 5 is beyond them where 1000 records in a
 * row, all later than 5, lie between it and the first.
 */
public final class WithinLimits {
  /** So many later records in a row end a millisecond. */
  private static final int GAP = 1_000;

  /** So many offsets without a record of the row end its millisecond. */
  private static final long DISTANCE = 10_000;

  private final long idleNanos;
  private final Map<Object, TreeMap<Long, Span>> rows = new HashMap<>();

  private final List<Long> times = new ArrayList<>();
  private int position;
  private long highest = Long.MIN_VALUE;

  /** What a row has in one millisecond. */
  private static final class Span {
    private long first;
    private long last;
    private int lastPosition;
    private long lastOffset;
    private long lastAvailable;
  }

  /**
   * A table that maps write times counts only the records that bring none: others between two of
   * them do not make their pause shorter.
   */
  private record WithoutOwnTime(Object counted) {}

  /**
   * @param idleNanos after which commits are released
   */
  WithinLimits(long idleNanos) {
    this.idleNanos = idleNanos;
  }

  /** Whether all records of a scenario obey the limits, for example when some were left out. */
  public static boolean holdFor(Scenario scenario) {
    if (scenario.epoch() >= 0 || !scenario.withinLimits()) {
      return true;
    }
    for (List<RecordSpec> log : scenario.logs()) {
      WithinLimits limits = new WithinLimits(scenario.idleNanos());
      for (RecordSpec record : log) {
        if (record.millis() >= 0) {
          Object counted = counted(scenario.tables(), record.key());
          if (!limits.allows(counted, record.millis(), record.offset(), record.availableAt())) {
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
      take(counted, record);
      if (record.writeTime() == null) {
        take(new WithoutOwnTime(counted), record);
      }
    }
    passes(record.millis());
  }

  private void passes(long millis) {
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
  boolean allows(Object counted, long millis, long offset, long availableAt) {
    return allowsFor(counted, millis, offset, availableAt)
        && allowsFor(new WithoutOwnTime(counted), millis, offset, availableAt);
  }

  private boolean allowsFor(Object counted, long millis, long offset, long availableAt) {
    TreeMap<Long, Span> spans = rows.computeIfAbsent(counted, unused -> new TreeMap<>());
    // Write times rise along the milliseconds, so only the last one before can have run over.
    Map.Entry<Long, Span> earlier = spans.floorEntry(millis);
    long next = millis * 1_000;
    if (earlier != null && (earlier.getValue().last >= next || earlier.getKey() == millis)) {
      Span span = earlier.getValue();
      if (availableAt - span.lastAvailable > idleNanos * 8 / 10
          || offset - span.lastOffset > DISTANCE
          || isOver(span.last / 1_000, span.lastPosition)) {
        return false;
      }
      next = span.last + 1;
    }
    Map.Entry<Long, Span> later = spans.higherEntry(millis);
    return later == null || later.getValue().first > next;
  }

  /** Whether as many records as the gap, all later than it, came in a row since the position. */
  private boolean isOver(long millis, int since) {
    int run = 0;
    for (int at = since + 1; position - since > GAP && at < position; at++) {
      run = times.get(at) > millis ? run + 1 : 0;
      if (run >= GAP) {
        return true;
      }
    }
    return false;
  }

  private void take(Object counted, RecordSpec record) {
    long millis = record.millis();
    TreeMap<Long, Span> spans = rows.computeIfAbsent(counted, unused -> new TreeMap<>());
    long next = millis * 1_000;
    Map.Entry<Long, Span> earlier = spans.floorEntry(millis);
    if (earlier != null) {
      next = Math.max(next, earlier.getValue().last + 1);
    }
    Span span = spans.computeIfAbsent(millis, unused -> new Span());
    if (span.first == 0) {
      span.first = next;
    }
    span.last = next;
    span.lastPosition = position;
    span.lastOffset = record.offset();
    span.lastAvailable = record.availableAt();
  }
}
