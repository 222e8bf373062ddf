package io.cassink.sink;

import static io.cassink.sink.ScriptedSink.PARTITION;
import static io.cassink.sink.ScriptedSink.record;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.cassink.sink.timing.FakeTiming;
import io.cassink.sink.timing.StoppableTiming;
import io.cassink.sink.write.ScriptedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The task as its worker sees it; the test decides when the cluster answers. */
class StartedSinkTest {
  private final ContextStub context = new ContextStub();
  private final StoppableTiming timing = new StoppableTiming();
  private final ScriptedCluster cluster = new ScriptedCluster(timing);
  private StartedSink sink;
  private boolean stopped;

  @BeforeEach
  void start() throws Exception {
    start(Map.of());
  }

  private void start(Map<String, String> more) throws Exception {
    Map<String, String> config = new HashMap<>(more);
    config.put("topic.t.ks.t.mapping", "id=key, a=value.a");
    config.putIfAbsent("order", "log");
    config.putIfAbsent("order.epoch", config.get("order").equals("log") ? "0" : "-1");
    sink = ScriptedSink.start(config, context, cluster, timing, () -> stopped = true);
    context.assigned.add(PARTITION);
    sink.open(List.of(PARTITION));
  }

  @AfterEach
  void stop() {
    sink.stop();
  }

  private static List<SinkRecord> records(long from, long until) {
    List<SinkRecord> records = new ArrayList<>();
    for (long offset = from; offset < until; offset++) {
      records.add(record(offset, "{\"a\":\"x\"}"));
    }
    return records;
  }

  private long committed(long position) {
    return sink.preCommit(Map.of(PARTITION, new OffsetAndMetadata(position)))
        .get(PARTITION)
        .offset();
  }

  @Test
  void aPutReturnsWhileItsWritesAreInFlight() {
    sink.put(records(0, 25));
    assertThat(cluster.waiting()).isEqualTo(3);
    assertThat(context.timeout).isEqualTo(100);
    assertThat(context.paused).isEmpty();
    cluster.answerAll(null);
    sink.put(List.of());
    assertThat(committed(30)).isEqualTo(30);
  }

  @Test
  void rowsThatGatherAreSentSoonWithoutFurtherRecords() {
    timing.stop();
    sink.put(records(0, 320));
    sink.put(records(320, 321));
    assertThat(cluster.offsets()).doesNotContain(320L);
    assertThat(context.timeout).isEqualTo(5);
    cluster.answerAll(null);
    sink.put(List.of());
    assertThat(cluster.offsets()).contains(320L);
    assertThat(context.timeout).isEqualTo(100);
  }

  @Test
  void aCommitSendsTheRowsThatGather() {
    timing.stop();
    sink.put(records(0, 320));
    sink.put(records(320, 321));
    timing.start();
    cluster.answerAll(null);
    assertThat(committed(321)).isEqualTo(320);
    cluster.answerAll(null);
    assertThat(committed(321)).isEqualTo(321);
  }

  @Test
  void aCommitStopsBeforeWhatIsInFlight() {
    sink.put(records(10, 20));
    assertThat(committed(20)).isEqualTo(10);
    cluster.answerAll(null);
    assertThat(committed(20)).isEqualTo(20);
  }

  /** It may be the last one before a stop. */
  @Test
  void aCommitWaitsForWhatIsInFlight() {
    sink.put(records(0, 10));
    timing.whenWaiting = () -> cluster.answerAll(null);
    assertThat(committed(10)).isEqualTo(10);
  }

  @Test
  void aPutThatIsInterruptedFailsAndLeavesTheInterruptToTheWorker() throws Exception {
    start(Map.of("maxConcurrentRequests", "1", "maxNumberOfRecordsInBatch", "1"));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> sink.put(records(0, 10)))
        .isInstanceOf(ConnectException.class)
        .hasMessage("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aCommitThatIsInterruptedIsOfWhatIsDoneAndLeavesTheInterruptToTheWorker() {
    sink.put(records(0, 10));
    Thread.currentThread().interrupt();
    assertThat(committed(10)).isZero();
    assertThat(Thread.interrupted()).isTrue();
  }

  /** The worker may poll for a minute, and what is held is to be released before. */
  @Test
  void isCalledAgainWhileACommitIsHeldForWriteTimes() throws Exception {
    FakeTiming fake = new FakeTiming();
    ScriptedCluster answering = new ScriptedCluster(fake);
    Map<String, String> config =
        Map.of("topic.t.ks.t.mapping", "id=key, a=value.a", "order.idleRelease", "8");
    sink = ScriptedSink.start(config, context, answering, fake, () -> {});
    sink.put(records(0, 10));
    answering.answerAll(null);
    for (int i = 0; i < 3; i++) {
      context.timeout = -1;
      sink.put(List.of());
      assertThat(context.timeout).isEqualTo(2_000);
      assertThat(context.commitsAsked).isZero();
      fake.now += Duration.ofSeconds(2).toNanos();
    }
    fake.now += Duration.ofSeconds(2).toNanos();
    sink.put(List.of());
    assertThat(context.commitsAsked).isEqualTo(1);
    context.timeout = -1;
    sink.put(List.of());
    assertThat(context.timeout).isEqualTo(-1);
    assertThat(context.commitsAsked).isEqualTo(1);
  }

  @Test
  void aCommitPassesABadRecordWhoseDeadLetterHasBeenWrittenMeanwhile() throws Exception {
    CompletableFuture<Void> letter = new CompletableFuture<>();
    context.reporter = (record, error) -> letter;
    FakeTiming fake = new FakeTiming();
    Map<String, String> config =
        Map.of("topic.t.ks.t.mapping", "id=key, a=value.a", "errors.tolerance", "all");
    sink = ScriptedSink.start(config, context, new ScriptedCluster(fake), fake, () -> {});
    sink.put(List.of(record(0, "nonsense")));
    assertThat(committed(1)).isZero();
    letter.complete(null);
    assertThat(committed(1)).isEqualTo(1);
  }

  @Test
  void withNothingDeliveredTheWorkersOwnOffsetIsCommitted() {
    assertThat(committed(77)).isEqualTo(77);
  }

  @Test
  void consumptionIsPausedWhileTheClusterFailsAndGoesOnAfterwards() throws Exception {
    sink.put(records(0, 10));
    cluster.answerAll(new ClosedConnectionException("gone"));
    sink.put(records(10, 20));
    assertThat(context.paused).containsExactly(PARTITION);
    assertThat(context.timeout).isEqualTo(100);
    for (int i = 0; i < 50 && !context.paused.isEmpty(); i++) {
      cluster.answerAll(null);
      sink.put(List.of());
    }
    assertThat(context.paused).isEmpty();
    cluster.answerAll(null);
    assertThat(committed(20)).isEqualTo(20);
  }

  /** Records of the open millisecond may follow: a replay must begin where its indexes do. */
  @Test
  void aPartitionIsNotIdleWhileConsumptionIsPaused() throws Exception {
    start(Map.of("order", "time", "order.idleRelease", "1"));
    sink.put(records(0, 10));
    long end = System.nanoTime() + Duration.ofMillis(1_200).toNanos();
    while (System.nanoTime() < end) {
      cluster.answerAll(new ClosedConnectionException("gone"));
      sink.put(List.of());
    }
    while (!context.paused.isEmpty()) {
      cluster.answerAll(null);
      sink.put(List.of());
    }
    assertThat(context.commitsAsked).isZero();
    assertThat(committed(10)).isZero();
    commitsAllWhenIdle();
  }

  /** As after a SIGSTOP, or when polls take so long that nothing is known of what the topic has. */
  @Test
  void aPartitionIsNotIdleWhileTheTaskStandsStill() throws Exception {
    start(Map.of("order", "time", "order.idleRelease", "1"));
    sink.put(records(0, 10));
    cluster.answerAll(null);
    Thread.sleep(1_200);
    assertThat(committed(10)).isZero();
    sink.put(List.of());
    assertThat(committed(10)).isZero();
    commitsAllWhenIdle();
  }

  private void commitsAllWhenIdle() throws InterruptedException {
    for (int i = 0; i < 50 && committed(10) < 10; i++) {
      Thread.sleep(100);
      sink.put(List.of());
    }
    assertThat(committed(10)).isEqualTo(10);
  }

  @Test
  void filteredRecordsAfterALongPollAreCommittedWhereThePartitionIsIdle() throws Exception {
    start(Map.of("order", "time", "order.idleRelease", "1"));
    sink.put(records(0, 10));
    cluster.answerAll(null);
    commitsAllWhenIdle();
    Thread.sleep(600);
    sink.put(List.of());
    assertThat(committed(15)).isEqualTo(15);
  }

  @Test
  void aSpentBudgetFailsTheTaskWithTheOffsetHeld() throws Exception {
    start(Map.of("retry.timeout", "0"));
    sink.put(records(0, 10));
    cluster.answerAll(new ClosedConnectionException("gone"));
    assertThatThrownBy(() -> sink.put(List.of()))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("no record is lost");
    assertThat(committed(10)).isZero();
  }

  @Test
  void aBadRecordFailsTheTaskWithTheOffsetHeldBeforeIt() {
    List<SinkRecord> records = new ArrayList<>(records(0, 5));
    records.add(record(5, "nonsense"));
    assertThatThrownBy(() -> sink.put(records)).hasMessageContaining("t-0@5");
    assertThat(committed(0)).isZero();
    cluster.answerAll(null);
    assertThat(committed(6)).isEqualTo(5);
    assertThatThrownBy(() -> sink.put(List.of())).hasMessageContaining("t-0@5");
  }

  @Test
  void aRefusedRowFailsTheTaskEvenIfACommitSawItFirst() {
    sink.put(records(0, 1));
    cluster.answerAll(new InvalidQueryException(null, "too large"));
    assertThat(committed(1)).isZero();
    cluster.answerAll(new InvalidQueryException(null, "too large"));
    assertThat(committed(1)).isZero();
    assertThatThrownBy(() -> sink.put(List.of()))
        .hasMessageContaining("t-0@0: ks.t: the server refuses it: too large");
  }

  @Test
  void writesFromBeforeARevokeDoNotMoveTheReopenedPartition() {
    sink.put(records(0, 10));
    int before = cluster.waiting();
    sink.close(List.of(PARTITION));
    sink.open(List.of(PARTITION));
    sink.put(records(0, 5));
    assertThat(cluster.waiting()).isGreaterThan(before);
    cluster.answerOldest(before, null);
    assertThat(committed(5)).isZero();
    cluster.answerAll(null);
    assertThat(committed(5)).isEqualTo(5);
  }

  @Test
  void aWorkerThatGoesBackIsFollowed() {
    sink.put(records(0, 10));
    cluster.answerAll(null);
    sink.put(records(3, 6));
    assertThat(committed(6)).isEqualTo(3);
    assertThat(cluster.offsets()).hasSize(13);
  }

  @Test
  void tiesHoldTheCommitAndAnIdlePartitionAsksForOne() throws Exception {
    start(Map.of("order", "time", "order.idleRelease", "1"));
    sink.put(records(0, 10));
    cluster.answerAll(null);
    sink.put(List.of());
    assertThat(committed(10)).isZero();
    assertThat(context.commitsAsked).isZero();
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (context.commitsAsked == 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
      sink.put(List.of());
    }
    assertThat(context.commitsAsked).isEqualTo(1);
    assertThat(committed(10)).isEqualTo(10);
  }

  @Test
  void aRecordOfATopicWithoutATableIsBad() {
    SinkRecord stranger =
        new SinkRecord("other", 0, null, "k", null, "{}", 1, 5L, TimestampType.CREATE_TIME);
    assertThatThrownBy(() -> sink.put(List.of(stranger)))
        .hasMessageContaining("no table for the topic other");
  }

  @Test
  void aReporterThatBlocksPausesConsumptionUntilItGoesOn() throws Exception {
    CountDownLatch topicIsThere = new CountDownLatch(1);
    context.reporter =
        (record, error) -> {
          try {
            topicIsThere.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return CompletableFuture.completedFuture(null);
        };
    start(Map.of("errors.tolerance", "all"));
    sink.put(List.of(record(0, "nonsense"), record(1, "{\"a\":\"x\"}")));
    assertThat(context.paused).containsExactly(PARTITION);
    cluster.answerAll(null);
    sink.put(List.of());
    assertThat(committed(2)).isZero();
    topicIsThere.countDown();
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (!context.paused.isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
      sink.put(List.of());
    }
    assertThat(context.paused).isEmpty();
    sink.put(List.of());
    assertThat(committed(2)).isEqualTo(2);
  }

  @Test
  void stoppingEndsTheThreadOfAReporterThatBlocks() throws Exception {
    CountDownLatch blocks = new CountDownLatch(1);
    CompletableFuture<Void> ended = new CompletableFuture<>();
    context.reporter =
        (record, error) -> {
          blocks.countDown();
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            ended.complete(null);
          }
          return new CompletableFuture<>();
        };
    start(Map.of("errors.tolerance", "all"));
    sink.put(List.of(record(0, "nonsense")));
    assertThat(blocks.await(60, TimeUnit.SECONDS)).as("the reporter is called").isTrue();
    sink.stop();
    ended.get(60, TimeUnit.SECONDS);
  }

  @Test
  void stoppingGivesEverythingBack() {
    sink.stop();
    assertThat(stopped).isTrue();
  }
}
