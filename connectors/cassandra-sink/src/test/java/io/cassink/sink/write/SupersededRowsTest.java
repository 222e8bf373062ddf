package io.cassink.sink.write;

import static com.datastax.oss.driver.api.core.type.DataTypes.TEXT;
import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.type.DataTypes;
import io.cassink.sink.cluster.TableLayout.Kind;
import io.cassink.sink.rows.Plans;
import io.cassink.sink.rows.Row;
import io.cassink.sink.rows.StatementKind;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Of rows that wait together, those of which nothing would be seen are not sent. */
class SupersededRowsTest extends WriterTestCase {
  private static final long MOST_BYTES = 20_000;

  @BeforeEach
  void prepare() throws Exception {
    plan = compile();
    writer = writer(32, MOST_BYTES);
  }

  private static Plans.Compiled compile() throws Exception {
    return Plans.compile(
        Plans.layout("id", TEXT, Kind.PARTITION_KEY, "a", TEXT, Kind.OTHER, "b", TEXT, Kind.OTHER),
        Plans.settings("mapping", "id=key, a=value.a, b=value.b"));
  }

  private Row row(String key, String a, String b, long writeTime) throws Exception {
    Map<String, String> value = new HashMap<>();
    value.put("a", a);
    value.put("b", b);
    return row(key, a == null && b == null ? null : value, writeTime, -1);
  }

  private void flush(Row... rows) {
    for (Row row : rows) {
      add(row);
    }
    writer.flush();
  }

  private List<Long> timesSent() {
    return cluster.sent.stream()
        .flatMap(request -> request.rows.stream())
        .map(row -> row.writeTime)
        .toList();
  }

  private void refuseTwice() {
    for (int i = 0; i < 2; i++) {
      cluster.answer(new InvalidQueryException(null, "no"));
      writer.poll();
    }
  }

  private long superseded() {
    return plan.plan().counts().superseded().value();
  }

  @Test
  void onlyTheLatestIsSentInWhateverOrderTheyCome() throws Exception {
    flush(row("k", "1", "1", 20), row("k", "2", "2", 30), row("k", "3", "3", 10));
    assertThat(timesSent()).containsExactly(30L);
    assertThat(progress.completed()).isZero();
    cluster.answer(null);
    writer.poll();
    assertThat(progress.completed()).isEqualTo(3);
    assertThat(progress.isDone()).isTrue();
    assertThat(superseded()).isEqualTo(2);
    assertThat(plan.plan().counts().written().value()).isEqualTo(1);
  }

  @Test
  void aRowIsSentAfterAllWhenTheOneInItsSteadIsRefused() throws Exception {
    flush(row("k", "1", "1", 10), row("k", "2", "2", 20), row("k", "3", "3", 30));
    refuseTwice();
    assertThat(timesSent()).containsExactly(20L);
    assertThat(refused).containsExactly(2L);
    assertThat(progress.completed()).isZero();
    refuseTwice();
    assertThat(timesSent()).containsExactly(10L);
    cluster.answer(null);
    writer.poll();
    assertThat(refused).containsExactly(2L, 1L);
    assertThat(progress.completed()).isEqualTo(3);
    assertThat(superseded()).isZero();
  }

  @Test
  void aRefusedBatchKeepsWhatItsRowsSupersede() throws Exception {
    flush(row("k", "1", "1", 10), row("k", "2", "2", 20), row("l", "3", "3", 30));
    cluster.answer(new InvalidQueryException(null, "no"));
    writer.poll();
    assertThat(timesSent()).containsExactlyInAnyOrder(20L, 30L);
    while (!cluster.sent.isEmpty()) {
      cluster.answer(null);
    }
    writer.poll();
    assertThat(progress.completed()).isEqualTo(3);
  }

  @Test
  void aRowThatSetsLessSupersedesNoneThatSetsMore() throws Exception {
    Row whole = row("k", "1", "1", 10);
    Row part = row("k", "2", "2", 20);
    part.values[2] = Row.UNSET;
    flush(whole, part);
    assertThat(timesSent()).containsExactly(10L, 20L);
    assertThat(part.supersedes(whole)).isFalse();
    Row earlier = row("k", "2", "2", 5);
    earlier.values[2] = Row.UNSET;
    assertThat(whole.supersedes(earlier)).isTrue();
  }

  @Test
  void aNullSupersedesAValue() throws Exception {
    Row whole = row("k", "1", "1", 10);
    Row emptied = row("k", "2", "2", 20);
    emptied.values[2] = null;
    flush(whole, emptied);
    assertThat(timesSent()).containsExactly(20L);
  }

  @Test
  void ofOneTimeTheServerDecides() throws Exception {
    flush(row("k", "1", "1", 10), row("k", "2", "2", 10));
    assertThat(timesSent()).containsExactly(10L, 10L);
  }

  @Test
  void deletesAndWhatTheyDeleteAreSent() throws Exception {
    Row delete = row("k", null, null, 20);
    assertThat(delete.kind).isEqualTo(StatementKind.DELETE);
    flush(row("k", "1", "1", 10), delete, row("k", "2", "2", 30));
    assertThat(timesSent()).containsExactly(10L, 20L, 30L);
  }

  /** The server may well refuse them: then their records are reported, whatever comes after. */
  @Test
  void largeRowsAndRowsWithATimeToLiveAreSent() throws Exception {
    Map<String, String> value = Map.of("a", "1", "b", "1");
    Row ending = row("l", value, 20, 60);
    Row endless = row("m", value, 30, 0);
    flush(row("k", "x".repeat(6_000), "1", 10), row("k", "2", "2", 11));
    flush(ending, row("l", "2", "2", 21), endless, row("m", "2", "2", 31));
    assertThat(timesSent()).containsExactlyInAnyOrder(10L, 11L, 20L, 21L, 31L);
  }

  @Test
  void rowsWithCollectionsAreSent() throws Exception {
    plan =
        Plans.compile(
            Plans.layout(
                "id", TEXT, Kind.PARTITION_KEY, "a", DataTypes.setOf(TEXT, false), Kind.OTHER),
            Plans.settings("mapping", "id=key, a=value.a"));
    Row several = row("k", Map.of("a", List.of("1", "2")), 20, -1);
    flush(row("k", Map.of("a", ""), 10, -1), several, row("k", Map.of("a", List.of("3")), 30, -1));
    assertThat(timesSent()).containsExactly(20L, 30L);
  }

  /**
   * Rows of few keys and times, some of them without a column, deleting or refused; answers in any
   * order, some of them errors after which it is unknown whether the request was carried out.
   */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void theTableIsTheFoldOfAllRowsThatAreNotRefused(long seed) throws Exception {
    Random random = new Random(seed);
    LastWrites expected = new LastWrites();
    LastWrites table = new LastWrites();
    Set<Row> bad = new HashSet<>();
    for (int i = 0; i < 400; i++) {
      boolean deletes = random.nextInt(10) == 0;
      String a = deletes ? null : "a" + random.nextInt(100);
      Row row = row("k" + random.nextInt(6), a, deletes ? null : "b" + i, random.nextInt(40));
      if (row.kind == StatementKind.INSERT && random.nextInt(4) == 0) {
        row.values[1 + random.nextInt(2)] = Row.UNSET;
      }
      if (random.nextInt(10) == 0) {
        bad.add(row);
      } else {
        expected.write(row);
      }
      add(row);
      if (random.nextInt(20) == 0) {
        writer.flush();
      }
      if (random.nextInt(10) == 0) {
        answerSome(random, bad, table);
      }
    }
    writer.flush();
    while (!writer.isIdle()) {
      answerSome(random, bad, table);
    }
    assertThat(table).isEqualTo(expected);
    assertThat(progress.isDone()).isTrue();
    assertThat(progress.completed()).isEqualTo(400);
  }

  private void answerSome(Random random, Set<Row> bad, LastWrites table) {
    while (!cluster.sent.isEmpty() && random.nextInt(4) > 0) {
      int index = random.nextInt(cluster.sent.size());
      List<Row> rows = cluster.sent.get(index).rows;
      if (rows.stream().anyMatch(bad::contains)) {
        cluster.answer(index, new InvalidQueryException(null, "no"));
        continue;
      }
      boolean isUnknown = random.nextInt(8) == 0;
      if (!isUnknown || random.nextBoolean()) {
        rows.forEach(table::write);
      }
      cluster.answer(index, isUnknown ? new ClosedConnectionException("gone") : null);
    }
    timing.now += Duration.ofMillis(200).toNanos();
    writer.poll();
  }

  @Test
  void anotherKeyWithTheSameHashIsAnotherRow() throws Exception {
    Row first = row("k", "1", "1", 10);
    Row second = row("l", "2", "2", 20);
    Row twin =
        new Row(
            plan.plan(),
            second.kind,
            second.values,
            first.partitionHash,
            first.hash,
            20,
            -1,
            -1,
            false,
            second.ticket);
    flush(first, twin);
    assertThat(timesSent()).containsExactly(10L, 20L);
  }

  @Test
  void rowsOfAnotherMappingAreSent() throws Exception {
    Row first = row("k", "1", "1", 10);
    plan = compile();
    flush(first, row("k", "2", "2", 20));
    assertThat(timesSent()).containsExactly(10L, 20L);
  }

  @Test
  void everyRowIsSentWhereBatchesAreOff() throws Exception {
    writer = writer(1, MOST_BYTES);
    flush(row("k", "1", "1", 10), row("k", "2", "2", 20));
    assertThat(timesSent()).containsExactly(10L, 20L);
  }

  /** Each keeps its whole record in memory, of which the row may be a small part. */
  @Test
  void supersededRowsAreHeldUntilTheLastIsWritten() throws Exception {
    for (int i = 0; i < 12; i++) {
      add(row("k", "x".repeat(2_000), "", i));
    }
    writer.flush();
    assertThat(timesSent()).containsExactly(11L);
    assertThat(held.bytes()).isGreaterThan(12 * 2_000);
    assertThat(writer.awaitRoom(Duration.ZERO, () -> {})).isFalse();
    cluster.answer(null);
    assertThat(writer.awaitRoom(Duration.ZERO, () -> {})).isTrue();
    assertThat(progress.completed()).isEqualTo(12);
    assertThat(held.bytes()).isZero();
  }
}
