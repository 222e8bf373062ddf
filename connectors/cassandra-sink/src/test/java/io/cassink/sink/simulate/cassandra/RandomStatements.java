package io.cassink.sink.simulate.cassandra;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.data.UdtValue;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.ListType;
import com.datastax.oss.driver.api.core.type.MapType;
import com.datastax.oss.driver.api.core.type.SetType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import com.datastax.oss.driver.internal.core.type.UserDefinedTypeBuilder;
import com.datastax.oss.protocol.internal.ProtocolConstants;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Column;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Role;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** Statements for a virtual table and a real one, whose write times are often equal. */
final class RandomStatements {
  static final String KEYSPACE = "held";

  private static final UserDefinedType PAIR =
      new UserDefinedTypeBuilder(
              CqlIdentifier.fromInternal(KEYSPACE), CqlIdentifier.fromInternal("pair"))
          .withField(CqlIdentifier.fromInternal("a"), DataTypes.INT)
          .withField(CqlIdentifier.fromInternal("b"), DataTypes.TEXT)
          .build();

  /** In microseconds; few of them, so that many are equal or next to each other. */
  private static final long FIRST_TIME = 1_600_000_000_000_000L;

  static final List<ColumnDefinitions> TABLES =
      List.of(
          table("plain", null, false),
          table("clustered", DataTypes.INT, true),
          table("decimals", DataTypes.DECIMAL, false),
          table("sets", DataTypes.setOf(DataTypes.INT, true), true),
          counters());

  private final Random random;
  private int timesToLive;

  /** One statement and the values of its variables. */
  record Statement(String text, List<ByteBuffer> values) {}

  RandomStatements(Random random) {
    this.random = random;
  }

  private static ColumnDefinitions table(String name, DataType clustering, boolean statics) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("pk", DataTypes.TEXT, Role.PARTITION_KEY));
    if (clustering != null) {
      columns.add(new Column("ck", clustering, Role.CLUSTERING));
    }
    if (statics) {
      columns.add(new Column("s0", DataTypes.TEXT, Role.STATIC));
      columns.add(
          new Column("s1", DataTypes.mapOf(DataTypes.TEXT, DataTypes.INT, false), Role.STATIC));
    }
    columns.add(new Column("v0", DataTypes.TEXT, Role.REGULAR));
    columns.add(new Column("v1", DataTypes.INT, Role.REGULAR));
    columns.add(
        new Column("v2", DataTypes.mapOf(DataTypes.TEXT, DataTypes.INT, false), Role.REGULAR));
    columns.add(new Column("v3", DataTypes.setOf(DataTypes.TEXT, false), Role.REGULAR));
    columns.add(new Column("v4", DataTypes.listOf(DataTypes.INT, false), Role.REGULAR));
    columns.add(new Column("v5", PAIR.copy(false), Role.REGULAR));
    columns.add(new Column("v6", PAIR.copy(true), Role.REGULAR));
    columns.add(new Column("v7", DataTypes.setOf(DataTypes.INT, true), Role.REGULAR));
    columns.add(new Column("v8", DataTypes.DECIMAL, Role.REGULAR));
    return new ColumnDefinitions(KEYSPACE, name, columns);
  }

  private static ColumnDefinitions counters() {
    return new ColumnDefinitions(
        KEYSPACE,
        "counters",
        List.of(
            new Column("pk", DataTypes.TEXT, Role.PARTITION_KEY),
            new Column("ck", DataTypes.INT, Role.CLUSTERING),
            new Column("n0", DataTypes.COUNTER, Role.REGULAR),
            new Column("n1", DataTypes.COUNTER, Role.REGULAR)));
  }

  /** CREATE TABLE. */
  static String creation(ColumnDefinitions table) {
    String columns =
        table.columns().stream()
            .map(
                c ->
                    c.name()
                        + " "
                        + c.type().asCql(true, true)
                        + (c.role() == Role.STATIC ? " static" : ""))
            .collect(Collectors.joining(", "));
    boolean clustered = !table.of(Role.CLUSTERING).isEmpty();
    return "CREATE TABLE "
        + table.qualifiedName()
        + " ("
        + columns
        + ", PRIMARY KEY (pk"
        + (clustered ? ", ck))" : "))");
  }

  static String creationOfType() {
    return "CREATE TYPE " + KEYSPACE + ".pair (a int, b text)";
  }

  /**
   * @param pk of the partition that all of them write
   */
  List<Statement> list(ColumnDefinitions table, String pk) {
    List<Statement> list = new ArrayList<>();
    int count = 2 + random.nextInt(12);
    for (int i = 0; i < count; i++) {
      list.add(statement(table, pk));
    }
    return list;
  }

  private Statement statement(ColumnDefinitions table, String pk) {
    List<ByteBuffer> values = new ArrayList<>();
    if (table.table().equals("counters")) {
      String counter = "n" + random.nextInt(2);
      values.add(bytes(DataTypes.BIGINT, (long) random.nextInt(9)));
      String sign = random.nextInt(4) == 0 ? " - ?" : " + ?";
      return new Statement(
          "UPDATE "
              + table.qualifiedName()
              + " SET "
              + counter
              + " = "
              + counter
              + sign
              + where(table, pk, values),
          values);
    }
    return switch (random.nextInt(10)) {
      case 0, 1, 2, 3 -> insert(table, pk, values);
      case 4, 5, 6 -> update(table, pk, values);
      case 7 -> deleteColumns(table, pk, values);
      default -> delete(table, pk, values);
    };
  }

  private Statement insert(ColumnDefinitions table, String pk, List<ByteBuffer> values) {
    List<String> names = new ArrayList<>();
    boolean onlyStatics = random.nextInt(10) == 0 && !table.of(Role.STATIC).isEmpty();
    for (Column column : table.columns()) {
      boolean isKey = column.role() == Role.PARTITION_KEY;
      boolean taken =
          column.isKey()
              ? isKey || !onlyStatics
              : onlyStatics ? column.role() == Role.STATIC : random.nextInt(3) > 0;
      if (taken) {
        names.add(column.name());
        values.add(
            isKey
                ? bytes(DataTypes.TEXT, pk)
                : column.isKey() ? clustering(column) : valueOrNone(column.type()));
      }
    }
    String text =
        "INSERT INTO "
            + table.qualifiedName()
            + " ("
            + String.join(", ", names)
            + ") VALUES ("
            + names.stream().map(name -> "?").collect(Collectors.joining(", "))
            + ")"
            + using(values, true);
    return new Statement(text, values);
  }

  private Statement update(ColumnDefinitions table, String pk, List<ByteBuffer> values) {
    String using = using(values, true);
    List<String> changes = new ArrayList<>();
    for (Column column : table.of(Role.REGULAR)) {
      if (random.nextInt(4) == 0) {
        changes.add(change(column, values));
      }
    }
    if (changes.isEmpty()) {
      changes.add("v1 = ?");
      values.add(valueOrNone(DataTypes.INT));
    }
    return new Statement(
        "UPDATE "
            + table.qualifiedName()
            + using
            + " SET "
            + String.join(", ", changes)
            + where(table, pk, values),
        values);
  }

  private String change(Column column, List<ByteBuffer> values) {
    String name = column.name();
    if (StatementRunner.isMultiCell(column.type()) && !(column.type() instanceof UserDefinedType)) {
      if (column.type() instanceof MapType && random.nextBoolean()) {
        values.add(bytes(DataTypes.TEXT, "m" + random.nextInt(4)));
        values.add(random.nextInt(5) == 0 ? null : bytes(DataTypes.INT, random.nextInt(100)));
        return name + "[?] = ?";
      }
      if (random.nextBoolean()) {
        values.add(value(column.type()));
        return name + " = " + name + " + ?";
      }
    }
    values.add(valueOrNone(column.type()));
    return name + " = ?";
  }

  private Statement deleteColumns(ColumnDefinitions table, String pk, List<ByteBuffer> values) {
    List<String> selected = new ArrayList<>();
    for (Column column : table.of(Role.REGULAR)) {
      boolean elements =
          StatementRunner.isMultiCell(column.type())
              && (column.type() instanceof MapType || column.type() instanceof SetType);
      if (random.nextInt(3) == 0) {
        if (elements && random.nextBoolean()) {
          boolean isMap = column.type() instanceof MapType;
          values.add(bytes(DataTypes.TEXT, (isMap ? "m" : "e") + random.nextInt(4)));
          selected.add(column.name() + "[?]");
        } else {
          selected.add(column.name());
        }
      }
    }
    String columns = selected.isEmpty() ? "v0" : String.join(", ", selected);
    String using = using(values, false);
    return new Statement(
        "DELETE " + columns + " FROM " + table.qualifiedName() + using + where(table, pk, values),
        values);
  }

  private Statement delete(ColumnDefinitions table, String pk, List<ByteBuffer> values) {
    String start = "DELETE FROM " + table.qualifiedName() + using(values, false);
    boolean clustered = !table.of(Role.CLUSTERING).isEmpty();
    int drawn = random.nextInt(4);
    if (!clustered || drawn > 1) {
      return new Statement(start + where(table, pk, values), values);
    }
    values.add(bytes(DataTypes.TEXT, pk));
    if (drawn == 0) {
      return new Statement(start + " WHERE pk = ?", values);
    }
    String operator = List.of("<", "<=", ">", ">=").get(random.nextInt(4));
    values.add(clustering(table.of(Role.CLUSTERING).get(0)));
    return new Statement(start + " WHERE pk = ? AND ck " + operator + " ?", values);
  }

  private String where(ColumnDefinitions table, String pk, List<ByteBuffer> values) {
    values.add(bytes(DataTypes.TEXT, pk));
    if (table.of(Role.CLUSTERING).isEmpty()) {
      return " WHERE pk = ?";
    }
    values.add(clustering(table.of(Role.CLUSTERING).get(0)));
    return " WHERE pk = ? AND ck = ?";
  }

  private String using(List<ByteBuffer> values, boolean mayExpire) {
    values.add(bytes(DataTypes.BIGINT, FIRST_TIME + random.nextInt(6)));
    if (!mayExpire || random.nextInt(3) > 0) {
      return " USING TIMESTAMP ?";
    }
    // Far apart, so that it does not matter in which second which of them was carried out.
    int seconds = random.nextInt(4) == 0 ? 1 : 10_000 + 100 * timesToLive++;
    values.add(bytes(DataTypes.INT, seconds));
    return " USING TIMESTAMP ? AND TTL ?";
  }

  private ByteBuffer clustering(Column column) {
    int number = random.nextInt(3);
    if (column.type().equals(DataTypes.DECIMAL)) {
      return bytes(column.type(), BigDecimal.valueOf(number).setScale(random.nextInt(3)));
    }
    if (column.type() instanceof SetType) {
      Set<Object> elements = new LinkedHashSet<>();
      elements.add(random.nextBoolean() ? number : number + 10);
      elements.add(number);
      elements.add(number + 10);
      return bytes(column.type(), elements);
    }
    return bytes(column.type(), number);
  }

  private ByteBuffer valueOrNone(DataType type) {
    return switch (random.nextInt(8)) {
      case 0 -> null;
      case 1 -> ProtocolConstants.UNSET_VALUE;
      default -> value(type);
    };
  }

  private ByteBuffer value(DataType type) {
    int number = random.nextInt(5);
    if (type.equals(DataTypes.TEXT)) {
      return bytes(type, number == 0 ? "" : "t".repeat(1 + number % 2) + number);
    }
    if (type.equals(DataTypes.INT)) {
      return bytes(type, number - 2);
    }
    if (type.equals(DataTypes.DECIMAL)) {
      return bytes(type, BigDecimal.valueOf(number, random.nextInt(3)));
    }
    if (type instanceof ListType) {
      return bytes(type, number == 0 ? List.of() : List.of(number, random.nextInt(5)));
    }
    if (type instanceof SetType set) {
      Set<Object> elements = new LinkedHashSet<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        int element = random.nextInt(4);
        elements.add(
            set.getElementType().equals(DataTypes.INT) ? element : (Object) ("e" + element));
      }
      return bytes(type, elements);
    }
    if (type instanceof MapType) {
      Map<Object, Object> entries = new LinkedHashMap<>();
      for (int i = random.nextInt(3); i > 0; i--) {
        entries.put("m" + random.nextInt(4), random.nextInt(100));
      }
      return bytes(type, entries);
    }
    UdtValue pair = ((UserDefinedType) type).newValue();
    pair = random.nextInt(3) == 0 ? pair : pair.setInt("a", number);
    pair = random.nextInt(3) == 0 ? pair : pair.setString("b", "b" + number);
    return bytes(type, pair);
  }

  private static ByteBuffer bytes(DataType type, Object value) {
    return CodecRegistry.DEFAULT.<Object>codecFor(type).encode(value, ProtocolVersion.V4);
  }
}
