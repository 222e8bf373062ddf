package io.cassink.sink.simulate.generate;

import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Column;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/** Tables and how they are written. */
final class RandomTables {
  private static final String KEYSPACE = "ks";

  private final Random random;
  private final RandomValues values;

  RandomTables(Random random) {
    this.random = random;
    this.values = new RandomValues(random);
  }

  List<TableSpec> tables() {
    TableSpec first = table("t0", kind());
    if (random.nextInt(8) != 0 || first.kind().isQuery()) {
      return List.of(first);
    }
    TableKind rows = first.kind() == TableKind.LISTS ? TableKind.LISTS : TableKind.ROWS;
    TableKind second = random.nextBoolean() ? rows : TableKind.COUNTERS;
    List<Column> columns = new ArrayList<>(first.keys());
    columns.add(
        second == TableKind.COUNTERS
            ? new Column("n0", DataTypes.COUNTER, Role.REGULAR)
            : new Column("v0", first.values().get(0).type(), first.values().get(0).role()));
    boolean isCounter = second == TableKind.COUNTERS;
    if (first.kind() == TableKind.COUNTERS || first.deletes() || first.mapsTimeToLive()) {
      return List.of(first);
    }
    return List.of(
        first,
        new TableSpec(
            new ColumnDefinitions(KEYSPACE, "t1", columns),
            second,
            null,
            isCounter || first.nullToUnset(),
            false,
            -1,
            false,
            !isCounter && first.mapsWriteTime()));
  }

  private TableKind kind() {
    int drawn = random.nextInt(100);
    if (drawn < 60) {
      return TableKind.ROWS;
    }
    if (drawn < 72) {
      return TableKind.COUNTERS;
    }
    if (drawn < 77) {
      return TableKind.LISTS;
    }
    List<TableKind> queries = new ArrayList<>();
    for (TableKind kind : TableKind.values()) {
      if (kind.isQuery()) {
        queries.add(kind);
      }
    }
    return queries.get(random.nextInt(queries.size()));
  }

  private TableSpec table(String name, TableKind kind) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("pk", values.partitionKeyType(), Role.PARTITION_KEY));
    boolean clustered = random.nextInt(3) > 0;
    if (clustered) {
      columns.add(new Column("ck", values.clusteringType(), Role.CLUSTERING));
    }
    boolean deletes = kind == TableKind.ROWS && random.nextBoolean();
    boolean mapsWriteTime =
        kind == TableKind.OWN_TIME_QUERY || (kind == TableKind.ROWS && random.nextInt(8) == 0);
    switch (kind) {
      case COUNTERS, COUNT_QUERY -> columns.add(new Column("n0", DataTypes.COUNTER, Role.REGULAR));
      case LISTS, APPEND_QUERY -> columns.add(column("v0", DataTypes.listOf(DataTypes.INT)));
      case MAP_ENTRY_QUERY ->
          columns.add(column("v0", DataTypes.mapOf(DataTypes.TEXT, DataTypes.INT)));
      default -> {
        int count = 1 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
          // Where write times are the records' own and equal, only single values are compared.
          DataType type = mapsWriteTime ? DataTypes.TEXT : values.type();
          boolean isStatic =
              clustered && kind == TableKind.ROWS && !mapsWriteTime && random.nextInt(12) == 0;
          columns.add(
              new Column((isStatic ? "s" : "v") + i, type, isStatic ? Role.STATIC : Role.REGULAR));
        }
      }
    }
    boolean isRows = kind == TableKind.ROWS;
    int ttl = isRows && !mapsWriteTime ? random.nextInt(8) : 7;
    return new TableSpec(
        new ColumnDefinitions(KEYSPACE, name, columns),
        kind,
        query(kind, name, columns),
        !isRows || random.nextBoolean(),
        deletes,
        ttl == 0 ? 5 + random.nextInt(600) : -1,
        ttl <= 1,
        mapsWriteTime);
  }

  private static Column column(String name, DataType type) {
    return new Column(name, type, Role.REGULAR);
  }

  private static String query(TableKind kind, String name, List<Column> columns) {
    String table = KEYSPACE + "." + name;
    String names = columns.stream().map(Column::name).collect(Collectors.joining(", "));
    String variables = columns.stream().map(c -> ":" + c.name()).collect(Collectors.joining(", "));
    String where =
        " WHERE "
            + columns.stream()
                .filter(Column::isKey)
                .map(c -> c.name() + " = :" + c.name())
                .collect(Collectors.joining(" AND "));
    String sets =
        columns.stream()
            .filter(c -> !c.isKey())
            .map(c -> c.name() + " = :" + c.name())
            .collect(Collectors.joining(", "));
    String insert = "INSERT INTO " + table + " (" + names + ") VALUES (" + variables + ")";
    return switch (kind) {
      case INSERT_QUERY -> insert;
      case OWN_TIME_QUERY -> insert + " USING TIMESTAMP :time";
      case UPDATE_QUERY -> "UPDATE " + table + " SET " + sets + where;
      case MAP_ENTRY_QUERY -> "UPDATE " + table + " SET v0[:mk] = :mv" + where;
      case APPEND_QUERY -> "UPDATE " + table + " SET v0 = v0 + :v0" + where;
      case COUNT_QUERY -> "UPDATE " + table + " SET n0 = n0 + :n0" + where;
      default -> null;
    };
  }
}
