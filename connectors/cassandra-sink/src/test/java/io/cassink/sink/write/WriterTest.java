package io.cassink.sink.write;

import static com.datastax.oss.driver.api.core.type.DataTypes.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import io.cassink.sink.cluster.TableLayout.Kind;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.order.HeldRecords;
import io.cassink.sink.order.PartitionProgress;
import io.cassink.sink.rows.Plans;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The test decides when and what the cluster answers. */
class WriterTest extends WriterTestCase {
  private static final Node NODE = null;

  @BeforeEach
  void prepare() throws Exception {
    plan =
        Plans.compile(
            Plans.layout("id", TEXT, Kind.PARTITION_KEY, "a", TEXT, Kind.OTHER),
            Plans.settings("mapping", "id=key, a=value"));
    writer = writer(32, 1 << 20);
  }

  private void add(String key, String value) throws Exception {
    add(row(key, value, 0, -1));
  }

  private void addRows(int count) throws Exception {
    for (int i = 0; i < count; i++) {
      add("key" + i, "value");
    }
    writer.flush();
  }

  /** Answers with an error, and lets the time come when the request is sent again. */
  private void fail(Throwable error) {
    cluster.answer(error);
    writer.poll();
    timing.now += Duration.ofSeconds(11).toNanos();
    writer.poll();
  }

  private static DriverException transientError() {
    return new ClosedConnectionException("gone");
  }

  @Test
  void groupsStayBelowWhatServersWarnOf() throws Exception {
    addRows(95);
    assertThat(cluster.sent).hasSize(10);
    for (Request request : cluster.sent) {
      Set<Long> partitions = new HashSet<>();
      request.rows.forEach(row -> partitions.add(row.partitionHash));
      assertThat(partitions.size()).isLessThanOrEqualTo(Batcher.MOST_PARTITIONS);
      assertThat(request.bytes).isLessThanOrEqualTo(Batcher.MOST_BYTES);
    }
    cluster.sent.clear();
    for (int i = 0; i < 10; i++) {
      add("big" + i, "x".repeat(2_000));
    }
    writer.flush();
    assertThat(cluster.sent).hasSize(5).allMatch(request -> request.bytes <= Batcher.MOST_BYTES);
  }

  @Test
  void rowsOfOnePartitionMayBeMore() throws Exception {
    for (int i = 0; i < 64; i++) {
      add("same", "x".repeat(500));
    }
    writer.flush();
    assertThat(cluster.sent).hasSize(2).allMatch(request -> request.rows.size() == 32);
  }

  @Test
  void rowsOfOnePartitionThatWaitTogetherAreSentTogether() throws Exception {
    for (int i = 0; i < 20; i++) {
      add("k" + i % 10, "x");
    }
    writer.flush();
    assertThat(cluster.sent).hasSize(1).allMatch(request -> request.rows.size() == 20);
  }

  @Test
  void nothingWaitsToBeBatchedWhenBatchesAreOff() throws Exception {
    writer = writer(1, 1 << 20);
    addRows(5);
    assertThat(cluster.sent).hasSize(5).allMatch(request -> request.rows.size() == 1);
  }

  @Test
  void rowsGatherWhileTheClusterIsBusy() throws Exception {
    addRows(10 * Writer.BUSY);
    add("new", "1");
    writer.flushUnlessBusy();
    assertThat(cluster.sent).hasSize(Writer.BUSY);
    assertThat(writer.isGathering()).isTrue();
    cluster.answer(null);
    writer.flushUnlessBusy();
    assertThat(cluster.sent).hasSize(Writer.BUSY);
    assertThat(writer.isGathering()).isFalse();
  }

  @Test
  void rowsGatherWhileAllThatIsAllowedIsInFlight() throws Exception {
    mostInFlight = 1;
    addRows(20);
    add("new", "1");
    writer.flushUnlessBusy();
    assertThat(writer.isGathering()).isTrue();
    cluster.answer(null);
    writer.flushUnlessBusy();
    assertThat(writer.isGathering()).isFalse();
  }

  @Test
  void noRowGathersForLongHoweverBusyTheClusterIs() throws Exception {
    addRows(10 * Writer.BUSY);
    add("new", "1");
    writer.flushUnlessBusy();
    timing.now += Batcher.LONGEST_GATHERING.toNanos();
    writer.flushUnlessBusy();
    assertThat(writer.isGathering()).isTrue();
    timing.now++;
    writer.flushUnlessBusy();
    assertThat(writer.isGathering()).isFalse();
  }

  @Test
  void aWriterIsNotIdleWhileRowsGather() throws Exception {
    add("new", "1");
    assertThat(writer.isIdle()).isFalse();
    writer.flush();
    cluster.answer(null);
    writer.poll();
    assertThat(writer.isIdle()).isTrue();
  }

  @Test
  void rowsThatGatherAreLimitedInNumberAndBytes() throws Exception {
    for (int i = 0; i < Batcher.MOST_WAITING; i++) {
      add("key" + i, "x");
    }
    assertThat(writer.isGathering()).isFalse();
    int large = Batcher.MOST_BYTES_WAITING / 10;
    for (int i = 0; i < 10; i++) {
      add("key" + i, "x".repeat(large));
    }
    assertThat(writer.isGathering()).isFalse();
    add("key", "x");
    assertThat(writer.isGathering()).isTrue();
  }

  @Test
  void neverMoreInFlightThanAllowed() throws Exception {
    writer = writer(1, 1 << 20);
    mostInFlight = 3;
    addRows(10);
    assertThat(cluster.sent).hasSize(3);
    cluster.answer(null);
    writer.poll();
    assertThat(cluster.sent).hasSize(3);
    assertThat(writer.awaitRoom(Duration.ZERO, () -> {})).isFalse();
  }

  @Test
  void bytesInFlightAreLimitedAndOneHugeRowStillPasses() throws Exception {
    writer = writer(1, 1_000);
    add("a", "x".repeat(5_000));
    add("b", "x".repeat(5_000));
    writer.flush();
    assertThat(cluster.sent).hasSize(1);
    cluster.answer(null);
    writer.poll();
    assertThat(cluster.sent).hasSize(1);
  }

  @Test
  void theCompletedPrefixWaitsForTheOldest() throws Exception {
    writer = writer(1, 1 << 20);
    addRows(3);
    Request first = cluster.sent.remove(0);
    BiConsumer<Request, Throwable> firstAnswer = cluster.answers.remove(0);
    cluster.answer(null);
    cluster.answer(null);
    writer.poll();
    assertThat(progress.completed()).isZero();
    firstAnswer.accept(first, null);
    writer.poll();
    assertThat(progress.completed()).isEqualTo(3);
    assertThat(progress.isDone()).isTrue();
  }

  @Test
  void aFailingServerIsTriedAgainLaterAndLaterWithNothingElseSent() throws Exception {
    writer = writer(1, 1 << 20);
    addRows(1);
    long waited = 0;
    for (int attempt = 1; attempt < 6; attempt++) {
      cluster.answer(transientError());
      writer.poll();
      assertThat(cluster.sent).isEmpty();
      assertThat(writer.isFailing()).isTrue();
      add("new" + attempt, "x");
      writer.flush();
      assertThat(cluster.sent).isEmpty();
      long before = timing.now;
      while (cluster.sent.isEmpty()) {
        timing.now += Duration.ofMillis(10).toNanos();
        writer.poll();
      }
      assertThat(timing.now - before).isGreaterThanOrEqualTo(waited / 3);
      waited = timing.now - before;
      while (cluster.sent.size() > 1) {
        cluster.answer(null);
      }
      writer.poll();
    }
    cluster.answer(null);
    writer.poll();
    writer.check();
    while (!cluster.sent.isEmpty()) {
      cluster.answer(null);
      writer.poll();
    }
    assertThat(progress.isDone()).isTrue();
  }

  @Test
  void whenTheBudgetIsSpentTheTaskFailsAndTheOffsetIsHeld() throws Exception {
    addRows(1);
    for (int i = 0; i < 100 && !cluster.sent.isEmpty(); i++) {
      fail(transientError());
    }
    assertThatThrownBy(writer::check)
        .isInstanceOf(WriteFailedException.class)
        .hasMessageContaining("ks.t: not written in 66 s");
    assertThat(progress.completed()).isZero();
    assertThat(refused).isEmpty();
  }

  @Test
  void aBudgetForEverIsNeverSpent() throws Exception {
    retryTimeout = SinkSettings.FOR_EVER;
    writer = writer(32, 1 << 20);
    addRows(1);
    for (int day = 0; day < 1_000; day++) {
      timing.now += Duration.ofDays(1).toNanos();
      fail(transientError());
    }
    writer.check();
    assertThat(writer.isFailing()).isTrue();
    cluster.answer(null);
    writer.poll();
    assertThat(progress.isDone()).isTrue();
  }

  @Test
  void anOverloadedServerGetsHalfAndLaterMoreAgain() throws Exception {
    writer = writer(1, 1 << 20);
    mostInFlight = 8;
    addRows(8);
    Request overloading = cluster.sent.remove(0);
    BiConsumer<Request, Throwable> answer = cluster.answers.remove(0);
    while (!cluster.sent.isEmpty()) {
      cluster.answer(null);
    }
    writer.poll();
    cluster.sent.add(overloading);
    cluster.answers.add(answer);
    fail(new OverloadedException(NODE));
    cluster.answer(null);
    addRows(30);
    assertThat(cluster.sent).hasSize(4);
    int largest = 4;
    while (!cluster.sent.isEmpty()) {
      cluster.answer(null);
      writer.poll();
      largest = Math.max(largest, cluster.sent.size());
    }
    assertThat(largest).isGreaterThan(4).isLessThanOrEqualTo(8);
  }

  /** The ninth request has been due for long, and eight of eight are in flight. */
  @Test
  void aRequestThatIsDueAndHasNoRoomWaitsForAnAnswer() throws Exception {
    writer = writer(1, 1 << 20);
    mostInFlight = 8;
    addRows(8);
    cluster.answer(new OverloadedException(NODE));
    writer.poll();
    timing.now += Duration.ofSeconds(11).toNanos();
    timing.waits = 0;
    assertThat(writer.awaitRoom(Duration.ofMillis(500), () -> {})).isFalse();
    assertThat(timing.waits).isEqualTo(1);
    assertThat(cluster.sent).hasSize(7);
  }

  @Test
  void requestsThatOverloadTogetherHalveOnce() throws Exception {
    writer = writer(1, 1 << 20);
    mostInFlight = 8;
    addRows(8);
    timing.now += 1;
    for (int i = 0; i < 8; i++) {
      fail(new OverloadedException(NODE));
    }
    writer.poll();
    timing.now += Duration.ofSeconds(1).toNanos();
    writer.poll();
    assertThat(cluster.sent).hasSize(4);
  }

  @Test
  void ofARefusedBatchOnlyTheGuiltyRowIsReported() throws Exception {
    addRows(5);
    cluster.answer(new InvalidQueryException(NODE, "no"));
    writer.poll();
    assertThat(cluster.sent).hasSize(5).allMatch(request -> request.rows.size() == 1);
    while (!cluster.sent.isEmpty()) {
      boolean guilty = cluster.sent.get(0).rows.get(0).ticket.offset() == 3;
      cluster.answer(guilty ? new InvalidQueryException(NODE, "no") : null);
      writer.poll();
    }
    assertThat(refused).containsExactly(3L);
    assertThat(progress.completed()).isEqualTo(5);
  }

  @Test
  void aRefusalOfTheSchemaIsNoBadRecord() throws Exception {
    addRows(1);
    cluster.schemaFault = "ks.t has no column a";
    cluster.answer(new InvalidQueryException(NODE, "Undefined column name a"));
    writer.poll();
    assertThat(refused).isEmpty();
    assertThatThrownBy(writer::check).hasMessageContaining("ks.t has no column a");
    assertThat(progress.completed()).isZero();
  }

  @Test
  void aRowIsNoBadRecordBecauseAColumnWasAwayForAMoment() throws Exception {
    addRows(1);
    cluster.answer(new InvalidQueryException(NODE, "Undefined column name a"));
    writer.poll();
    assertThat(cluster.sent).hasSize(1);
    cluster.answer(null);
    writer.poll();
    assertThat(refused).isEmpty();
    assertThat(progress.isDone()).isTrue();
  }

  @Test
  void aRowIsABadRecordOnlyByALookLaterThanItsRefusal() throws Exception {
    addRows(1);
    timing.now = 5_000_000_000L;
    cluster.answer(new InvalidQueryException(NODE, "Undefined column name a"));
    writer.poll();
    timing.now += 7;
    cluster.answer(new InvalidQueryException(NODE, "Undefined column name a"));
    writer.poll();
    assertThat(cluster.refreshesWantedSince).containsExactly(4_000_000_000L, timing.now);
    assertThat(refused).containsExactly(0L);
  }

  @Test
  void missingRightsStopTheTask() throws Exception {
    addRows(1);
    cluster.answer(new UnauthorizedException(NODE, "no MODIFY"));
    writer.poll();
    assertThatThrownBy(writer::check).hasMessageContaining("denies access");
    assertThat(progress.completed()).isZero();
  }

  @Test
  void aLargeRowIsNoBadRecordBecauseTheClusterFails() throws Exception {
    writer = writer(32, 1 << 26);
    add("k", "x".repeat(2 << 20));
    writer.flush();
    for (int i = 0; i < 5; i++) {
      fail(transientError());
    }
    assertThat(refused).isEmpty();
    writer.check();
  }

  @Test
  void aRefusalIsNoBadRecordWhileTheSchemaCannotBeRead() throws Exception {
    addRows(1);
    cluster.schemaFailure = transientError();
    fail(new InvalidQueryException(NODE, "Undefined column name a"));
    assertThat(refused).isEmpty();
    cluster.schemaFailure = null;
    cluster.schemaFault = "ks.t has no column a";
    fail(new InvalidQueryException(NODE, "Undefined column name a"));
    assertThat(refused).isEmpty();
    assertThatThrownBy(writer::check).hasMessageContaining("ks.t has no column a");
  }

  @Test
  void whatMustNotBeDoneTwiceIsTriedAgainOnlyWhenItWasNotDone() throws Exception {
    Plans.Compiled counters =
        Plans.compile(
            Plans.layout(
                "id",
                TEXT,
                Kind.PARTITION_KEY,
                "c",
                com.datastax.oss.driver.api.core.type.DataTypes.COUNTER,
                Kind.OTHER),
            Plans.settings("mapping", "id=key, c=value"));
    plan = counters;
    add("k", "1");
    writer.flush();
    fail(new NoNodeAvailableException());
    writer.check();
    assertThat(cluster.sent).hasSize(1);
    cluster.answer(transientError());
    writer.poll();
    assertThatThrownBy(writer::check).hasMessageContaining("offset 0");
  }

  @Test
  void aPartitionThatCameBackIsNotMovedByOldWrites() throws Exception {
    addRows(2);
    PartitionProgress reopened =
        new PartitionProgress(new TopicPartition("t", 0), new HeldRecords());
    reopened.add(Plans.record("k", "again", 0));
    cluster.answer(null);
    writer.poll();
    assertThat(progress.completed()).isEqualTo(2);
    assertThat(reopened.completed()).isZero();
  }
}
