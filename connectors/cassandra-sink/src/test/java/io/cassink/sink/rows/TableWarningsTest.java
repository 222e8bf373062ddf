package io.cassink.sink.rows;

import static com.datastax.oss.driver.api.core.type.DataTypes.COUNTER;
import static com.datastax.oss.driver.api.core.type.DataTypes.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.type.DataTypes;
import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.cluster.TableLayout.Kind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableWarningsTest {
  private static final TableLayout TABLE =
      Plans.layout("id", TEXT, Kind.PARTITION_KEY, "a", TEXT, Kind.OTHER);

  private static List<String> warnings(
      TableLayout layout, int replicas, int defaultTimeToLive, String... settings) {
    return TableWarnings.of(
        Plans.settings(settings),
        layout,
        new TableWarnings.Facts(replicas, defaultTimeToLive, Map.of()));
  }

  @Test
  void anOrdinaryTableGivesNone() {
    assertThat(warnings(TABLE, 1, 0, "mapping", "id=key, a=value.a")).isEmpty();
    assertThat(
            warnings(
                TABLE, 3, 0, "mapping", "id=key, a=value.a", "consistencyLevel", "LOCAL_QUORUM"))
        .isEmpty();
  }

  @Test
  void oneReplicaOfSeveralIsWeak() {
    assertThat(warnings(TABLE, 3, 0, "mapping", "id=key, a=value.a"))
        .singleElement()
        .asString()
        .startsWith("topic.topic.ks.t.consistencyLevel: LOCAL_ONE with 3 replicas");
  }

  @Test
  void aTimeToLiveCountsFromTheRecord() {
    assertThat(warnings(TABLE, 1, 0, "mapping", "id=key, a=value.a", "ttl", "60"))
        .singleElement()
        .asString()
        .contains(".ttl: it counts from the record's own time");
    assertThat(warnings(TABLE, 1, 0, "mapping", "id=key, a=value.a, __ttl=value.t"))
        .singleElement()
        .asString()
        .contains(".mapping: it counts from the record's own time");
  }

  @Test
  void theTablesOwnTimeToLiveCountsFromTheWriting() {
    assertThat(warnings(TABLE, 1, 60, "mapping", "id=key, a=value.a"))
        .singleElement()
        .asString()
        .contains("default_time_to_live=60")
        .contains("Set ttl=60");
    assertThat(warnings(TABLE, 1, 60, "mapping", "id=key, a=value.a", "ttl", "60"))
        .singleElement()
        .asString()
        .doesNotContain("default_time_to_live");
  }

  @Test
  void recordsWithoutValueThatDeleteNothingAreTold() {
    TableLayout wide =
        Plans.layout("id", TEXT, Kind.PARTITION_KEY, "a", TEXT, Kind.OTHER, "b", TEXT, Kind.OTHER);
    assertThat(warnings(wide, 1, 0, "mapping", "id=key, a=value.a"))
        .singleElement()
        .asString()
        .contains(".deletesEnabled: a record without a value deletes nothing")
        .contains("lacks b;");
    assertThat(warnings(wide, 1, 0, "mapping", "id=key, a=value.a", "deletesEnabled", "false"))
        .isEmpty();
    assertThat(warnings(wide, 1, 0, "consistencyLevel", "LOCAL_ONE")).isEmpty();
  }

  @Test
  void aMappedColumnThatWasDroppedOnceHidesEarlierRecords() {
    Map<String, Instant> times =
        Map.of(
            "a",
            Instant.parse("2026-01-02T03:04:05Z"),
            "gone",
            Instant.parse("2025-01-02T03:04:05Z"));
    TableWarnings.Facts facts = new TableWarnings.Facts(1, 0, times);
    assertThat(TableWarnings.of(Plans.settings("mapping", "id=key, a=value.a"), TABLE, facts))
        .singleElement()
        .asString()
        .contains(".mapping: the column a was dropped at 2026-01-02T03:04:05Z")
        .contains("Raise generation by one");
    assertThat(
            TableWarnings.of(
                Plans.settings("mapping", "id=key", "deletesEnabled", "false"), TABLE, facts))
        .isEmpty();
  }

  @Test
  void whatAReplayChangesIsTold() {
    TableLayout lists =
        Plans.layout(
            "id",
            TEXT,
            Kind.PARTITION_KEY,
            "l",
            DataTypes.listOf(TEXT),
            Kind.OTHER,
            "f",
            DataTypes.frozenListOf(TEXT),
            Kind.OTHER);
    assertThat(warnings(lists, 1, 0, "mapping", "id=key, l=value.l, f=value.f"))
        .singleElement()
        .asString()
        .contains("the list l is not frozen");
    TableLayout counters = Plans.layout("id", TEXT, Kind.PARTITION_KEY, "c", COUNTER, Kind.OTHER);
    assertThat(warnings(counters, 1, 0, "mapping", "id=key, c=value.c"))
        .singleElement()
        .asString()
        .contains("has counters");
  }

  @Test
  void aTableOfKeysAloneSaysWhatDeletes() {
    TableLayout keys = Plans.layout("id", TEXT, Kind.PARTITION_KEY);
    assertThat(warnings(keys, 1, 0, "mapping", "id=key"))
        .singleElement()
        .asString()
        .contains(".deletesEnabled: ks.t has key columns alone: a record whose value is null");
    assertThat(warnings(keys, 1, 0, "mapping", "id=key", "deletesEnabled", "false")).isEmpty();
  }

  @Test
  void nowIsAnotherTimeAtEachWriting() {
    TableLayout timed =
        Plans.layout("id", TEXT, Kind.PARTITION_KEY, "at", DataTypes.TIMEUUID, Kind.OTHER);
    assertThat(warnings(timed, 1, 0, "mapping", "id=key, at=now()"))
        .singleElement()
        .asString()
        .contains(".mapping: the column at is fed by now()");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE ks.t SET l = l + :a WHERE id = :id",
        "INSERT INTO ks.t (id, a) VALUES (:id, :a) IF NOT EXISTS"
      })
  void aQueryThatRunsAgainWithAnotherResultIsTold(String query) {
    String[] settings = {"mapping", "id=key, a=value.a", "deletesEnabled", "false", "query", query};
    assertThat(warnings(TABLE, 1, 0, settings))
        .singleElement()
        .asString()
        .contains(".query: a replay runs it again with another result");
  }

  @Test
  void aQueryOfOnesOwnAnswersForItsTimes() {
    String query = "INSERT INTO ks.t (id, a) VALUES (:id, :a) USING TTL 60 AND TIMESTAMP 5";
    assertThat(
            warnings(
                TABLE,
                1,
                0,
                "mapping",
                "id=key, a=value.a",
                "deletesEnabled",
                "false",
                "query",
                query))
        .hasSize(2)
        .anyMatch(warning -> warning.contains("USING TIMESTAMP wins"))
        .anyMatch(warning -> warning.contains("USING TTL counts from each writing"));
  }
}
