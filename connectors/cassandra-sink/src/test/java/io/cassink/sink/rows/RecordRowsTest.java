package io.cassink.sink.rows;

import static com.datastax.oss.driver.api.core.type.DataTypes.COUNTER;
import static com.datastax.oss.driver.api.core.type.DataTypes.DECIMAL;
import static com.datastax.oss.driver.api.core.type.DataTypes.INT;
import static com.datastax.oss.driver.api.core.type.DataTypes.TEXT;
import static com.datastax.oss.driver.api.core.type.DataTypes.listOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.cluster.TableLayout.Kind;
import io.cassink.sink.codec.ConversionException;
import io.cassink.sink.order.LogOrder;
import io.cassink.sink.order.PartitionOrder;
import io.cassink.sink.order.TimeOrder;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class RecordRowsTest {
  private static final TableLayout TABLE =
      Plans.layout("id", TEXT, Kind.PARTITION_KEY, "a", TEXT, Kind.OTHER);
  private static final long NOW = 1_700_000_000_000L;

  private final PartitionOrder time = new TimeOrder();
  private TableLayout table = TABLE;
  private long offset;

  private Row row(int generation, PartitionOrder order, Long stamp, Object value, String... more)
      throws Exception {
    String[] all = new String[more.length + 2];
    all[0] = "mapping";
    all[1] = "id=key, a=value.a, __timestamp=value.w, __ttl=value.t";
    System.arraycopy(more, 0, all, 2, more.length);
    Plans.Compiled compiled = Plans.compile(table, Plans.settings(all));
    TopicPlan topic = new TopicPlan(compiled.reader(), List.of(compiled.plan()));
    SinkRecord record =
        new SinkRecord(
            "topic", 0, null, "k", null, value, offset++, stamp, TimestampType.CREATE_TIME);
    RecordRows rows = new RecordRows(generation, order instanceof TimeOrder);
    RecordRows.Made made = rows.of(Plans.progress().add(record), topic, order, NOW);
    made.throwRefusals();
    return made.rows().get(0);
  }

  @Test
  void insertsAndDeletesCarryTheRecordsTimeAndItsIndex() throws Exception {
    assertThat(row(0, time, 5L, "{\"a\":\"x\"}").writeTime).isEqualTo(5_000);
    Row deleted = row(0, time, 5L, null);
    assertThat(deleted.kind).isEqualTo(StatementKind.DELETE);
    assertThat(deleted.writeTime).isEqualTo(5_001);
    assertThat(row(0, time, 5L, "{\"a\":\"x\"}").writeTime).isEqualTo(5_002);
  }

  /** Writes the row of a record at offset 0, and asks what may be committed behind it. */
  private void assertCommitAfterOneRow(long commit, String value, String... settings)
      throws Exception {
    PartitionOrder order = new TimeOrder();
    offset = 0;
    row(0, order, 5L, value, settings);
    assertThat(order.replayFrom(1)).isEqualTo(commit);
  }

  @Test
  void theCommitIsHeldForRowsThatAReplayMustGiveTheSameWriteTimes() throws Exception {
    assertCommitAfterOneRow(0, "{\"a\":\"x\"}");
    assertCommitAfterOneRow(1, "{\"a\":\"x\",\"w\":77}");
    table = Plans.layout("id", TEXT, Kind.PARTITION_KEY, "a", COUNTER, Kind.OTHER);
    assertCommitAfterOneRow(1, "{\"a\":1}", "mapping", "id=key, a=value.a");
  }

  @Test
  void listsRiseButHoldNoCommit() throws Exception {
    table = Plans.layout("id", TEXT, Kind.PARTITION_KEY, "a", listOf(TEXT, false), Kind.OTHER);
    assertThat(row(0, time, 5L, "{\"a\":[\"x\"]}").writeTime).isEqualTo(5_000);
    assertThat(row(0, time, 5L, "{\"a\":[\"y\"]}").writeTime).isEqualTo(5_001);
    assertThat(time.replayFrom(2)).isEqualTo(2);
    table = Plans.layout("id", TEXT, Kind.PARTITION_KEY, "a", listOf(TEXT, true), Kind.OTHER);
    row(0, time, 6L, "{\"a\":[\"z\"]}");
    assertThat(time.replayFrom(3)).isEqualTo(2);
  }

  @Test
  void aMappedWriteTimeWinsAndAGenerationShiftsBoth() throws Exception {
    assertThat(row(0, time, 5L, "{\"a\":\"x\",\"w\":77}").writeTime).isEqualTo(77);
    assertThat(row(2, time, 6L, "{\"a\":\"x\",\"w\":77}").writeTime)
        .isEqualTo(77 + 2 * RecordRows.GENERATION);
    assertThat(row(1, time, 7L, "{\"a\":\"x\"}").writeTime)
        .isEqualTo(7_000 + RecordRows.GENERATION);
  }

  @Test
  void theHighestGenerationStillFits() {
    assertThat(Math.addExact(1_000 * RecordRows.LATEST, 1_000 * RecordRows.GENERATION))
        .isPositive();
  }

  @Test
  void withOrderLogTheOffsetDecidesAndNoTimeIsNeeded() throws Exception {
    PartitionOrder log = new LogOrder(1_000_000);
    assertThat(row(0, log, null, "{\"a\":\"x\"}").writeTime).isEqualTo(1_000_000);
    assertThat(row(0, log, 5L, "{\"a\":\"x\"}").writeTime).isEqualTo(1_000_001);
  }

  /** The order is told of a record that has no time too, or it would give the offset before. */
  @Test
  void withOrderLogEachOffsetCountsAlsoWithoutATime() throws Exception {
    PartitionOrder log = new LogOrder(1_000_000);
    row(0, log, null, "{\"a\":\"x\"}");
    assertThat(row(0, log, null, "{\"a\":\"x\"}").writeTime).isEqualTo(1_000_001);
    assertThat(row(0, log, RecordRows.LATEST, "{\"a\":\"x\"}").writeTime).isEqualTo(1_000_002);
  }

  @Test
  void timesFrom1970UntilTheYear5138AreValid() throws Exception {
    assertThat(row(0, time, 0L, "{\"a\":\"x\"}").writeTime).isZero();
    long last = RecordRows.LATEST - 1;
    assertThat(row(0, time, last, "{\"a\":\"x\"}").writeTime).isEqualTo(1_000 * last);
    assertThatThrownBy(() -> row(0, time, RecordRows.LATEST, "{\"a\":\"x\"}"))
        .hasMessageContaining("microseconds");
    assertThatThrownBy(() -> row(0, time, -1L, "{\"a\":\"x\"}")).hasMessageContaining("no time");
  }

  /** The first mapped field has the slot 0, which is one like all others. */
  @Test
  void theWriteTimeAndTheTimeToLiveMayBeTheFirstFieldsOfAMapping() throws Exception {
    String first = "__timestamp=value.w, id=key, a=value.a";
    assertThat(row(0, time, 5L, "{\"a\":\"x\",\"w\":77}", "mapping", first).writeTime)
        .isEqualTo(77);
    String ttl = "__ttl=value.t, id=key, a=value.a";
    assertThat(row(0, time, NOW, "{\"a\":\"x\",\"t\":40}", "mapping", ttl).timeToLive)
        .isEqualTo(40);
    String value = "a=value.a, id=key";
    String[] asNulls = {"mapping", value, "nullToUnset", "false"};
    Row row = row(0, time, NOW, "{\"b\":\"x\"}", asNulls);
    assertThat(row.values).contains(Row.UNSET);
  }

  @Test
  void aWriteTimeMayBeATimeOfConnect() throws Exception {
    Map<String, Object> value = Map.of("a", "x", "w", new Date(1_700_000_000_123L));
    assertThat(row(0, time, 5L, value).writeTime).isEqualTo(1_700_000_000_123_000L);
  }

  @Test
  void theLongestTimeToLiveIsTakenAndNoLongerOne() throws Exception {
    assertThat(row(0, time, NOW, "{\"a\":\"x\",\"t\":630720000}").timeToLive)
        .isEqualTo(630_720_000);
    assertThatThrownBy(() -> row(0, time, NOW, "{\"a\":\"x\",\"t\":630720001}"))
        .hasMessageContaining("__ttl");
  }

  /** A table that has changed makes its own row anew, and not that of another one. */
  @Test
  void aRowIsMadeAgainForItsTableWithItsWriteTime() throws Exception {
    Plans.Compiled one = Plans.compile(TABLE, Plans.settings("mapping", "id=key, a=value.a"));
    Plans.Compiled other = Plans.compile(TABLE, Plans.settings("mapping", "id=key, a=value.a"));
    TopicPlan topic = new TopicPlan(one.reader(), List.of(one.plan(), other.plan()));
    RecordRows rows = new RecordRows(0, true);
    RecordRows.Made made =
        rows.of(
            Plans.progress().add(Plans.record("k", "{\"a\":\"x\"}", offset++)), topic, time, NOW);
    assertThat(made.isWhole()).isTrue();
    for (Row row : made.rows()) {
      Row again = rows.again(row, topic, NOW);
      assertThat(again.plan).isSameAs(row.plan);
      assertThat(again.writeTime).isEqualTo(row.writeTime);
    }
  }

  @Test
  void aRecordWithoutATimeOrWithMicrosecondsIsBad() {
    assertThatThrownBy(() -> row(0, time, null, "{\"a\":\"x\"}"))
        .isInstanceOf(ConversionException.class)
        .hasMessageContaining("has no time");
    assertThatThrownBy(() -> row(0, time, 1_700_000_000_000_000L, "{\"a\":\"x\"}"))
        .hasMessageContaining("microseconds instead of milliseconds");
  }

  @Test
  void aTimeToLiveIsWhatRemains() throws Exception {
    assertThat(row(0, time, NOW - 30_500, "{\"a\":\"x\"}", "ttl", "100").timeToLive).isEqualTo(70);
    assertThat(row(0, time, NOW - 30_000, "{\"a\":\"x\",\"t\":40}", "ttl", "100").timeToLive)
        .isEqualTo(10);
    assertThat(row(0, time, NOW, "{\"a\":\"x\",\"t\":0}", "ttl", "100").timeToLive).isZero();
    assertThat(row(0, time, NOW, "{\"a\":\"x\"}").timeToLive).isEqualTo(-1);
  }

  @Test
  void aRecordWhoseTimeIsOverDeletesAtItsWriteTime() throws Exception {
    Row row = row(0, time, NOW - 100_000, "{\"a\":\"x\"}", "ttl", "100");
    assertThat(row.kind).isEqualTo(StatementKind.DELETE);
    assertThat(row.writeTime).isEqualTo((NOW - 100_000) * 1_000);
    assertThat(row.values).hasSize(1);
  }

  /** What other records set must stay, at the first pass and at every replay. */
  @Test
  void aRecordOfSomeColumnsWhoseTimeIsOverEndsOnlyWhatItSet() throws Exception {
    table =
        Plans.layout("id", TEXT, Kind.PARTITION_KEY, "a", TEXT, Kind.OTHER, "b", TEXT, Kind.OTHER);
    String[] settings = {"mapping", "id=key, a=value.a, b=value.b", "ttl", "100"};
    Row row = row(0, time, NOW - 100_000, "{\"a\":\"x\"}", settings);
    assertThat(row.kind).isEqualTo(StatementKind.INSERT);
    assertThat(row.timeToLive).isEqualTo(1);
    assertThat(row.writeTime).isEqualTo((NOW - 100_000) * 1_000);
    assertThat(row.values[1]).isNull();
    assertThat(row.values[2]).isSameAs(Row.UNSET);
    assertThat(row(0, time, NOW - 100_000, "{\"a\":\"x\",\"b\":\"y\"}", settings).kind)
        .isEqualTo(StatementKind.DELETE);
  }

  @Test
  void whereTheTableHasMoreColumnsARecordWhoseTimeIsOverDeletesNoRow() throws Exception {
    table =
        Plans.layout("id", TEXT, Kind.PARTITION_KEY, "a", TEXT, Kind.OTHER, "b", TEXT, Kind.OTHER);
    Row row = row(0, time, NOW - 100_000, "{\"a\":\"x\"}", "ttl", "100");
    assertThat(row.kind).isEqualTo(StatementKind.INSERT);
    assertThat(row.values[1]).isNull();
  }

  /** They share the static cell, of which the later one is to win. */
  @Test
  void rowsOfAPartitionWithAStaticColumnAreOrderedAmongEachOther() throws Exception {
    Object[] columns = {"id", TEXT, Kind.PARTITION_KEY, "c", TEXT, Kind.CLUSTERING};
    String mapping = "id=key, c=value.c, a=value.a";
    table = layout(columns, "a", TEXT, Kind.STATIC);
    assertThat(row(0, time, 5L, "{\"c\":\"1\",\"a\":\"y\"}", "mapping", mapping).writeTime)
        .isEqualTo(5_000);
    assertThat(row(0, time, 5L, "{\"c\":\"2\",\"a\":\"x\"}", "mapping", mapping).writeTime)
        .isEqualTo(5_001);
    table = layout(columns, "a", TEXT, Kind.OTHER);
    assertThat(row(0, time, 6L, "{\"c\":\"1\",\"a\":\"y\"}", "mapping", mapping).writeTime)
        .isEqualTo(6_000);
    assertThat(row(0, time, 6L, "{\"c\":\"2\",\"a\":\"x\"}", "mapping", mapping).writeTime)
        .isEqualTo(6_000);
  }

  /** In one millisecond the larger value would win, if both had one write time. */
  @Test
  void keysThatAServerTakesForOneRowAreOrderedAmongEachOther() throws Exception {
    String mapping = "id=key, c=value.c, a=value.a";
    Object[] key = {"id", TEXT, Kind.PARTITION_KEY, "c", DECIMAL, Kind.CLUSTERING};
    table = layout(key, "a", TEXT, Kind.OTHER);
    Row one = row(0, time, 5L, "{\"c\":1.0,\"a\":\"y\"}", "mapping", mapping);
    Row other = row(0, time, 5L, "{\"c\":1.00,\"a\":\"x\"}", "mapping", mapping);
    assertThat(one.writeTime).isEqualTo(5_000);
    assertThat(other.writeTime).isEqualTo(5_001);
    assertThat(row(0, time, 5L, "{\"c\":2,\"a\":\"x\"}", "mapping", mapping).writeTime)
        .isEqualTo(5_000);
  }

  private static TableLayout layout(Object[] columns, Object... more) {
    return Plans.layout(Stream.concat(Arrays.stream(columns), Arrays.stream(more)).toArray());
  }

  /** Each table stands for itself: the DataStax sink does the same. */
  @Test
  void aRecordThatIsBadForOneTableIsWrittenToTheOthers() throws Exception {
    TableLayout numbers = Plans.layout("id", TEXT, Kind.PARTITION_KEY, "a", INT, Kind.OTHER);
    Plans.Compiled good = Plans.compile(TABLE, Plans.settings("mapping", "id=key, a=value.a"));
    Plans.Compiled bad = Plans.compile(numbers, Plans.settings("mapping", "id=key, a=value.a"));
    TopicPlan topic = new TopicPlan(good.reader(), List.of(bad.plan(), good.plan(), bad.plan()));
    RecordRows rows = new RecordRows(0, true);
    RecordRows.Made made = null;
    for (String value : List.of("x", "z")) {
      SinkRecord record = Plans.record("k", "{\"a\":\"" + value + "\"}", offset++);
      made = rows.of(Plans.progress().add(record), topic, time, NOW);
    }
    assertThat(made.rows()).extracting(row -> row.plan).containsExactly(good.plan());
    assertThat(made.rows().get(0).writeTime).isEqualTo(1_000_001);
    assertThat(made.refusing()).containsExactly(bad.plan(), bad.plan());
    assertThatThrownBy(made::throwRefusals)
        .hasMessage(
            "ks.t: column a, from value.a: a text is not a number; "
                + "ks.t: column a, from value.a: a text is not a number");
  }

  @Test
  void aWriteTimeBeyondTheYear5138IsRefused() {
    for (String time :
        List.of(
            "100000000000000000",
            "-100000000000000000",
            "9223372036854775807",
            "-9223372036854775808")) {
      assertThatThrownBy(() -> row(0, this.time, 5L, "{\"a\":\"x\",\"w\":" + time + "}"))
          .hasMessageContaining("__timestamp")
          .hasMessageContaining("5138");
    }
    assertThatThrownBy(
            () ->
                row(
                    0,
                    time,
                    5L,
                    "{\"a\":\"x\",\"w\":9223372036854775807}",
                    "timestampTimeUnit",
                    "DAYS"))
        .hasMessageContaining("5138");
  }

  @Test
  void aBadRecordIsCountedByTheOrderAllTheSame() throws Exception {
    TimeOrder order = new TimeOrder();
    row(0, order, 5L, "{\"a\":\"x\"}");
    assertThatThrownBy(() -> row(0, order, 6L, "nonsense")).isInstanceOf(ConversionException.class);
    assertThat(order.replayFrom(2)).isZero();
    assertThat(row(0, order, 5L, "{\"a\":\"x\"}").writeTime).isEqualTo(5_001);
  }
}
