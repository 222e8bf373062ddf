package io.cassink.sink.simulate.generate;

import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Column;
import io.cassink.sink.simulate.generate.RecordSpec.Fault;
import io.cassink.sink.simulate.time.VirtualTiming;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The records of a topic's partitions. */
final class RandomLogs {
  private static final long MILLI = 1_000_000;

  private final Random random;
  private final RandomValues values;
  private final List<TableSpec> tables;
  private final boolean byTime;
  private final boolean keepsLimits;
  private final int idleSeconds;
  private final boolean withFaults;

  /**
   * @param byTime whether write times come from the records' times
   * @param keepsLimits whether records beyond the limits of order=time get later times
   */
  RandomLogs(
      Random random,
      List<TableSpec> tables,
      boolean byTime,
      boolean keepsLimits,
      int idleSeconds,
      boolean withFaults) {
    this.random = random;
    this.values = new RandomValues(random);
    this.tables = tables;
    this.byTime = byTime;
    this.keepsLimits = keepsLimits;
    this.idleSeconds = idleSeconds;
    this.withFaults = withFaults;
  }

  List<List<RecordSpec>> logs(int partitions, int records) {
    boolean isLong = records / partitions > 1_000;
    int shapes = LogShape.values().length;
    LogShape shape =
        isLong && random.nextInt(3) > 0
            ? LogShape.HOT
            : LogShape.values()[random.nextInt(isLong ? shapes : shapes - 1)];
    List<List<RecordSpec>> logs = new ArrayList<>();
    for (int partition = 0; partition < partitions; partition++) {
      logs.add(log(partition, partitions, Math.max(1, records / partitions), shape));
    }
    return logs;
  }

  private List<RecordSpec> log(int partition, int partitions, int length, LogShape shape) {
    WithinLimits limits = new WithinLimits(idleSeconds * 1_000L * MILLI);
    List<RecordSpec> log = new ArrayList<>(length);
    int step = length > 1_000 ? 100 + random.nextInt(200) : 1 + random.nextInt(12);
    long base = VirtualTiming.START - base();
    int keys = 1 + random.nextInt(4);
    int clusterings = 1 + random.nextInt(3);
    boolean hot = random.nextBoolean() || shape == LogShape.HOT;
    Pauses pauses =
        shape == LogShape.HOT && random.nextBoolean()
            ? new Pauses(1_500 + random.nextInt(1_500), 1_050 + random.nextInt(300))
            : new Pauses(1, 0);
    int streaming = random.nextInt(3);
    int longestPause = length > 1_000 ? 4 : List.of(1, 20, 100).get(streaming);
    long available = 0;
    long lastOffset = random.nextInt(3) * 7L;
    int faults = withFaults ? 2 + random.nextInt(25) : Integer.MAX_VALUE;
    for (int i = 0; i < length; i++) {
      available += random.nextInt(longestPause) * MILLI;
      if (streaming == 2 && random.nextInt(120) == 0) {
        available += random.nextInt(8_000) * MILLI;
      }
      int key =
          pauses.has(i)
              ? 1 + random.nextInt(keys)
              : hot && random.nextInt(4) > 0 ? 0 : random.nextInt(keys);
      List<Object> wholeKey = new ArrayList<>();
      int number = partition + partitions * key;
      for (Column column : tables.get(0).keys()) {
        wholeKey.add(RandomValues.key(column.type(), number));
        number = random.nextInt(clusterings);
      }
      long millis = base + shape.millis(random, i, step);
      Object counted = WithinLimits.counted(tables, wholeKey);
      if (keepsLimits && !limits.allows(counted, millis, lastOffset, available)) {
        millis = limits.later();
      }
      Fault fault = random.nextInt(faults) == 0 && faults < Integer.MAX_VALUE ? fault() : null;
      boolean hasTime = fault != Fault.NO_TIME;
      RecordSpec made =
          record(
              partition, lastOffset, hasTime ? millis : -1, available, wholeKey, length - i, fault);
      log.add(made);
      if (hasTime) {
        limits.takeUnlessBad(counted, made);
      }
      lastOffset += random.nextInt(30) == 0 ? 1 + random.nextInt(5) : 1;
    }
    return log;
  }

  /**
   * When the hot row gets no records: long enough that 1000 records in a row are of others, and so
   * soon that the row comes back in a millisecond into which it has run over.
   *
   * @param busy records of its own, before a pause
   * @param idle records of other rows in a pause
   */
  private record Pauses(int busy, int idle) {
    boolean has(int position) {
      return position % (busy + idle) >= busy;
    }
  }

  private long base() {
    return random.nextInt(3) == 0 ? 0 : random.nextInt(1_000_000);
  }

  private Fault fault() {
    boolean textual = tables.get(0).values().stream().anyMatch(this::canBeRefused);
    Fault[] all = Fault.values();
    Fault drawn = all[random.nextInt(all.length)];
    if (drawn == Fault.NO_TIME && (!byTime || tables.stream().anyMatch(TableSpec::mapsWriteTime))) {
      return Fault.NO_KEY;
    }
    if (drawn == Fault.REFUSED && (!textual || tables.size() > 1)) {
      return Fault.NO_KEY;
    }
    if (drawn == Fault.UNREADABLE && (tables.size() > 1 || !hasNumber())) {
      return Fault.NO_KEY;
    }
    return drawn;
  }

  private boolean hasNumber() {
    return unreadable() != null;
  }

  private Column unreadable() {
    TableSpec table = tables.get(0);
    if (table.kind() == TableKind.MAP_ENTRY_QUERY) {
      return null;
    }
    for (Column column : table.values()) {
      String type = column.type().toString();
      if (type.equals("INT") || type.equals("BIGINT") || type.equals("COUNTER")) {
        return column;
      }
    }
    return null;
  }

  private boolean canBeRefused(Column column) {
    return column.type().toString().equals("Set(TEXT, not frozen)")
        && tables.get(0).kind() == TableKind.ROWS
        && tables.get(0).timeToLive() < 0
        && !tables.get(0).mapsTimeToLive();
  }

  private RecordSpec record(
      int partition,
      long offset,
      long millis,
      long available,
      List<Object> key,
      int rank,
      Fault fault) {
    TableSpec table = tables.get(0);
    Map<String, Object> said = new LinkedHashMap<>();
    boolean deletes = fault == null && table.deletes() && random.nextInt(8) == 0;
    for (Column column : table.values()) {
      if (!deletes) {
        say(table, column, rank, said);
      }
    }
    if (table.kind() == TableKind.MAP_ENTRY_QUERY) {
      said.clear();
      said.put("mk", "m" + random.nextInt(5));
      said.put("mv", rank);
    }
    tables.stream()
        .skip(1)
        .filter(other -> other.kind() == TableKind.COUNTERS)
        .forEach(other -> said.put("n0", 1L + random.nextInt(9)));
    if (fault == Fault.UNREADABLE) {
      said.put(unreadable().name(), "no number");
    }
    if (fault == Fault.REFUSED) {
      Column column = table.values().stream().filter(this::canBeRefused).findFirst().orElseThrow();
      said.put(column.name(), java.util.Set.of("long".repeat(100)));
    }
    return new RecordSpec(
        partition,
        offset,
        millis,
        available,
        key,
        random.nextInt(4),
        said,
        deletes,
        table.mapsWriteTime() && !deletes ? writeTime(table) : null,
        table.mapsTimeToLive() && !deletes && random.nextInt(3) > 0
            ? 1L + random.nextInt(900)
            : null,
        fault);
  }

  /** In a narrow range, so that some are equal. */
  private Long writeTime(TableSpec table) {
    boolean always = table.kind() == TableKind.OWN_TIME_QUERY || tables.size() > 1;
    return always || random.nextInt(6) > 0
        ? (Long) (1_600_000_000_000_000L + random.nextInt(40))
        : null;
  }

  private void say(TableSpec table, Column column, int rank, Map<String, Object> said) {
    if (column.type().toString().equals("COUNTER")) {
      said.put(column.name(), 1L + random.nextInt(9));
      return;
    }
    boolean always =
        table.kind() == TableKind.LISTS
            || table.kind() == TableKind.APPEND_QUERY
            || table.kind() == TableKind.OWN_TIME_QUERY;
    int drawn = always ? 9 : random.nextInt(10);
    if (drawn == 0) {
      said.put(column.name(), RecordSpec.NULL);
    } else if (drawn > 1) {
      said.put(column.name(), values.value(column.type(), rank));
    }
  }
}
