package io.cassink.sink.rows;

import static com.datastax.oss.driver.api.core.type.DataTypes.COUNTER;
import static com.datastax.oss.driver.api.core.type.DataTypes.INT;
import static com.datastax.oss.driver.api.core.type.DataTypes.TEXT;
import static com.datastax.oss.driver.api.core.type.DataTypes.TIMEUUID;
import static io.cassink.sink.rows.Plans.compile;
import static io.cassink.sink.rows.Plans.layout;
import static io.cassink.sink.rows.Plans.record;
import static io.cassink.sink.rows.Plans.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.cluster.TableLayout.Kind;
import io.cassink.sink.codec.ConversionException;
import io.cassink.sink.config.SettingProblem;
import io.cassink.sink.config.SetupException;
import io.cassink.sink.config.TableSettings;
import io.cassink.sink.mapping.Mapping;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowPlanTest {
  private static final TableLayout TABLE =
      layout(
          "id",
          TEXT,
          Kind.PARTITION_KEY,
          "part",
          INT,
          Kind.CLUSTERING,
          "a",
          TEXT,
          Kind.OTHER,
          "b",
          INT,
          Kind.OTHER);
  private static final String ALL = "id=key.id, part=key.part, a=value.a, b=value.b";
  private static final Map<String, Object> KEY = Map.of("id", "k", "part", 1L);

  private static Row row(String mapping, Object key, Object value, String... more)
      throws Exception {
    String[] all = new String[more.length + 2];
    all[0] = "mapping";
    all[1] = mapping;
    System.arraycopy(more, 0, all, 2, more.length);
    return compile(TABLE, settings(all)).row(record(key, value));
  }

  private static String textOf(Row row, int index) {
    return StandardCharsets.UTF_8.decode(row.values[index].duplicate()).toString();
  }

  @Test
  void insertsValuesAndLeavesNullsAndAbsencesAlone() throws Exception {
    Row row = row(ALL, KEY, "{\"a\":\"x\",\"b\":null}");
    assertThat(row.kind).isEqualTo(StatementKind.INSERT);
    assertThat(textOf(row, 0)).isEqualTo("k");
    assertThat(textOf(row, 2)).isEqualTo("x");
    assertThat(row.values[3]).isSameAs(Row.UNSET);
    assertThat(row(ALL, KEY, "{\"a\":\"x\"}").values[3]).isSameAs(Row.UNSET);
  }

  @Test
  void writesNullsWhereAsked() throws Exception {
    String[] asked = {"nullToUnset", "false"};
    assertThat(row(ALL, KEY, "{\"a\":\"x\",\"b\":null}", asked).values[3]).isNull();
    assertThat(row(ALL, KEY, "{\"a\":\"x\",\"b\":\"\"}", asked).values[3]).isNull();
    assertThat(row(ALL, KEY, "{\"a\":\"x\"}", asked).values[3]).isSameAs(Row.UNSET);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      nullValues = "null",
      value = {
        "null | DELETE",
        "{\"a\":null,\"b\":null} | DELETE",
        "{\"a\":null,\"b\":\"\"} | INSERT",
        "{\"a\":null} | INSERT",
        "{} | INSERT",
        "{\"A\":null,\"B\":null} | INSERT",
        "{\"a\":\"\",\"b\":null} | INSERT",
      })
  void onlyNullsDelete(String value, StatementKind expected) throws Exception {
    Row row = row(ALL, KEY, value);
    assertThat(row.kind).isEqualTo(expected);
    assertThat(row.values).hasSize(expected == StatementKind.DELETE ? 2 : 4);
    assertThat(row(ALL, KEY, value, "deletesEnabled", "false").kind)
        .isEqualTo(StatementKind.INSERT);
  }

  @Test
  void nothingIsDeletedUnlessEveryColumnIsMapped() throws Exception {
    assertThat(row("id=key.id, part=key.part, a=value.a", KEY, null).kind)
        .isEqualTo(StatementKind.INSERT);
  }

  @Test
  void specialTargetsAndNowAreNoColumnsOfADelete() throws Exception {
    String mapping = ALL + ", __ttl=value.ttl, __timestamp=value.time";
    assertThat(row(mapping, KEY, "{\"a\":null,\"b\":null,\"ttl\":5,\"time\":7}").kind)
        .isEqualTo(StatementKind.DELETE);
    TableLayout table =
        layout("id", TEXT, Kind.PARTITION_KEY, "n", TIMEUUID, Kind.OTHER, "a", TEXT, Kind.OTHER);
    Plans.Compiled now = compile(table, settings("mapping", "id=key, n=now(), a=value.a"));
    assertThat(now.row(record("k", "{\"a\":null}")).kind).isEqualTo(StatementKind.DELETE);
    Row first = now.row(record("k", "{\"a\":\"x\"}"));
    Row second = now.row(record("k", "{\"a\":\"x\"}"));
    assertThat(first.values[1]).isNotEqualTo(second.values[1]);
  }

  @Test
  void keysCannotBeNullAbsentEmptyOrTooLong() {
    for (Object key :
        new Object[] {
          Map.of("part", 1L),
          null,
          Map.of("id", "", "part", 1L),
          Map.of("id", "k".repeat(70_000), "part", 1L)
        }) {
      assertThatThrownBy(() -> row(ALL, key, "{\"a\":\"x\"}"))
          .isInstanceOf(ConversionException.class)
          .hasMessageContaining("column id");
    }
  }

  @Test
  void anAbsentFieldIsBadWhereAsked() {
    assertThatThrownBy(() -> row(ALL, KEY, "{\"a\":\"x\"}", "missingFields", "error"))
        .hasMessageContaining("column b, from value.b: the record has no such field");
  }

  @Test
  void aMappingMayBeLeftOut() throws Exception {
    Plans.Compiled compiled = compile(TABLE, settings("ttl", "5"));
    Row row = compiled.row(record(KEY, "{\"a\":\"x\"}"));
    assertThat(textOf(row, 0)).isEqualTo("k");
    assertThat(textOf(row, 2)).isEqualTo("x");
    assertThat(compiled.row(record(KEY, null)).kind).isEqualTo(StatementKind.DELETE);
    assertThat(compiled.row(record("{\"id\":\"k\",\"part\":1}", "{}")).kind)
        .isEqualTo(StatementKind.INSERT);
  }

  @Test
  void rowsAndPartitionsHaveTheirHashes() throws Exception {
    Row first = row(ALL, KEY, "{\"a\":\"x\"}");
    Row same = row(ALL, KEY, null);
    Row sibling = row(ALL, Map.of("id", "k", "part", 2L), "{}");
    Row far = row(ALL, Map.of("id", "l", "part", 1L), "{}");
    assertThat(same.hash).isEqualTo(first.hash);
    assertThat(sibling.hash).isNotEqualTo(first.hash);
    assertThat(sibling.partitionHash).isEqualTo(first.partitionHash);
    assertThat(far.partitionHash).isNotEqualTo(first.partitionHash);
  }

  @ParameterizedTest
  @CsvSource({
    "1000,MICROSECONDS,1000",
    "2345678,MILLISECONDS,2345678000",
    "-1000,MILLISECONDS,-1000000",
    "1999,NANOSECONDS,1",
    "2,SECONDS,2000000"
  })
  void aMappedWriteTimeIsObeyed(String number, String unit, long micros) throws Exception {
    Plans.Compiled compiled =
        compile(
            TABLE, settings("mapping", ALL + ", __timestamp=value.w", "timestampTimeUnit", unit));
    var values = compiled.reader().read(record(KEY, "{\"w\":" + number + "}"));
    assertThat(compiled.plan().mappedWriteTime(values)).isEqualTo(micros);
    values = compiled.reader().read(record(KEY, Map.of("w", (short) 1000)));
    assertThat(compiled.plan().mappedWriteTime(values)).isNotNull();
    values = compiled.reader().read(record(KEY, "{\"w\":null}"));
    assertThat(compiled.plan().mappedWriteTime(values)).isNull();
    var tooLarge = compiled.reader().read(record(KEY, "{\"w\":1e30}"));
    assertThatThrownBy(() -> compiled.plan().mappedWriteTime(tooLarge))
        .hasMessageStartingWith("__timestamp");
  }

  @ParameterizedTest
  @CsvSource({"{}, 100", "{\"t\":null}, 100", "{\"t\":7}, 420", "{\"t\":-7}, 0", "{\"t\":0}, 0"})
  void aMappedTimeToLiveComesBeforeTheTables(String value, long seconds) throws Exception {
    Plans.Compiled compiled =
        compile(
            TABLE,
            settings("mapping", ALL + ", __ttl=value.t", "ttlTimeUnit", "MINUTES", "ttl", "2"));
    var values = compiled.reader().read(record(KEY, value));
    assertThat(compiled.plan().timeToLive(values)).isEqualTo(seconds == 100 ? 120 : seconds);
  }

  @Test
  void aPartOfASecondIsASecond() throws Exception {
    TableSettings settings =
        settings("mapping", ALL + ", __ttl=value.t", "ttlTimeUnit", "MILLISECONDS", "ttl", "999");
    Plans.Compiled compiled = compile(TABLE, settings);
    assertThat(compiled.plan().timeToLive(compiled.reader().read(record(KEY, "{}")))).isEqualTo(1);
    assertThat(compiled.plan().timeToLive(compiled.reader().read(record(KEY, "{\"t\":1}"))))
        .isEqualTo(1);
    assertThat(compiled.plan().timeToLive(compiled.reader().read(record(KEY, "{\"t\":2500}"))))
        .isEqualTo(2);
  }

  @Test
  void aRecordWithoutValuesDeletesNoCounter() throws Exception {
    TableLayout table = layout("id", TEXT, Kind.PARTITION_KEY, "c", COUNTER, Kind.OTHER);
    for (String value : new String[] {null, "{\"c\":null}"}) {
      Plans.Compiled counters = compile(table, settings("mapping", "id=key, c=value.c"));
      assertThatThrownBy(() -> counters.row(record("k", value)))
          .isInstanceOf(ConversionException.class)
          .hasMessageContaining("deletesEnabled=false");
      Plans.Compiled passing =
          compile(table, settings("mapping", "id=key, c=value.c", "deletesEnabled", "false"));
      assertThat(passing.row(record("k", value)).kind).isEqualTo(StatementKind.COUNT);
    }
  }

  @Test
  void countersWantANodesAnswer() {
    TableLayout table = layout("id", TEXT, Kind.PARTITION_KEY, "c", COUNTER, Kind.OTHER);
    TableSettings settings = settings("mapping", "id=key, c=value.c", "consistencyLevel", "ANY");
    assertThatThrownBy(() -> compile(table, settings))
        .isInstanceOf(SetupException.class)
        .hasMessageContaining("counters cannot be written with ANY");
  }

  @Test
  void settingsThatDoNotFitTheTableAreTold() {
    Mapping mapping = settings("mapping", "id=key, aa=value, b=now()").mapping().orElseThrow();
    List<String> problems =
        Plans.compiler(settings("mapping", "id=key"), mapping).problems(TABLE).stream()
            .map(SettingProblem::message)
            .toList();
    assertThat(problems)
        .containsExactly(
            "at position 9: ks.t has no column aa; did you mean a?",
            "now() is a timeuuid, and the column b is int",
            "the primary key's column part of ks.t is not mapped");
  }

  @Test
  void countersAreAddedTo() throws Exception {
    TableLayout table =
        layout("id", TEXT, Kind.PARTITION_KEY, "c", COUNTER, Kind.OTHER, "d", COUNTER, Kind.OTHER);
    Plans.Compiled compiled = compile(table, settings("mapping", "id=key, c=value.c, d=value.d"));
    Row row = compiled.row(record("k", "{\"c\":3}"));
    assertThat(row.kind).isEqualTo(StatementKind.COUNT);
    assertThat(row.values[2]).isSameAs(Row.UNSET);
    assertThat(StatementTexts.count(compiled.plan()))
        .isEqualTo("UPDATE ks.t SET c=c+?,d=d+? WHERE id=?");
  }

  @Test
  void statementsCarryWriteTimes() throws Exception {
    TableLayout table = layout("Id", TEXT, Kind.PARTITION_KEY, "a\"b", TEXT, Kind.OTHER);
    RowPlan plan =
        compile(table, settings("mapping", "\"Id\"=key, \"a\"\"b\"=value", "ttl", "5")).plan();
    assertThat(StatementTexts.insert(plan))
        .isEqualTo(
            "INSERT INTO ks.t (\"Id\",\"a\"\"b\") VALUES (?,(text)?) USING TIMESTAMP ? AND TTL ?");
    assertThat(StatementTexts.delete(plan))
        .isEqualTo("DELETE FROM ks.t USING TIMESTAMP ? WHERE \"Id\"=?");
  }

  /** In a table of key columns alone, only a null value can mean that the row is gone. */
  @Test
  void aNullValueDeletesARowOfKeysAlone() throws Exception {
    TableLayout table = layout("tag", TEXT, Kind.PARTITION_KEY, "usr", TEXT, Kind.CLUSTERING);
    String mapping = "tag=key.tag, usr=key.usr";
    String key = "{\"tag\":\"x\",\"usr\":\"u\"}";
    Plans.Compiled compiled = compile(table, settings("mapping", mapping));
    assertThat(compiled.row(record(key, null)).kind).isEqualTo(StatementKind.DELETE);
    assertThat(compiled.row(record(key, "{}")).kind).isEqualTo(StatementKind.INSERT);
    Plans.Compiled kept = compile(table, settings("mapping", mapping, "deletesEnabled", "false"));
    assertThat(kept.row(record(key, null)).kind).isEqualTo(StatementKind.INSERT);
  }

  /** now() says nothing about the record. */
  @Test
  void aRecordWithAValueIsWrittenWhereAllOtherColumnsAreNow() throws Exception {
    TableLayout table =
        layout("id", TEXT, Kind.PARTITION_KEY, "at", DataTypes.TIMEUUID, Kind.OTHER);
    Plans.Compiled compiled = compile(table, settings("mapping", "id=key, at=now()"));
    assertThat(compiled.row(record("k", "{}")).kind).isEqualTo(StatementKind.INSERT);
    assertThat(compiled.row(record("k", null)).kind).isEqualTo(StatementKind.DELETE);
  }

  @Test
  void aKeyThatIsNullSaysWhy() throws Exception {
    TableLayout table = layout("userid", TEXT, Kind.PARTITION_KEY, "a", TEXT, Kind.OTHER);
    Plans.Compiled mapped = compile(table, settings("mapping", "userid=value.after.id, a=value.a"));
    assertThatThrownBy(() -> mapped.row(record("k", null)))
        .hasMessageStartingWith("column userid, from value.after.id: is of the primary key")
        .hasMessageContaining("the record's value is null");
    assertThatThrownBy(() -> mapped.row(record("k", "{\"after\":null}")))
        .hasMessageContaining("the field is null");
    Plans.Compiled same = compile(table, settings("missingFields", "unset"));
    for (Object value :
        List.of(
            "{\"userId\":\"u\"}",
            java.util.Map.of("userId", "u"),
            "{\"x\":1,\"userId\":{}}".getBytes())) {
      assertThatThrownBy(() -> same.row(record("k", value)))
          .hasMessageContaining("no such field; it has value.userId, which differs only in case");
    }
  }

  @Test
  void aValueThatDoesNotConvertIsToldWithColumnFieldAndCause() throws Exception {
    TableLayout table = layout("id", TEXT, Kind.PARTITION_KEY, "u", DataTypes.UUID, Kind.OTHER);
    Plans.Compiled compiled = compile(table, settings("mapping", "id=key, u=value.user.token"));
    assertThatThrownBy(() -> compiled.row(record("k", "{\"user\":{\"token\":\"no uuid\"}}")))
        .hasMessage(
            "column u, from value.user.token: a text is neither a UUID like"
                + " f0e5b61c-5341-4f80-8f0b-fac60521d5ae nor a time of codec.timestamp");
    assertThatThrownBy(() -> compiled.row(record("k", "{\"user\":{\"token\":true}}")))
        .hasMessage("column u, from value.user.token: a boolean cannot be a UUID");
  }

  /** As seen in a server's own count: sixty numbers of a set make a batch's row of 1,300 bytes. */
  @Test
  void elementsThatAreNotFrozenCountAsCells() throws Exception {
    String numbers = IntStream.range(0, 60).boxed().toList().toString();
    for (boolean frozen : new boolean[] {true, false}) {
      for (DataType type : List.of(DataTypes.setOf(INT, frozen), DataTypes.listOf(INT, frozen))) {
        TableLayout table = layout("id", TEXT, Kind.PARTITION_KEY, "c", type, Kind.OTHER);
        Row row =
            compile(table, settings("mapping", "id=key, c=value.c"))
                .row(record("k", "{\"c\":" + numbers + "}"));
        assertThat(row.bytes > 1_300).as(type.asCql(true, true)).isEqualTo(!frozen);
      }
    }
  }

  @Test
  void aPartOfTheKeyMayHave65535Bytes() throws Exception {
    Map<String, Object> longest = Map.of("id", "x".repeat(65_535), "part", 1L);
    assertThat(row(ALL, longest, Map.of("a", "x")).values[0].remaining()).isEqualTo(65_535);
    Map<String, Object> longer = Map.of("id", "x".repeat(65_536), "part", 1L);
    assertThatThrownBy(() -> row(ALL, longer, Map.of("a", "x"))).hasMessageContaining("65535");
  }

  @Test
  void aTimeToLiveOfZeroIsOneToo() throws Exception {
    assertThat(compile(TABLE, settings("mapping", ALL)).plan().hasTimeToLive()).isFalse();
    assertThat(compile(TABLE, settings("mapping", ALL, "ttl", "0")).plan().hasTimeToLive())
        .isTrue();
    String mapped = "__ttl=value.t, " + ALL;
    assertThat(compile(TABLE, settings("mapping", mapped)).plan().hasTimeToLive()).isTrue();
    TableLayout counters = layout("id", TEXT, Kind.PARTITION_KEY, "a", COUNTER, Kind.OTHER);
    RowPlan plan = compile(counters, settings("mapping", "id=key, a=value.a")).plan();
    assertThat(plan.hasTimeToLive()).isFalse();
    assertThat(plan.kind()).isEqualTo(StatementKind.COUNT);
  }
}
