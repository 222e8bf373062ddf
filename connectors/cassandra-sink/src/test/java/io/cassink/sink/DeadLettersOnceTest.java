package io.cassink.sink;

import static io.cassink.sink.ScriptedSink.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.cassink.sink.timing.FakeTiming;
import io.cassink.sink.write.ScriptedCluster;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** A record that is read again because commits are held has its one dead letter, in one worker. */
class DeadLettersOnceTest {
  private final FakeTiming timing = new FakeTiming();
  private final List<Long> letters = new ArrayList<>();
  private ReportedRecords reported = new ReportedRecords();
  private long committed;
  private String bad = "nonsense";
  private CompletableFuture<Void> letter = CompletableFuture.completedFuture(null);

  /** Instead of it, for the first of the bad records. */
  private CompletableFuture<Void> firstLetter;

  /** Starts a task, reads from the commit up to an offset, and stops it cleanly. */
  private void run(long until) throws Exception {
    run(committed, until);
  }

  private void run(long from, long until) throws Exception {
    ContextStub context = new ContextStub();
    context.reporter =
        (record, error) -> {
          letters.add(record.originalKafkaOffset());
          return firstLetter != null && record.originalKafkaOffset() == 50 ? firstLetter : letter;
        };
    ScriptedCluster cluster = new ScriptedCluster(timing);
    Map<String, String> config = new HashMap<>();
    config.put("topic.t.ks.t.mapping", "id=key, a=value.a");
    config.put("errors.tolerance", "all");
    StartedSink sink = ScriptedSink.start(config, context, cluster, timing, () -> {}, reported);
    context.assigned.add(PARTITION);
    sink.open(List.of(PARTITION));
    for (long offset = from; offset < until; offset += 500) {
      sink.put(records(offset, Math.min(until, offset + 500)));
      cluster.answerAll(null);
    }
    for (int i = 0; i < 20; i++) {
      cluster.answerAll(null);
      sink.put(List.of());
    }
    committed =
        sink.preCommit(Map.of(PARTITION, new OffsetAndMetadata(until))).get(PARTITION).offset();
    sink.close(List.of(PARTITION));
    sink.stop();
  }

  /** Every hundredth is bad. */
  private List<SinkRecord> records(long from, long until) {
    List<SinkRecord> records = new ArrayList<>();
    for (long offset = from; offset < until; offset++) {
      String value = offset % 100 == 50 ? bad : "{\"a\":\"x\"}";
      long time = 1_700_000_000_000L + offset;
      records.add(
          new SinkRecord(
              "t", 0, null, "k" + offset, null, value, offset, time, TimestampType.CREATE_TIME));
    }
    return records;
  }

  @Test
  void aRestartRepeatsNone() throws Exception {
    for (int restart = 0; restart < 4; restart++) {
      run(5_000);
      assertThat(committed).isLessThan(5_000);
    }
    assertThat(letters).hasSize(50).doesNotHaveDuplicates();
    run(6_000);
    assertThat(letters).hasSize(60).doesNotHaveDuplicates();
  }

  @Test
  void anotherWorkerRepeatsThoseBehindTheCommit() throws Exception {
    run(5_000);
    reported = new ReportedRecords();
    run(5_000);
    assertThat(letters.subList(50, letters.size()))
        .isNotEmpty()
        .allMatch(offset -> offset >= committed);
  }

  @Test
  void aTopicThatIsMadeAnewReportsItsOwn() throws Exception {
    run(5_000);
    long first = committed;
    bad = "other nonsense";
    run(first, 5_000);
    assertThat(letters).hasSizeGreaterThan(50);
  }

  @Test
  void whoSetsTheOffsetsBackSeesAllLettersAgain() throws Exception {
    run(5_000);
    run(0, 5_000);
    assertThat(letters).hasSize(100);
  }

  @Test
  void aLetterThatWasNotWrittenIsWrittenAfterTheRestart() throws Exception {
    letter = new CompletableFuture<>();
    run(100);
    letter = CompletableFuture.completedFuture(null);
    run(100);
    assertThat(letters).containsExactly(50L, 50L);
  }

  /** Found by the simulator: the server refuses a row while the last commit waits for it. */
  @Test
  void theLastCommitWaitsForLettersAndKnowsThemAfterTheRestart() throws Exception {
    letter = new CompletableFuture<>();
    timing.meanwhile = () -> letter.complete(null);
    run(100);
    run(100);
    assertThat(letters).containsExactly(50L);
  }

  /** Found by the simulator: the task ends at the first letter, and has looked at both. */
  @Test
  void aLetterThatFailsHidesNoneThatIsWritten() {
    firstLetter = CompletableFuture.failedFuture(new ConnectException("no leader"));
    assertThatThrownBy(() -> run(200)).isInstanceOf(ConnectException.class);
    firstLetter = null;
    assertThatCode(() -> run(200)).doesNotThrowAnyException();
    assertThat(letters).containsExactly(50L, 150L, 50L);
  }

  @Test
  void lettersThatDoNotSayTheirOriginAreWarnedOf() {
    Map<String, String> config = new HashMap<>();
    config.put("name", "shop");
    config.put("topic.t.ks.t.mapping", "id=key, x");
    config.put("contactPoints", "127.0.0.1:1");
    config.put("loadBalancing.localDc", "dc1");
    config.put("errors.deadletterqueue.topic.name", "dead");
    try (Logged logged = new Logged("io.cassink.sink.ConfigValidation", Level.WARN)) {
      new CassandraSinkConnector().validate(config);
      assertThat(logged.lines())
          .anyMatch(
              line ->
                  line.startsWith(
                      "WARN shop: errors.deadletterqueue.context.headers.enable is not true"));
    }
    config.put("errors.deadletterqueue.context.headers.enable", "true");
    assertThat(DeadLetters.warnings(config)).isEmpty();
  }
}
