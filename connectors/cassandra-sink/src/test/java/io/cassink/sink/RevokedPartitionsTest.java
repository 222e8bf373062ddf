package io.cassink.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.cassink.sink.timing.FakeTiming;
import io.cassink.sink.write.ScriptedCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** Nothing of a partition is sent, reported or failed for once it belongs to another task. */
class RevokedPartitionsTest {
  private static final TopicPartition FIRST = new TopicPartition("t", 0);
  private static final TopicPartition SECOND = new TopicPartition("t", 1);

  private final FakeTiming timing = new FakeTiming();
  private final ContextStub context = new ContextStub();
  private final ScriptedCluster cluster = new ScriptedCluster(timing);
  private final List<Long> letters = new ArrayList<>();
  private CompletableFuture<Void> letter = CompletableFuture.completedFuture(null);
  private StartedSink sink;

  private void start(String... keysValues) throws Exception {
    Map<String, String> config = new HashMap<>();
    config.put("topic.t.ks.t.mapping", "id=key, a=value.a");
    config.put("order", "log");
    config.put("order.epoch", "0");
    for (int i = 0; i < keysValues.length; i += 2) {
      config.put(keysValues[i], keysValues[i + 1]);
    }
    sink = ScriptedSink.start(config, context, cluster, timing, () -> {});
    context.assigned.addAll(List.of(FIRST, SECOND));
    sink.open(List.of(FIRST, SECOND));
  }

  private void reportsLetters() {
    context.reporter =
        (record, error) -> {
          letters.add(record.originalKafkaOffset());
          return letter;
        };
  }

  private static SinkRecord record(int partition, String key, long offset) {
    return new SinkRecord(
        "t", partition, null, key, null, "{\"a\":\"x\"}", offset, 5L, TimestampType.CREATE_TIME);
  }

  private static List<SinkRecord> records(int partition, long from, long until) {
    List<SinkRecord> records = new ArrayList<>();
    for (long offset = from; offset < until; offset++) {
      records.add(record(partition, "k" + partition + offset, offset));
    }
    return records;
  }

  private void answerToTheEnd() {
    for (int i = 0; i < 200; i++) {
      cluster.answerAll(null);
      timing.now += Duration.ofSeconds(1).toNanos();
      sink.put(List.of());
    }
  }

  private long committed(TopicPartition partition, long position) {
    return sink.preCommit(Map.of(partition, new OffsetAndMetadata(position)))
        .get(partition)
        .offset();
  }

  @Test
  void whatWaitsForRoomIsNotSent() throws Exception {
    start("maxConcurrentRequests", "1", "maxNumberOfRecordsInBatch", "1");
    sink.put(records(0, 0, 10));
    assertThat(cluster.offsets()).containsExactly(0L);
    sink.close(List.of(FIRST));
    answerToTheEnd();
    assertThat(cluster.offsets()).containsExactly(0L);
  }

  @Test
  void whatWaitsToBeBatchedIsNotSent() throws Exception {
    start();
    sink.put(records(0, 0, 320));
    sink.put(records(0, 320, 321));
    assertThat(cluster.offsets()).doesNotContain(320L);
    sink.close(List.of(FIRST));
    answerToTheEnd();
    assertThat(cluster.offsets()).doesNotContain(320L);
  }

  @Test
  void whatHasFailedIsNotSentAgain() throws Exception {
    start();
    sink.put(records(0, 0, 5));
    cluster.answerAll(new ClosedConnectionException("gone"));
    assertThat(committed(FIRST, 5)).isZero();
    sink.close(List.of(FIRST));
    answerToTheEnd();
    assertThat(cluster.offsets()).hasSize(5);
    assertThat(context.paused).isEmpty();
  }

  @Test
  void whatFailsAfterwardsIsNotSentAgain() throws Exception {
    start();
    sink.put(records(0, 0, 5));
    sink.close(List.of(FIRST));
    cluster.answerAll(new ClosedConnectionException("gone"));
    answerToTheEnd();
    assertThat(cluster.offsets()).hasSize(5);
  }

  @Test
  void theOtherPartitionsRowsOfTheSameBatchAreSentAgain() throws Exception {
    start();
    List<SinkRecord> both = new ArrayList<>(records(0, 0, 3));
    both.addAll(records(1, 100, 103));
    sink.put(both);
    sink.close(List.of(FIRST));
    cluster.answerAll(new ClosedConnectionException("gone"));
    answerToTheEnd();
    assertThat(cluster.offsets()).hasSize(9);
    assertThat(cluster.offsets().subList(6, 9)).containsExactlyInAnyOrder(100L, 101L, 102L);
    assertThat(committed(SECOND, 103)).isEqualTo(103);
  }

  /** Its place was to be taken by a row that is now another task's, and may be bad. */
  @Test
  void aRowThatTheRevokedOneSupersededIsSentAfterAll() throws Exception {
    start("maxConcurrentRequests", "1");
    sink.put(List.of(record(1, "other", 1)));
    sink.put(List.of(record(1, "k", 10), record(0, "k", 20)));
    timing.now += Duration.ofSeconds(1).toNanos();
    sink.put(List.of());
    assertThat(cluster.offsets()).containsExactly(1L);
    sink.close(List.of(FIRST));
    answerToTheEnd();
    assertThat(cluster.offsets()).containsExactly(1L, 10L);
    assertThat(committed(SECOND, 11)).isEqualTo(11);
  }

  @Test
  void aRefusalIsNotReported() throws Exception {
    reportsLetters();
    start("errors.tolerance", "all");
    sink.put(records(0, 0, 1));
    sink.close(List.of(FIRST));
    for (int i = 0; i < 3; i++) {
      cluster.answerAll(new InvalidQueryException(null, "too large"));
      sink.put(List.of());
    }
    assertThat(letters).isEmpty();
    assertThat(cluster.offsets()).hasSize(1);
  }

  @Test
  void aRefusalDoesNotFailTheTask() throws Exception {
    start();
    sink.put(records(0, 0, 1));
    cluster.answerAll(new InvalidQueryException(null, "too large"));
    committed(FIRST, 1);
    cluster.answerAll(new InvalidQueryException(null, "too large"));
    assertThat(committed(FIRST, 1)).isZero();
    sink.close(List.of(FIRST));
    sink.put(records(1, 0, 1));
    assertThat(cluster.offsets()).endsWith(0L);
  }

  @Test
  void aSpentBudgetDoesNotFailTheTaskUnlessAnotherPartitionHasSpentItToo() throws Exception {
    start("retry.timeout", "0", "maxNumberOfRecordsInBatch", "1");
    sink.put(records(0, 0, 1));
    sink.put(records(1, 0, 2));
    cluster.answerOldest(1, new ClosedConnectionException("gone"));
    assertThat(committed(FIRST, 1)).isZero();
    sink.close(List.of(FIRST));
    cluster.answerOldest(1, null);
    sink.put(List.of());
    cluster.answerOldest(1, new ClosedConnectionException("gone"));
    assertThatThrownBy(() -> sink.put(List.of())).hasMessageContaining("not written");
    assertThat(committed(SECOND, 2)).isEqualTo(1);
  }

  @Test
  void aDeadLetterIsNotWaitedFor() throws Exception {
    letter = new CompletableFuture<>();
    reportsLetters();
    start("errors.tolerance", "all");
    sink.put(List.of(ScriptedSink.record(0, "nonsense")));
    assertThat(letters).containsExactly(0L);
    sink.close(List.of(FIRST));
    letter.completeExceptionally(new IllegalStateException("no such topic"));
    sink.put(records(1, 0, 1));
    cluster.answerAll(null);
    assertThat(committed(SECOND, 1)).isEqualTo(1);
  }

  /** As after a rewind: the worker delivers from the committed offset on again. */
  @Test
  void whatIsDeliveredAgainIsSentOnce() throws Exception {
    start("maxConcurrentRequests", "1", "maxNumberOfRecordsInBatch", "1");
    sink.put(records(0, 0, 5));
    sink.put(records(0, 0, 5));
    answerToTheEnd();
    assertThat(cluster.offsets()).containsExactly(0L, 0L, 1L, 2L, 3L, 4L);
    assertThat(committed(FIRST, 5)).isEqualTo(5);
  }
}
