package io.cassink.sink;

import static io.cassink.sink.ScriptedSink.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cassink.sink.receipts.MockClients;
import io.cassink.sink.simulate.time.VirtualTiming;
import io.cassink.sink.write.ScriptedCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** What is told once, whoever reads the partition next and wherever he begins. */
class TransactionalReceiptsTest {
  private static final JsonMapper JSON = new JsonMapper();

  private final ContextStub context = new ContextStub();
  private final VirtualTiming timing = new VirtualTiming(1);
  private final ScriptedCluster cluster = new ScriptedCluster(timing);
  private final MockClients brokers = new MockClients();
  private StartedSink sink;

  private void start(String... more) throws Exception {
    sink = another(more);
  }

  private StartedSink another(String... more) throws Exception {
    Map<String, String> config = new HashMap<>();
    config.put("name", "test");
    config.put("topic.t.ks.t.mapping", "id=key, a=value.a");
    config.put("order", "log");
    config.put("order.epoch", "1000");
    config.put("receipts.topic", "written");
    config.put("receipts.bootstrap.servers", "a.example:9092");
    config.put("receipts.transactional", "true");
    for (int i = 0; i < more.length; i += 2) {
      config.put(more[i], more[i + 1]);
    }
    StartedSink made =
        ScriptedSink.start(
            config, context, cluster, timing, () -> {}, new ReportedRecords(), brokers);
    context.assigned.add(PARTITION);
    made.open(List.of(PARTITION));
    return made;
  }

  private static List<SinkRecord> records(long from, long until) {
    List<SinkRecord> records = new ArrayList<>();
    for (long offset = from; offset < until; offset++) {
      records.add(record(offset, "{\"a\":\"x\"}"));
    }
    return records;
  }

  private static SinkRecord record(long offset, String value) {
    return new SinkRecord(
        "t", 0, null, "k" + offset, null, value, offset, 500 + offset, TimestampType.CREATE_TIME);
  }

  /** Lets the other threads and the clock go on for a while. */
  private void pass(Duration time) {
    timing.run(() -> false, time.toNanos());
  }

  private void settle() {
    for (int i = 0; i < 5; i++) {
      cluster.answerAll(null);
      sink.put(List.of());
      pass(Duration.ofMillis(300));
    }
    sink.put(List.of());
  }

  private long committed(long position) {
    return sink.preCommit(Map.of(PARTITION, new OffsetAndMetadata(position)))
        .get(PARTITION)
        .offset();
  }

  private List<Long> told() {
    return brokers.committed(PARTITION).stream()
        .map(message -> message.headers().lastHeader("cassink.offset").value())
        .map(value -> Long.valueOf(new String(value, StandardCharsets.UTF_8)))
        .toList();
  }

  private static List<Long> offsets(long from, long until) {
    List<Long> all = new ArrayList<>();
    for (long offset = from; offset < until; offset++) {
      all.add(offset);
    }
    return all;
  }

  private List<JsonNode> ranges() throws Exception {
    List<JsonNode> ranges = new ArrayList<>();
    for (ProducerRecord<byte[], byte[]> message : brokers.committed(PARTITION)) {
      assertThat(new String(message.key(), StandardCharsets.UTF_8))
          .isEqualTo("{\"topic\":\"t\",\"partition\":0}");
      ranges.add(JSON.readTree(message.value()));
    }
    return ranges;
  }

  @Test
  void nothingIsWrittenBeforeAnEarlierTaskIsFenced() throws Exception {
    long[] until = {timing.nanoTime() + Duration.ofSeconds(3).toNanos()};
    timing.blockThreads(() -> until[0]);
    start();
    sink.put(records(0, 3));
    assertThat(context.paused).containsExactly(PARTITION);
    assertThat(cluster.waiting()).isZero();
    assertThat(sink.preCommit(Map.of(PARTITION, new OffsetAndMetadata(3)))).isEmpty();
    pass(Duration.ofSeconds(2));
    sink.put(List.of());
    assertThat(cluster.waiting()).isZero();
    pass(Duration.ofSeconds(2));
    sink.put(List.of());
    assertThat(context.paused).isEmpty();
    assertThat(brokers.transactional.get(PARTITION).transactionInitialized()).isTrue();
    assertThat(brokers.asked).isEqualTo(1);
    assertThat(cluster.waiting()).isEqualTo(1);
    settle();
    assertThat(told()).isEqualTo(offsets(0, 3));
    assertThat(committed(3)).isEqualTo(3);
  }

  @Test
  void whatWaitsOfARevokedPartitionIsNotWritten() throws Exception {
    start();
    sink.put(records(0, 3));
    context.assigned.clear();
    sink.close(List.of(PARTITION));
    pass(Duration.ofSeconds(1));
    sink.put(List.of());
    assertThat(cluster.waiting()).isZero();
  }

  @Test
  void receiptsAndProgressAreCommittedTogether() throws Exception {
    start();
    sink.put(List.of());
    pass(Duration.ofSeconds(1));
    sink.put(records(5, 8));
    settle();
    assertThat(told()).isEqualTo(offsets(5, 8));
    assertThat(brokers.progress(PARTITION)).isEqualTo(8);
    assertThat(brokers.transactional.get(PARTITION).commitCount()).isEqualTo(1);
    assertThat(committed(8)).isEqualTo(8);
  }

  @Test
  void aCommitHandsOverWhatGathers() throws Exception {
    start("receipts.mode", "range", "receipts.transactional", "true");
    pass(Duration.ofSeconds(1));
    sink.put(records(0, 3));
    cluster.answerAll(null);
    sink.put(List.of());
    assertThat(brokers.sent).isEmpty();
    assertThat(committed(3)).isEqualTo(3);
    assertThat(ranges()).hasSize(1);
  }

  @Test
  void recordsThatAreReadAgainAreWrittenAgainAndNotTold() throws Exception {
    start();
    pass(Duration.ofSeconds(1));
    sink.put(records(0, 5));
    settle();
    sink.stop();
    cluster.forget();
    start();
    pass(Duration.ofSeconds(1));
    sink.put(records(2, 7));
    settle();
    assertThat(cluster.offsets()).containsExactlyInAnyOrderElementsOf(offsets(2, 7));
    assertThat(told()).isEqualTo(offsets(0, 7));
    assertThat(committed(7)).isEqualTo(7);
  }

  @Test
  void aZombieTellsNothingMoreAndFails() throws Exception {
    StartedSink zombie = another();
    pass(Duration.ofSeconds(1));
    zombie.put(records(0, 3));
    start();
    pass(Duration.ofSeconds(1));
    sink.put(records(0, 3));
    cluster.answerAll(null);
    zombie.put(List.of());
    pass(Duration.ofSeconds(1));
    zombie.put(List.of());
    assertThatThrownBy(
            () -> {
              pass(Duration.ofSeconds(1));
              zombie.put(List.of());
            })
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("t-0: another task tells of this partition by now")
        .hasMessageContaining("must not go on from offset 0")
        .hasMessageContaining("Restart the task");
    assertThat(zombie.preCommit(Map.of(PARTITION, new OffsetAndMetadata(3))).get(PARTITION))
        .isEqualTo(new OffsetAndMetadata(0));
    settle();
    assertThat(told()).isEqualTo(offsets(0, 3));
  }

  /** A rebalance, and not a zombie: what the task did before is not its business any more. */
  @Test
  void aTaskWhosePartitionWasTakenGoesOn() throws Exception {
    start();
    pass(Duration.ofSeconds(1));
    sink.put(records(0, 3));
    cluster.answerAll(null);
    sink.put(List.of());
    context.assigned.clear();
    sink.close(List.of(PARTITION));
    brokers.transactional(PARTITION);
    pass(Duration.ofSeconds(1));
    sink.put(List.of());
    pass(Duration.ofSeconds(1));
    sink.put(List.of());
    assertThat(told()).isEmpty();
  }

  @Test
  void aPartitionThatCannotBeOpenedFailsTheTask() throws Exception {
    brokers.initFailure = new GroupAuthorizationException("no rights on the group");
    start();
    pass(Duration.ofSeconds(1));
    assertThatThrownBy(() -> sink.put(records(0, 3)))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("t-0: how far its receipts are told in the topic written cannot be")
        .hasMessageContaining("no rights on the group")
        .hasMessageContaining("READ on the group cassink-receipts.CONNECTOR ");
    assertThat(cluster.waiting()).isZero();
  }

  @Test
  void aMissingRightOnTheTransactionalIdIsNamed() throws Exception {
    brokers.initFailure = new TransactionalIdAuthorizationException("authorization failed.");
    start();
    pass(Duration.ofSeconds(1));
    assertThatThrownBy(() -> sink.put(records(0, 3)))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining(
            "TransactionalIdAuthorizationException: authorization failed. Nothing")
        .hasMessageContaining("WRITE on the transactional ids cassink-receipts.CONNECTOR.*");
    assertThat(cluster.waiting()).isZero();
  }

  @Test
  void aTransactionThatFailsFailsTheTaskAndIsToldByTheNext() throws Exception {
    start();
    pass(Duration.ofSeconds(1));
    sink.put(records(0, 3));
    brokers.transactional.get(PARTITION).commitTransactionException =
        new TimeoutException("no answer");
    assertThatThrownBy(this::settle)
        .hasMessageContaining("t-0: the offset is held before 0")
        .hasMessageContaining("no answer");
    assertThat(committed(3)).isZero();
    sink.stop();
    start();
    pass(Duration.ofSeconds(1));
    sink.put(records(0, 3));
    settle();
    assertThat(told()).isEqualTo(offsets(0, 3));
  }

  /** A producer holds on to the partition that it chose. Only a new one learns that it is gone. */
  @Test
  void aTopicThatWasMadeAnewWithFewerPartitionsIsToldFurther() throws Exception {
    start("receipts.mode", "range");
    pass(Duration.ofSeconds(1));
    sink.put(records(0, 3));
    cluster.answerAll(null);
    assertThat(committed(3)).isEqualTo(3);
    brokers.partitions = 1;
    sink.put(records(3, 5));
    cluster.answerAll(null);
    assertThat(committed(5)).isEqualTo(5);
    assertThat(ranges())
        .extracting(range -> range.get("from") + " " + range.get("to") + " " + range.get("written"))
        .containsExactly("0 3 3", "3 5 2");
  }

  /** Brokers that have no topic may have it again, as it was. */
  @Test
  void aTopicThatIsAwayIsWaitedFor() throws Exception {
    start("receipts.mode", "range");
    pass(Duration.ofSeconds(1));
    brokers.partitions = 0;
    timing.after(Duration.ofSeconds(20).toNanos(), () -> brokers.partitions = 1);
    sink.put(records(0, 3));
    cluster.answerAll(null);
    assertThat(committed(3)).isEqualTo(3);
    assertThat(brokers.sent).hasSize(2);
    assertThat(ranges())
        .extracting(range -> range.get("from") + " " + range.get("to"))
        .containsExactly("0 3");
  }

  /** A new producer would fence the task that has the partition by now. */
  @Test
  void aPartitionThatWasTakenMeanwhileIsNotOpenedAgain() throws Exception {
    start("receipts.mode", "range");
    pass(Duration.ofSeconds(1));
    brokers.partitions = 1;
    sink.put(records(0, 3));
    cluster.answerAll(null);
    timing.after(
        Duration.ofSeconds(3).toNanos(),
        () -> {
          context.assigned.clear();
          sink.close(List.of(PARTITION));
        });
    sink.preCommit(Map.of(PARTITION, new OffsetAndMetadata(3)));
    pass(Duration.ofSeconds(20));
    assertThat(brokers.sent).hasSize(1);
    assertThat(brokers.asked).isEqualTo(1);
    assertThat(ranges()).isEmpty();
  }

  /** Their progress is committed all the same. */
  @Test
  void recordsWithoutReceiptsPassInATransactionOfTheirOwn() throws Exception {
    context.reporter = (record, error) -> CompletableFuture.completedFuture(null);
    start("errors.tolerance", "all");
    pass(Duration.ofSeconds(1));
    sink.put(List.of(record(0, "no JSON"), record(1, "no JSON")));
    settle();
    assertThat(told()).isEmpty();
    assertThat(brokers.progress(PARTITION)).isEqualTo(2);
    assertThat(committed(2)).isEqualTo(2);
  }

  @Test
  void nothingMoreIsSentOnceAMessageCannotBe() throws Exception {
    start();
    pass(Duration.ofSeconds(1));
    brokers.sendFailure = new TimeoutException("Topic written not present in metadata");
    sink.put(records(0, 3));
    assertThatThrownBy(this::settle)
        .hasMessageContaining("(Topic written not present in metadata). Look at the topic");
    assertThat(brokers.sent).hasSize(1);
    assertThat(committed(3)).isZero();
  }

  @Test
  void rangesFollowEachOtherAndCountWhatBecameOfTheirRecords() throws Exception {
    context.reporter = (record, error) -> CompletableFuture.completedFuture(null);
    start("receipts.mode", "range", "errors.tolerance", "all");
    pass(Duration.ofSeconds(1));
    List<SinkRecord> first = new ArrayList<>(records(10, 12));
    first.add(record(12, null));
    first.add(record(14, "no JSON"));
    SinkRecord same =
        new SinkRecord(
            "t", 0, null, "k10", null, "{\"a\":\"y\"}", 15, 600L, TimestampType.CREATE_TIME);
    first.add(same);
    sink.put(first);
    cluster.answerAll(null);
    assertThat(committed(16)).isEqualTo(16);
    sink.put(records(20, 23));
    cluster.answerAll(null);
    assertThat(committed(23)).isEqualTo(23);
    List<JsonNode> ranges = ranges();
    assertThat(ranges).hasSize(2);
    assertThat(ranges.get(0).get("configHash").asText()).matches("[0-9a-f]{64}");
    assertThat(ranges.get(0).toString())
        .startsWith(
            "{\"topic\":\"t\",\"partition\":0,\"from\":10,\"to\":16,\"written\":2,\"deleted\":1,"
                + "\"superseded\":1,\"refused\":1,\"deadLettered\":1,\"maxTimestamp\":600,");
    assertThat(ranges.get(1).toString())
        .startsWith(
            "{\"topic\":\"t\",\"partition\":0,\"from\":16,\"to\":23,\"written\":3,\"deleted\":0,"
                + "\"superseded\":0,\"refused\":0,\"deadLettered\":0,\"maxTimestamp\":522,");
  }

  @Test
  void aRangeGoesOnWhereAnEarlierTaskHasEnded() throws Exception {
    start("receipts.mode", "range");
    pass(Duration.ofSeconds(1));
    sink.put(records(0, 5));
    cluster.answerAll(null);
    assertThat(committed(5)).isEqualTo(5);
    sink.stop();
    start("receipts.mode", "range");
    pass(Duration.ofSeconds(1));
    sink.put(records(2, 9));
    cluster.answerAll(null);
    assertThat(committed(9)).isEqualTo(9);
    assertThat(ranges())
        .extracting(range -> range.get("from") + " " + range.get("to") + " " + range.get("written"))
        .containsExactly("0 5 5", "5 9 4");
  }

  /** Rows behind one that is not answered wait for their counts, and are let go of then. */
  @Test
  void rowsOfARangeCountAsMemoryUntilTheyAreSettled() throws Exception {
    start("receipts.mode", "range", "maxNumberOfRecordsInBatch", "1", "maxBytesInFlight", "65536");
    pass(Duration.ofSeconds(1));
    sink.put(records(0, 200));
    while (cluster.waiting() > 1) {
      cluster.answer(1, null);
    }
    sink.put(List.of());
    assertThat(context.paused).containsExactly(PARTITION);
    cluster.answerAll(null);
    sink.put(List.of());
    sink.put(List.of());
    assertThat(context.paused).isEmpty();
  }

  /** A range is told after seconds: so long the task must not wait for memory. */
  @Test
  void whatARangeCountsTakesNoMemory() throws Exception {
    start("receipts.mode", "range", "maxBytesInFlight", "65536");
    pass(Duration.ofSeconds(1));
    for (long offset = 0; offset < 2_000; offset += 50) {
      sink.put(records(offset, offset + 50));
      cluster.answerAll(null);
      sink.put(List.of());
      assertThat(context.paused).as("after %s records", offset).isEmpty();
    }
    assertThat(committed(2_000)).isEqualTo(2_000);
    assertThat(ranges())
        .extracting(range -> range.get("from") + " " + range.get("to") + " " + range.get("written"))
        .containsExactly("0 2000 2000");
  }

  /** They would be handed over after 0.2 s only, and the task would wait for that. */
  @Test
  void receiptsThatGatherAreHandedOverBeforeTheyKeepTheTaskFromTakingMore() throws Exception {
    start("maxBytesInFlight", "131072");
    pass(Duration.ofSeconds(1));
    long began = timing.nanoTime();
    for (long offset = 0; offset < 2_000; offset += 50) {
      sink.put(records(offset, offset + 50));
      assertThat(context.paused).as("after %s records", offset).isEmpty();
      cluster.answerAll(null);
      sink.put(List.of());
    }
    assertThat(Duration.ofNanos(timing.nanoTime() - began)).isLessThan(Duration.ofMillis(100));
    assertThat(committed(2_000)).isEqualTo(2_000);
    assertThat(told()).isEqualTo(offsets(0, 2_000));
  }

  @Test
  void recordsOfARangeThatComeAgainWhileItIsBeingToldAreCountedOnce() throws Exception {
    start("receipts.mode", "range");
    pass(Duration.ofSeconds(1));
    sink.put(records(0, 5));
    cluster.answerAll(null);
    brokers.onSend =
        message -> {
          brokers.onSend = again -> {};
          sink.put(records(0, 9));
          cluster.answerAll(null);
          sink.put(List.of());
        };
    committed(5);
    assertThat(committed(9)).isEqualTo(9);
    assertThat(ranges())
        .extracting(range -> range.get("from") + " " + range.get("to") + " " + range.get("written"))
        .containsExactly("0 5 5", "5 9 4");
  }

  @Test
  void aRangeIsToldWithoutACommitToo() throws Exception {
    start("receipts.mode", "range");
    pass(Duration.ofSeconds(1));
    sink.put(records(0, 5));
    cluster.answerAll(null);
    sink.put(List.of());
    pass(Duration.ofSeconds(4));
    sink.put(List.of());
    pass(Duration.ofMillis(10));
    assertThat(brokers.sent).isEmpty();
    pass(Duration.ofSeconds(1));
    sink.put(List.of());
    pass(Duration.ofMillis(10));
    assertThat(ranges()).hasSize(1);
  }

  @Test
  void theHashIsOfWhatRowsMeanAndOfNothingElse() throws Exception {
    String hash = hashOf();
    assertThat(hashOf("contactPoints", "")).isEqualTo(hash);
    assertThat(hashOf("retry.timeout", "7", "auth.username", "u", "auth.password", "p"))
        .isEqualTo(hash);
    assertThat(hashOf("value.converter.basic.auth.user.info", "secret")).isEqualTo(hash);
    assertThat(hashOf("topic.t.ks.t.mapping", "id=key, a=value.b")).isNotEqualTo(hash);
    assertThat(hashOf("generation", "1")).isNotEqualTo(hash);
    assertThat(hashOf("transforms", "x")).isNotEqualTo(hash);
    assertThat(hashOf("value.converter", "x")).isNotEqualTo(hash);
  }

  private String hashOf(String... more) {
    Map<String, String> config = new HashMap<>();
    config.put("topic.t.ks.t.mapping", "id=key, a=value.a");
    config.put("receipts.topic", "written");
    config.put("receipts.bootstrap.servers", "a.example:9092");
    for (int i = 0; i < more.length; i += 2) {
      config.put(more[i], more[i + 1]);
    }
    return io.cassink.sink.config.SettingsReader.read(config)
        .settings()
        .orElseThrow()
        .receipts()
        .orElseThrow()
        .configHash();
  }
}
