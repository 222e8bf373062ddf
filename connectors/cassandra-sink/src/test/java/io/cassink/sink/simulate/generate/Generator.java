package io.cassink.sink.simulate.generate;

import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Column;
import io.cassink.sink.simulate.time.VirtualTiming;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Makes the scenario of a seed. */
public final class Generator {
  private final Random random;
  private final long seed;

  private Generator(long seed) {
    this.seed = seed;
    this.random = new Random(seed * 0x9e3779b97f4a7c15L);
  }

  public static Scenario of(long seed) {
    return new Generator(seed).scenario();
  }

  private Scenario scenario() {
    List<TableSpec> tables = new RandomTables(random).tables();
    boolean byTime = random.nextInt(4) > 0;
    int idleSeconds = 1 + random.nextInt(5);
    int drawn = random.nextInt(100);
    boolean isLong = random.nextInt(100) == 0;
    int records =
        isLong
            ? 3_000 + random.nextInt(5_000)
            : drawn < 60 ? 5 + random.nextInt(60) : 20 + random.nextInt(280);
    boolean withinLimits = random.nextInt(20) > 0;
    int padding = drawn >= 98 ? 40_000 : 0;
    records = padding > 0 ? 150 : records;
    boolean letters = random.nextInt(3) > 0;
    boolean clean = random.nextInt(3) == 0;
    int partitions = isLong ? 1 : 1 + random.nextInt(3);
    List<List<RecordSpec>> logs =
        new RandomLogs(random, tables, byTime, withinLimits, idleSeconds, random.nextBoolean())
            .logs(partitions, records);
    int tasks = 1 + random.nextInt(Math.min(2, partitions));
    long until =
        logs.stream().flatMap(List::stream).mapToLong(RecordSpec::availableAt).max().orElse(0);
    boolean mayAddColumns = tables.stream().noneMatch(TableSpec::deletes);
    long longestPause = byTime ? idleSeconds * 150_000_000L : 3_000_000_000L;
    List<Disturbance> disturbances =
        new ArrayList<>(
            new RandomDisturbances(random)
                .disturbances(clean, longestPause, mayAddColumns, tasks, until));
    if (padding > 0) {
      disturbances.add(0, new Disturbance(1_000_000, Disturbance.Kind.SILENT, 4_000_000_000L, 0));
    }
    Map<String, String> settings = settings(tables, byTime, idleSeconds, letters, padding);
    return new Scenario(
        seed,
        settings,
        tables,
        logs,
        tasks,
        byTime ? -1 : Long.parseLong(settings.get("order.epoch")),
        Integer.parseInt(settings.getOrDefault("generation", "0")),
        letters ? Scenario.BadRecords.LETTERS : Scenario.BadRecords.PASSED_OVER,
        padding > 0 ? 5 : random.nextInt(3) == 0 ? 1 + random.nextInt(20) : 500,
        List.of(300L, 1_000L, 5_000L, 60_000L).get(random.nextInt(4)),
        random.nextBoolean(),
        200,
        1_000_000,
        padding,
        withinLimits,
        disturbances,
        random.nextLong());
  }

  private Map<String, String> settings(
      List<TableSpec> tables, boolean byTime, int idleSeconds, boolean letters, int padding) {
    Map<String, String> settings = new HashMap<>();
    settings.put("name", "simulated-" + seed);
    settings.put("task", "0");
    settings.put("contactPoints", "127.0.0.1");
    settings.put("loadBalancing.localDc", "dc1");
    settings.put("jmx", "false");
    settings.put("topics", Scenario.TOPIC);
    settings.put("order", byTime ? "time" : "log");
    if (!byTime) {
      settings.put("order.epoch", String.valueOf(VirtualTiming.START * 1_000));
    }
    settings.put("order.idleRelease", String.valueOf(idleSeconds));
    if (random.nextInt(6) == 0) {
      settings.put("generation", "1");
    }
    if (letters) {
      settings.put("errors.tolerance", "all");
    } else {
      settings.put("ignoreErrors", "All");
    }
    settings.put(
        "maxConcurrentRequests",
        String.valueOf(random.nextInt(3) == 0 ? 1 + random.nextInt(6) : 500));
    settings.put(
        "maxNumberOfRecordsInBatch", String.valueOf(List.of(1, 2, 32).get(random.nextInt(3))));
    settings.put("retry.timeout", random.nextInt(8) == 0 ? "3" : "300");
    for (TableSpec table : tables) {
      addTable(table, settings);
    }
    if (padding > 0) {
      settings.put("maxBytesInFlight", String.valueOf(1 << 16));
    }
    return settings;
  }

  private static void addTable(TableSpec table, Map<String, String> settings) {
    String prefix = "topic." + Scenario.TOPIC + "." + table.definitions().qualifiedName() + ".";
    String mapping =
        table.keys().stream()
            .map(column -> column.name() + "=key." + column.name())
            .collect(Collectors.joining(", "));
    String mapped =
        table.kind() == TableKind.MAP_ENTRY_QUERY
            ? ", mk=value.mk, mv=value.mv"
            : table.values().stream()
                .map(Column::name)
                .map(name -> ", " + name + "=value." + name)
                .collect(Collectors.joining());
    if (table.kind() == TableKind.OWN_TIME_QUERY) {
      mapped += ", time=value.time";
    } else if (table.mapsWriteTime()) {
      mapped += ", __timestamp=value.time";
    }
    if (table.mapsTimeToLive()) {
      mapped += ", __ttl=value.ttl";
    }
    settings.put(prefix + "mapping", mapping + mapped);
    settings.put(prefix + "nullToUnset", String.valueOf(table.nullToUnset()));
    settings.put(prefix + "deletesEnabled", String.valueOf(table.deletes()));
    if (table.query() != null) {
      settings.put(prefix + "query", table.query());
    }
    if (table.timeToLive() >= 0) {
      settings.put(prefix + "ttl", String.valueOf(table.timeToLive()));
    }
  }
}
