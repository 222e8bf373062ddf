package io.cassink.sink.simulate.cassandra;

import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.cql.Row;
import com.datastax.oss.driver.api.core.cql.SimpleStatement;
import com.datastax.oss.driver.api.core.data.UdtValue;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.protocol.internal.ProtocolConstants;
import com.datastax.oss.protocol.internal.util.Bytes;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Column;
import java.math.BigDecimal;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/**
 * Carries the same random lists of statements out on a real node and on the virtual one, and reads
 * both: values, write times, times to live. Arguments: host, port, data centre, lists, seed.
 */
public final class VirtualTableComparison {
  /** Lists whose statements are under way at the same time; those of one list go one by one. */
  private static final int AT_ONCE = 50;

  private final CqlSession session;
  private final VirtualCassandra virtual =
      new VirtualCassandra("held", RandomStatements.TABLES, 65_535, 16_000_000);
  private final Map<String, PreparedStatement> prepared = new HashMap<>();
  private final Map<String, List<RandomStatements.Statement>> lists = new TreeMap<>();

  private VirtualTableComparison(CqlSession session) {
    this.session = session;
  }

  public static void main(String[] arguments) {
    int count = Integer.parseInt(arguments[3]);
    long seed =
        arguments.length > 4 ? Long.parseLong(arguments[4]) : new Random().nextInt(1_000_000);
    System.out.println("comparing " + count + " lists of statements, seed " + seed);
    try (CqlSession session =
        CqlSession.builder()
            .addContactPoint(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])))
            .withLocalDatacenter(arguments[2])
            .build()) {
      System.exit(new VirtualTableComparison(session).compare(count, new Random(seed)) ? 0 : 1);
    }
  }

  private boolean compare(int count, Random random) {
    create();
    for (int from = 0; from < count; from += AT_ONCE) {
      carryOut(from, Math.min(count, from + AT_ONCE), random);
    }
    awaitExpiry();
    int rows = 0;
    List<String> findings = new ArrayList<>();
    for (ColumnDefinitions table : RandomStatements.TABLES) {
      rows += compare(table, findings);
    }
    findings.stream().limit(60).forEach(System.out::println);
    int statements = lists.values().stream().mapToInt(List::size).sum();
    System.out.printf(
        "%d lists, %d statements, %d rows: %d differences%n",
        count, statements, rows, findings.size());
    return findings.isEmpty();
  }

  private void create() {
    execute("DROP KEYSPACE IF EXISTS " + RandomStatements.KEYSPACE);
    execute(
        "CREATE KEYSPACE "
            + RandomStatements.KEYSPACE
            + " WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}");
    execute(RandomStatements.creationOfType());
    RandomStatements.TABLES.forEach(table -> execute(RandomStatements.creation(table)));
  }

  private void execute(String text) {
    session.execute(SimpleStatement.newInstance(text).setTimeout(Duration.ofSeconds(60)));
  }

  private void carryOut(int from, int to, Random random) {
    List<List<RandomStatements.Statement>> all = new ArrayList<>();
    for (int i = from; i < to; i++) {
      List<ColumnDefinitions> tables = RandomStatements.TABLES;
      String pk = "p" + i;
      all.add(new RandomStatements(random).list(tables.get(random.nextInt(tables.size())), pk));
      lists.put(pk, all.get(all.size() - 1));
    }
    boolean more = true;
    for (int step = 0; more; step++) {
      more = false;
      List<CompletionStage<AsyncResultSet>> answers = new ArrayList<>();
      for (List<RandomStatements.Statement> list : all) {
        if (step < list.size()) {
          more = true;
          RandomStatements.Statement statement = list.get(step);
          BoundWrite write =
              new BoundWrite(virtual.parse(statement.text()), statement.values(), null);
          virtual.apply(List.of(write), System.currentTimeMillis());
          answers.add(send(statement));
        }
      }
      answers.forEach(answer -> answer.toCompletableFuture().join());
    }
  }

  private CompletionStage<AsyncResultSet> send(RandomStatements.Statement statement) {
    BoundStatementBuilder bound =
        prepared.computeIfAbsent(statement.text(), session::prepare).boundStatementBuilder();
    List<ByteBuffer> values = statement.values();
    for (int i = 0; i < values.size(); i++) {
      if (values.get(i) != ProtocolConstants.UNSET_VALUE) {
        bound =
            values.get(i) == null
                ? bound.setToNull(i)
                : bound.setBytesUnsafe(i, values.get(i).duplicate());
      }
    }
    return session.executeAsync(
        bound.setConsistencyLevel(ConsistencyLevel.ONE).setTimeout(Duration.ofSeconds(30)).build());
  }

  /** Values with a time to live of 1 s are to be gone on both sides. */
  private static void awaitExpiry() {
    long until = System.currentTimeMillis() + 4_000;
    while (System.currentTimeMillis() < until) {
      Thread.onSpinWait();
    }
  }

  private int compare(ColumnDefinitions table, List<String> findings) {
    Map<String, Map<String, Shown>> wanted = new TreeMap<>();
    List<Row> rows = session.execute(selection(table)).all();
    long now = System.currentTimeMillis();
    rows.forEach(row -> wanted.put(key(table, row), cells(table, row)));
    Map<String, Map<String, Shown>> seen = new TreeMap<>();
    for (ReadRow row : virtual.read(table.qualifiedName(), now)) {
      Map<String, Shown> cells = new TreeMap<>();
      row.values()
          .forEach(
              (name, value) ->
                  cells.put(
                      name, Shown.of(value.value(), value.writeTimes(), value.timesToLive())));
      seen.put(canonical(row.key()).toString(), cells);
    }
    for (String key : wanted.keySet()) {
      if (!isSame(wanted.get(key), seen.get(key))) {
        findings.add(
            table.table()
                + " "
                + key
                + "\n  real    "
                + wanted.get(key)
                + "\n  virtual "
                + seen.get(key));
        String pk = key.substring(1).split("[,\\]]")[0];
        lists.get(pk).forEach(s -> findings.add("    " + s.text() + " " + hex(s.values())));
      }
    }
    seen.keySet().stream()
        .filter(key -> !wanted.containsKey(key))
        .forEach(
            key -> findings.add(table.table() + " " + key + " is only virtual: " + seen.get(key)));
    return wanted.size();
  }

  private static boolean isSame(Map<String, Shown> real, Map<String, Shown> virtual) {
    return virtual != null
        && real.keySet().equals(virtual.keySet())
        && real.keySet().stream().allMatch(name -> real.get(name).isSame(virtual.get(name)));
  }

  /**
   * A value with its write times as a text, and the seconds that are left.
   *
   * @param timesToLive null for none
   */
  private record Shown(String text, List<Long> timesToLive) {
    /** Fields that a value of a UDT lacks are shown by a real node as nulls among its times. */
    static Shown of(Object value, Object writeTimes, Object timesToLive) {
      String text =
          value instanceof UdtValue udt ? udt.getFormattedContents() : String.valueOf(value);
      if (value instanceof Long) {
        return new Shown(text, List.of());
      }
      List<Object> times = new ArrayList<>();
      List<Long> seconds = new ArrayList<>();
      List<Object> left = all(timesToLive);
      List<Object> all = all(writeTimes);
      for (int i = 0; i < all.size(); i++) {
        if (all.get(i) != null) {
          times.add(all.get(i));
          seconds.add(left.get(i) == null ? null : ((Number) left.get(i)).longValue());
        }
      }
      return new Shown(text + " at " + times, seconds);
    }

    private static List<Object> all(Object one) {
      return one instanceof Collection<?> many
          ? new ArrayList<>(many)
          : Collections.singletonList(one);
    }

    /** The two sides are read within some seconds; given times to live are 100 s apart. */
    boolean isSame(Shown other) {
      boolean same = text.equals(other.text) && timesToLive.size() == other.timesToLive.size();
      for (int i = 0; same && i < timesToLive.size(); i++) {
        Long left = timesToLive.get(i);
        Long right = other.timesToLive.get(i);
        same = left == null || right == null ? left == right : Math.abs(left - right) < 20;
      }
      return same;
    }
  }

  private static String hex(List<ByteBuffer> values) {
    return values.stream()
        .map(
            value ->
                value == null
                    ? "null"
                    : value == ProtocolConstants.UNSET_VALUE ? "unset" : Bytes.toHexString(value))
        .collect(Collectors.joining(" "));
  }

  private static String selection(ColumnDefinitions table) {
    boolean counts = table.table().equals("counters");
    return "SELECT "
        + table.columns().stream()
            .map(
                c ->
                    c.isKey() || counts
                        ? c.name()
                        : c.name()
                            + ", WRITETIME("
                            + c.name()
                            + ") AS w_"
                            + c.name()
                            + ", TTL("
                            + c.name()
                            + ") AS t_"
                            + c.name())
            .collect(Collectors.joining(", "))
        + " FROM "
        + table.qualifiedName();
  }

  private static String key(ColumnDefinitions table, Row row) {
    List<Object> key = new ArrayList<>();
    for (Column column : table.columns()) {
      if (column.isKey()) {
        // The driver reads a missing set as an empty one.
        key.add(row.isNull(column.name()) ? null : row.getObject(column.name()));
      }
    }
    return canonical(key).toString();
  }

  private static List<Object> canonical(List<Object> key) {
    return key.stream()
        .map(part -> part instanceof BigDecimal number ? number.stripTrailingZeros() : part)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static Map<String, Shown> cells(ColumnDefinitions table, Row row) {
    Map<String, Shown> cells = new TreeMap<>();
    for (Column column : table.columns()) {
      if (column.isKey() || row.isNull(column.name())) {
        continue;
      }
      boolean counts = column.type().equals(DataTypes.COUNTER);
      cells.put(
          column.name(),
          Shown.of(
              row.getObject(column.name()),
              counts ? null : row.getObject("w_" + column.name()),
              counts ? null : row.getObject("t_" + column.name())));
    }
    return cells;
  }
}
