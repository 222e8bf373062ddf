package io.cassink.sink.rows;

import static com.datastax.oss.driver.api.core.type.DataTypes.BIGINT;
import static com.datastax.oss.driver.api.core.type.DataTypes.DOUBLE;
import static com.datastax.oss.driver.api.core.type.DataTypes.INT;
import static com.datastax.oss.driver.api.core.type.DataTypes.TEXT;
import static com.datastax.oss.driver.api.core.type.DataTypes.UUID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.internal.core.type.UserDefinedTypeBuilder;
import io.cassink.sink.Logged;
import io.cassink.sink.cluster.FakeCluster;
import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.cluster.TableLayout.Kind;
import io.cassink.sink.codec.ConversionException;
import io.cassink.sink.config.SettingsReader;
import io.cassink.sink.order.Ticket;
import io.cassink.sink.order.TimeOrder;
import io.cassink.sink.timing.FakeTiming;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LiveTablesTest {
  private final TimeOrder order = new TimeOrder();
  private final FakeTiming timing = new FakeTiming();
  private FakeCluster cluster;
  private LiveTables tables;
  private long offset;

  private void start(TableLayout layout, String... settings) throws Exception {
    Map<String, String> config = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      config.put("topic.topic.ks.t." + settings[i], settings[i + 1]);
    }
    cluster = new FakeCluster(layout);
    SettingsReader.Result read = SettingsReader.read(config);
    assertThat(read.problems()).isEmpty();
    tables = LiveTables.prepare(cluster, read.settings().orElseThrow(), timing);
  }

  private static TableLayout table(Object... more) {
    Object[] all = new Object[more.length / 2 * 3 + 3];
    System.arraycopy(new Object[] {"id", TEXT, Kind.PARTITION_KEY}, 0, all, 0, 3);
    for (int i = 0; i < more.length / 2; i++) {
      all[3 * i + 3] = more[2 * i];
      all[3 * i + 4] = more[2 * i + 1];
      all[3 * i + 5] = Kind.OTHER;
    }
    return Plans.layout(all);
  }

  /** As RecordWriter does it. */
  private Row row(String json) throws Exception {
    Ticket ticket = Plans.progress().add(Plans.record("k", json, offset++));
    RecordRows.Made made = tables.rows().of(ticket, tables.of("topic"), order, 0);
    if (!made.isWhole() && tables.haveChanged(timing.nanoTime())) {
      made = tables.rows().complete(made, ticket, tables.of("topic"), order, 0);
    }
    for (RowPlan plan : made.refusing()) {
      String change = tables.changeThatRefuses(plan, ticket.record());
      if (change != null) {
        throw new SchemaChangedException(change);
      }
    }
    made.throwRefusals();
    return made.rows().get(0);
  }

  private static ByteBuffer ofDouble(double value) {
    return ByteBuffer.allocate(8).putDouble(0, value);
  }

  private ByteBuffer bound(Row row, int index) {
    List<BoundStatement> statements = tables.bind(row);
    assertThat(statements).hasSize(1);
    return statements.get(0).getBytesUnsafe(index);
  }

  /** 42 as a bigint is 2.08e-322 as a double. */
  @Test
  void aTableMadeAnewWithTypesOfTheSameLengthGetsNoGarbage() throws Exception {
    start(table("a", BIGINT), "mapping", "id=key, a=value.a");
    Row waiting = row("{\"a\":42}");
    cluster.alter(table("a", DOUBLE));
    cluster.tellDriver();
    assertThat(bound(row("{\"a\":43}"), 1)).isEqualTo(ofDouble(43));
    assertThat(bound(waiting, 1)).isEqualTo(ofDouble(42));
    assertThat(cluster.prepared).hasSize(4);
  }

  @Test
  void aRowThatIsMadeAgainKeepsItsWriteTimeAndItsCounts() throws Exception {
    start(table("a", BIGINT), "mapping", "id=key, a=value.a");
    Row first = row("{\"a\":1}");
    Row second = row("{\"a\":2}");
    cluster.alter(table("a", DOUBLE));
    cluster.tellDriver();
    assertThat(bound(second, 2).getLong(0)).isEqualTo(second.writeTime).isEqualTo(1_000_001);
    assertThat(row("{\"a\":3}").plan.counts()).isSameAs(first.plan.counts());
  }

  /** The later record does not set the column that is new, so it may not hide the earlier one. */
  @Test
  void whatAnOutdatedRowHasOverwrittenIsSentWithIt() throws Exception {
    start(table("a", INT), "missingFields", "UNSET");
    Row earlier = row("{\"id\":\"k\",\"a\":1,\"b\":9}");
    Row later = row("{\"id\":\"k\",\"a\":2}");
    assertThat(later.supersedes(earlier)).isTrue();
    later.superseded = earlier;
    cluster.alter(table("a", INT, "b", INT));
    cluster.tellDriver();
    List<BoundStatement> statements = tables.bind(later);
    assertThat(statements).hasSize(2);
    assertThat(statements.get(0).getBytesUnsafe(2)).isEqualTo(ByteBuffer.allocate(4).putInt(0, 9));
    assertThat(statements.get(1).isSet(2)).isFalse();
  }

  @Test
  void withoutAMappingANewColumnIsWritten() throws Exception {
    start(table("a", INT), "missingFields", "UNSET");
    cluster.alter(table("a", INT, "b", TEXT));
    cluster.tellDriver();
    assertThat(bound(row("{\"id\":\"k\",\"a\":1,\"b\":\"x\"}"), 2))
        .isEqualTo(ByteBuffer.wrap("x".getBytes()));
  }

  private static final List<String> RECORDS =
      Arrays.asList(null, "{\"a\":null}", "{}", "{\"a\":1}");

  private List<Object> rows() throws Exception {
    List<Object> rows = new ArrayList<>();
    for (String json : RECORDS) {
      Row row = row(json);
      rows.add(List.of(row.kind, Arrays.asList(row.values), row.timeToLive));
    }
    return rows;
  }

  /** What comes out may not depend on whether the task was restarted since. */
  @Test
  void aTaskDoesTheSameForANewColumnAsARestartedOne() throws Exception {
    for (String[] more :
        List.of(
            new String[0],
            new String[] {"nullToUnset", "false"},
            new String[] {"deletesEnabled", "false"},
            new String[] {"ttl", "0"})) {
      String[] settings = {"mapping", "id=key, a=value.a"};
      String[] all = Stream.of(settings, more).flatMap(Arrays::stream).toArray(String[]::new);
      start(table("a", INT, "b", TEXT), all);
      List<Object> restarted = rows();
      start(table("a", INT), all);
      List<Object> whole = rows();
      cluster.alter(table("a", INT, "b", TEXT));
      cluster.tellDriver();
      assertThat(rows()).isEqualTo(restarted);
      cluster.alter(table("a", INT));
      cluster.tellDriver();
      assertThat(rows()).isEqualTo(whole);
    }
  }

  @Test
  void aDeleteThatWaitsWhileTheTableGetsAColumnDeletesNothingAnyMore() throws Exception {
    start(table("a", INT), "mapping", "id=key, a=value.a");
    Row waiting = row(null);
    assertThat(waiting.kind).isEqualTo(StatementKind.DELETE);
    cluster.alter(table("a", INT, "b", TEXT));
    cluster.tellDriver();
    assertThat(tables.bind(waiting))
        .singleElement()
        .satisfies(insert -> assertThat(insert.isSet(1)).isFalse())
        .satisfies(insert -> assertThat(insert.getBytesUnsafe(2).getLong(0)).isEqualTo(1_000_000));
  }

  @Test
  void aColumnThatEndsDeletesIsNamedOnce() throws Exception {
    start(table("a", INT), "mapping", "id=key, a=value.a");
    try (Logged log = new Logged(TopicPreparer.class.getName(), Level.WARN)) {
      cluster.alter(table("a", INT, "b", TEXT));
      cluster.tellDriver();
      rows();
      cluster.alter(table("a", BIGINT, "b", TEXT));
      cluster.tellDriver();
      rows();
      assertThat(log.lines())
          .singleElement()
          .asString()
          .startsWith("WARN ks.t has changed")
          .contains("topic.topic.ks.t.deletesEnabled: a record without a value deletes nothing")
          .contains("because the mapping lacks b");
    }
  }

  private static DataType counted(String... fields) {
    UserDefinedTypeBuilder builder = new UserDefinedTypeBuilder("ks", "counted").frozen();
    for (String field : fields) {
      builder.withField(CqlIdentifier.fromInternal(field), TEXT);
    }
    return builder.build();
  }

  /** The driver learns of it a moment after the first record of the new kind has come. */
  @Test
  void aTypeThatIsExtendedTakesRecordsOfBothKinds() throws Exception {
    start(table("c", counted("type")), "mapping", "id=key, c=value.c");
    assertThatThrownBy(() -> row("{\"c\":{\"type\":\"a\",\"unit\":\"n\"}}"))
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("column c, from value.c");
    cluster.alter(table("c", counted("type", "unit")));
    timing.now++;
    assertThat(bound(row("{\"c\":{\"type\":\"a\",\"unit\":\"n\"}}"), 1).remaining()).isEqualTo(10);
    assertThat(bound(row("{\"c\":{\"type\":\"a\"}}"), 1).remaining()).isEqualTo(9);
    assertThat(cluster.refreshes).isEqualTo(2);
  }

  @Test
  void manyBadRecordsOfOneDeliveryAskTheServersOnce() throws Exception {
    start(table("a", INT), "mapping", "id=key, a=value.a");
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> row("{\"a\":\"x\"}")).isInstanceOf(ConversionException.class);
    }
    assertThat(cluster.refreshes).isEqualTo(1);
    timing.now++;
    assertThatThrownBy(() -> row("{\"a\":\"x\"}")).isInstanceOf(ConversionException.class);
    assertThat(cluster.refreshes).isEqualTo(1);
  }

  @Test
  void aBadRecordIsBadAlsoWhereNoServerCanBeAsked() throws Exception {
    start(table("a", INT), "mapping", "id=key, a=value.a");
    cluster.failure = new DriverTimeoutException("down");
    assertThatThrownBy(() -> row("{\"a\":\"x\"}")).isInstanceOf(ConversionException.class);
  }

  @Test
  void aColumnThatIsDroppedStopsTheTaskAndIsNamed() throws Exception {
    start(table("a", INT, "b", INT), "mapping", "id=key, a=value.a, b=value.b");
    Row waiting = row("{\"a\":1,\"b\":2}");
    cluster.alter(table("a", INT));
    cluster.tellDriver();
    assertThatThrownBy(() -> row("{\"a\":1,\"b\":2}"))
        .isInstanceOf(SchemaChangedException.class)
        .hasMessageContaining("ks.t has no column b")
        .hasMessageContaining("restart the task");
    assertThatThrownBy(() -> tables.bind(waiting)).isInstanceOf(IllegalArgumentException.class);
    assertThat(tables.schemaFault(waiting.plan, 0)).contains("ks.t has no column b");
  }

  /** Its field would get lost silently from then on. */
  @Test
  void withoutAMappingAColumnThatIsDroppedStopsTheTaskToo() throws Exception {
    start(table("a", INT, "b", INT), "missingFields", "UNSET");
    cluster.alter(table("a", INT));
    cluster.tellDriver();
    assertThatThrownBy(() -> row("{\"id\":\"k\",\"a\":1,\"b\":2}"))
        .isInstanceOf(SchemaChangedException.class)
        .hasMessageContaining("ks.t has no column b any more")
        .hasMessageContaining("restart the task");
  }

  /** Without this, a typo in a table would send a whole topic to the dead letters. */
  @Test
  void aColumnWhoseTypeTakesTheRecordsNoLongerStopsTheTaskAndIsNamed() throws Exception {
    start(table("a", INT), "mapping", "id=key, a=value.a");
    cluster.alter(table("a", UUID));
    cluster.tellDriver();
    assertThatThrownBy(() -> row("{\"a\":[1]}")).isInstanceOf(ConversionException.class);
    assertThatThrownBy(() -> row("{\"a\":1}"))
        .isInstanceOf(SchemaChangedException.class)
        .hasMessageContaining("the column a was int and is uuid");
    String uuid = "{\"a\":\"f0e5b61c-5341-4f80-8f0b-fac60521d5ae\"}";
    bound(row(uuid), 1);
    assertThatThrownBy(() -> row("{\"a\":1}")).isInstanceOf(ConversionException.class);
  }

  @Test
  void aQueryWhoseColumnIsDroppedStopsTheTask() throws Exception {
    start(
        table("a", INT),
        "query",
        "INSERT INTO ks.t (id, a) VALUES (:id, :a)",
        "mapping",
        "id=key, a=value.a",
        "deletesEnabled",
        "false");
    Row row = row("{\"a\":1}");
    assertThat(tables.schemaFault(row.plan, 0)).isNull();
    cluster.alter(table());
    // The text is refused, although the driver's table still has the column.
    assertThat(tables.schemaFault(row.plan, 1)).contains("server refuses").contains("Undefined");
  }

  @Test
  void statementsThatCannotBePreparedNowAreTriedAgain() throws Exception {
    start(table("a", BIGINT), "mapping", "id=key, a=value.a");
    Row waiting = row("{\"a\":42}");
    cluster.alter(table("a", DOUBLE));
    cluster.tellDriver();
    cluster.failure = new DriverTimeoutException("down");
    assertThat(row("{\"a\":43}").plan).isSameAs(waiting.plan);
    assertThatThrownBy(() -> tables.bind(waiting)).isSameAs(cluster.failure);
    cluster.failure = null;
    timing.now += 1_000_000_000;
    assertThat(bound(waiting, 1)).isEqualTo(ofDouble(42));
  }

  @Test
  void aDroppedTableIsNamedWhenTheServerRefuses() throws Exception {
    start(table("a", INT), "mapping", "id=key, a=value.a");
    cluster.alter(null);
    cluster.tellDriver();
    Row row = row("{\"a\":1}");
    assertThat(tables.schemaFault(row.plan, 0)).contains("there is no table t");
  }
}
