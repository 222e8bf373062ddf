package io.cassink.sink;

import static io.cassink.sink.ScriptedSink.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import io.cassink.sink.receipts.MockClients;
import io.cassink.sink.receipts.TaskReceipts;
import io.cassink.sink.timing.FakeTiming;
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
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** What is told without transactions, when, and what the commit waits for. */
class ReceiptsTest {
  private final ContextStub context = new ContextStub();
  private final FakeTiming timing = new FakeTiming();
  private final ScriptedCluster cluster = new ScriptedCluster(timing);
  private final MockClients brokers = new MockClients();
  private StartedSink sink;

  private void start(String... more) throws Exception {
    timing.now = Duration.ofSeconds(1_000).toNanos();
    Map<String, String> config = new HashMap<>();
    config.put("topic.t.ks.t.mapping", "id=key, a=value.a");
    config.put("order", "log");
    config.put("order.epoch", "1000");
    config.put("receipts.topic", "written");
    config.put("receipts.bootstrap.servers", "a.example:9092");
    for (int i = 0; i < more.length; i += 2) {
      config.put(more[i], more[i + 1]);
    }
    sink =
        ScriptedSink.start(
            config, context, cluster, timing, () -> {}, new ReportedRecords(), brokers);
    context.assigned.add(PARTITION);
    sink.open(List.of(PARTITION));
  }

  private static SinkRecord record(String key, String value, long offset) {
    return new SinkRecord(
        "t", 0, null, key, null, value, offset, 500_000L, TimestampType.CREATE_TIME);
  }

  private static List<SinkRecord> records(long from, long until) {
    List<SinkRecord> records = new ArrayList<>();
    for (long offset = from; offset < until; offset++) {
      records.add(record("k" + offset, "{\"a\":\"x\"}", offset));
    }
    return records;
  }

  private long committed(long position) {
    return sink.preCommit(Map.of(PARTITION, new OffsetAndMetadata(position)))
        .get(PARTITION)
        .offset();
  }

  private void answerAndPoll() {
    cluster.answerAll(null);
    sink.put(List.of());
  }

  private List<String> told() {
    return brokers.sent.stream().map(ReceiptsTest::shown).toList();
  }

  private static String shown(ProducerRecord<byte[], byte[]> message) {
    return header(message, "cassink.offset")
        + " "
        + header(message, "cassink.kind")
        + " "
        + text(message.key())
        + " "
        + text(message.value());
  }

  private static String header(ProducerRecord<byte[], byte[]> message, String name) {
    Header header = message.headers().lastHeader(name);
    return header == null ? null : text(header.value());
  }

  private static String text(byte[] bytes) {
    return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void aRowIsToldOnceItAndAllBeforeItAreAcknowledged() throws Exception {
    start("maxNumberOfRecordsInBatch", "1");
    sink.put(records(0, 3));
    cluster.answer(2, null);
    cluster.answer(1, null);
    sink.put(List.of());
    assertThat(told()).isEmpty();
    answerAndPoll();
    assertThat(told())
        .containsExactly(
            "0 written {\"id\":\"k0\"} {\"id\":\"k0\",\"a\":\"x\"}",
            "1 written {\"id\":\"k1\"} {\"id\":\"k1\",\"a\":\"x\"}",
            "2 written {\"id\":\"k2\"} {\"id\":\"k2\",\"a\":\"x\"}");
  }

  @Test
  void theCommitWaitsForTheAcknowledgementOfWhatIsTold() throws Exception {
    start();
    sink.put(records(0, 3));
    answerAndPoll();
    assertThat(committed(3)).isZero();
    assertThat(context.timeout).isEqualTo(100);
    brokers.plain.completeNext();
    assertThat(committed(3)).isZero();
    brokers.acknowledgeAll();
    assertThat(committed(3)).isEqualTo(3);
  }

  @Test
  void aReceiptSaysWhereItsRowIsFromAndWhenItWasWritten() throws Exception {
    start("topic.t.ks.t.ttl", "1000");
    sink.put(List.of(record("k", "{\"a\":\"x\"}", 7)));
    answerAndPoll();
    ProducerRecord<byte[], byte[]> message = brokers.sent.get(0);
    assertThat(message.topic()).isEqualTo("written");
    assertThat(message.timestamp()).isEqualTo(500_000);
    Map<String, String> headers = new HashMap<>();
    message.headers().forEach(header -> headers.put(header.key(), text(header.value())));
    assertThat(headers)
        .isEqualTo(
            Map.of(
                "cassink.table", "ks.t",
                "cassink.topic", "t",
                "cassink.partition", "0",
                "cassink.offset", "7",
                "cassink.kind", "written",
                "cassink.write.time", "1007",
                "cassink.expires", "1500000"));
  }

  @Test
  void aColumnThatIsLeftAsItIsIsAbsentAndANullIsNull() throws Exception {
    start("topic.t.ks.t.nullToUnset", "false", "topic.t.ks.t.deletesEnabled", "false");
    sink.put(List.of(record("k", "{\"a\":null}", 0), record("l", "{}", 1)));
    answerAndPoll();
    assertThat(told())
        .containsExactly(
            "0 written {\"id\":\"k\"} {\"id\":\"k\",\"a\":null}",
            "1 written {\"id\":\"l\"} {\"id\":\"l\"}");
  }

  @Test
  void aDeleteIsATombstone() throws Exception {
    start();
    sink.put(List.of(record("k", null, 0)));
    answerAndPoll();
    assertThat(told()).containsExactly("0 deleted {\"id\":\"k\"} null");
  }

  @Test
  void aRowWhoseTimeIsOverIsExpired() throws Exception {
    start("topic.t.ks.t.ttl", "100");
    sink.put(List.of(record("k", "{\"a\":\"x\"}", 0), record("l", "{}", 1)));
    answerAndPoll();
    assertThat(told())
        .containsExactly(
            "0 expired {\"id\":\"k\"} null", "1 expired {\"id\":\"l\"} {\"id\":\"l\"}");
    assertThat(header(brokers.sent.get(0), "cassink.expires")).isEqualTo("600000");
  }

  @Test
  void aSupersededRowIsToldWithTheOneThatOverwritesIt() throws Exception {
    start();
    sink.put(List.of(record("k", "{\"a\":\"x\"}", 0), record("k", "{\"a\":\"y\"}", 1)));
    assertThat(cluster.offsets()).containsExactly(1L);
    sink.put(List.of());
    assertThat(told()).isEmpty();
    answerAndPoll();
    assertThat(told())
        .containsExactly(
            "0 superseded {\"id\":\"k\"} {\"id\":\"k\",\"a\":\"x\"}",
            "1 written {\"id\":\"k\"} {\"id\":\"k\",\"a\":\"y\"}");
  }

  @Test
  void aRecordOfTwoTablesIsToldTwice() throws Exception {
    start("topic.t.ks.u.mapping", "id=key, a=value.a");
    sink.put(records(0, 1));
    answerAndPoll();
    assertThat(brokers.sent)
        .extracting(message -> header(message, "cassink.table"))
        .containsExactlyInAnyOrder("ks.t", "ks.u");
    brokers.plain.completeNext();
    assertThat(committed(1)).isZero();
    brokers.acknowledgeAll();
    assertThat(committed(1)).isEqualTo(1);
  }

  @Test
  void bothTablesOfARecordMustHaveAcknowledged() throws Exception {
    start("topic.t.ks.u.mapping", "id=key, a=value.a", "maxNumberOfRecordsInBatch", "1");
    sink.put(records(0, 1));
    cluster.answer(1, null);
    sink.put(List.of());
    assertThat(told()).isEmpty();
    answerAndPoll();
    assertThat(told()).hasSize(2);
  }

  @Test
  void aBadRecordIsNotToldAndHoldsNothing() throws Exception {
    context.reporter = (record, error) -> CompletableFuture.completedFuture(null);
    start("errors.tolerance", "all", "maxNumberOfRecordsInBatch", "1");
    sink.put(List.of(record("k", "no JSON", 0), record("l", "{\"a\":\"x\"}", 1)));
    answerAndPoll();
    assertThat(told()).containsExactly("1 written {\"id\":\"l\"} {\"id\":\"l\",\"a\":\"x\"}");
    brokers.acknowledgeAll();
    assertThat(committed(2)).isEqualTo(2);
  }

  @Test
  void aRowThatTheServerRefusesIsNotTold() throws Exception {
    context.reporter = (record, error) -> CompletableFuture.completedFuture(null);
    start("errors.tolerance", "all");
    sink.put(records(0, 1));
    InvalidQueryException refusal = new InvalidQueryException(null, "no");
    for (int i = 0; i < 3; i++) {
      cluster.answerAll(refusal);
      sink.put(List.of());
    }
    assertThat(committed(1)).isEqualTo(1);
    assertThat(told()).isEmpty();
  }

  @Test
  void receiptsThatWaitCountAsMemory() throws Exception {
    start("maxBytesInFlight", "65536");
    sink.put(records(0, 60));
    answerAndPoll();
    assertThat(context.paused).isEmpty();
    sink.put(records(60, 200));
    answerAndPoll();
    sink.put(List.of());
    assertThat(context.paused).containsExactly(PARTITION);
    brokers.acknowledgeAll();
    sink.put(List.of());
    sink.put(List.of());
    assertThat(context.paused).isEmpty();
    assertThat(committed(200)).isEqualTo(200);
  }

  @Test
  void aTopicThatIsAwayHoldsTheOffsetAndIsToldInTheLogAndFailsTheTaskAfterTheBudget()
      throws Exception {
    start();
    sink.put(records(5, 8));
    answerAndPoll();
    try (Logged logged = new Logged(TaskReceipts.class.getName(), Level.ERROR)) {
      timing.now += Duration.ofSeconds(31).toNanos();
      sink.put(List.of());
      assertThat(logged.events())
          .extracting(ILoggingEvent::getFormattedMessage)
          .containsExactly(
              "t-0: the receipts from offset 5 on are not acknowledged by the topic written for"
                  + " 31 s; the offset is held before them");
    }
    assertThat(committed(8)).isEqualTo(5);
    timing.now += Duration.ofSeconds(280).toNanos();
    assertThatThrownBy(() -> sink.put(List.of()))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("t-0: the offset is held before 5")
        .hasMessageContaining("not acknowledged by the topic written for 31")
        .hasMessageContaining("(retry.timeout)")
        .hasMessageContaining("restart the task");
    assertThat(committed(8)).isEqualTo(5);
  }

  @Test
  void aReceiptThatTheBrokersRefuseFailsTheTaskAndNothingBehindItIsTold() throws Exception {
    start();
    sink.put(records(0, 2));
    answerAndPoll();
    brokers.plain.errorNext(new RecordTooLargeException("1 MB"));
    assertThatThrownBy(() -> sink.put(List.of()))
        .hasMessageContaining("t-0: the offset is held before 0")
        .hasMessageContaining("RecordTooLargeException: 1 MB")
        .hasMessageContaining("receipts.producer.max.request.size");
    brokers.acknowledgeAll();
    assertThat(committed(2)).isZero();
    int sent = brokers.sent.size();
    assertThatThrownBy(() -> sink.put(records(2, 3))).isInstanceOf(ConnectException.class);
    cluster.answerAll(null);
    assertThatThrownBy(() -> sink.put(List.of())).isInstanceOf(ConnectException.class);
    assertThat(brokers.sent).hasSize(sent);
  }

  @Test
  void aRightThatIsMissingIsNamed() throws Exception {
    start();
    sink.put(records(0, 1));
    answerAndPoll();
    brokers.plain.errorNext(new TopicAuthorizationException("not allowed"));
    assertThatThrownBy(() -> sink.put(List.of()))
        .hasMessageContaining("cannot be told in the topic written")
        .hasMessageContaining("its rights");
  }

  @Test
  void aProducerThatCannotSendFailsTheTask() throws Exception {
    start();
    sink.put(records(0, 1));
    answerAndPoll();
    brokers.acknowledgeAll();
    brokers.plain.sendException = new TimeoutException("no metadata");
    sink.put(records(1, 2));
    cluster.answerAll(null);
    assertThatThrownBy(
            () -> {
              sink.put(List.of());
              sink.put(List.of());
            })
        .hasMessageContaining("no metadata");
    assertThat(committed(2)).isEqualTo(1);
  }

  /** A producer that does not learn of its topic blocks for its whole time at each message. */
  @Test
  void nothingMoreIsSentOnceAMessageCannotBe() throws Exception {
    start();
    brokers.sendFailure = new TimeoutException("Topic written not present in metadata");
    sink.put(records(0, 3));
    cluster.answerAll(null);
    assertThatThrownBy(
            () -> {
              sink.put(List.of());
              sink.put(List.of());
            })
        .hasMessageContaining("cannot be told in the topic written")
        .hasMessageContaining("Topic written not present in metadata. Look at the topic");
    assertThat(brokers.sent).hasSize(1);
  }

  @Test
  void aRevokedPartitionIsNotToldAndLeavesNothing() throws Exception {
    start();
    sink.put(records(0, 5));
    cluster.answerAll(null);
    context.assigned.remove(PARTITION);
    sink.close(List.of(PARTITION));
    sink.put(List.of());
    assertThat(told()).isEmpty();
    context.assigned.add(PARTITION);
    sink.open(List.of(PARTITION));
    sink.put(records(0, 5));
    answerAndPoll();
    assertThat(told()).hasSize(5);
    brokers.acknowledgeAll();
    assertThat(committed(5)).isEqualTo(5);
  }

  @Test
  void recordsThatComeAgainAreToldAgain() throws Exception {
    start();
    sink.put(records(0, 2));
    answerAndPoll();
    sink.put(records(0, 2));
    brokers.acknowledgeAll();
    sink.put(List.of());
    assertThat(committed(2)).isZero();
    answerAndPoll();
    brokers.acknowledgeAll();
    assertThat(committed(2)).isEqualTo(2);
    assertThat(told()).hasSize(4);
  }

  @Test
  void withoutATopicNothingIsToldOrKept() throws Exception {
    start("receipts.topic", "", "receipts.bootstrap.servers", "");
    assertThat(sink).isNotNull();
    sink.put(records(0, 3));
    answerAndPoll();
    assertThat(committed(3)).isEqualTo(3);
    assertThat(brokers.sent).isEmpty();
    assertThat(brokers.plain).isNull();
  }
}
