package io.cassink.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cassink.sink.config.SettingsReader;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.metrics.Measures;
import io.cassink.sink.metrics.TaskMetrics;
import io.cassink.sink.order.HeldRecords;
import io.cassink.sink.order.PartitionProgress;
import io.cassink.sink.order.Ticket;
import io.cassink.sink.timing.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every cell of the table in docs/reference/sink-errors.md. */
class BadRecordsTest {
  private static final Map<String, String> MAPPING = Map.of("topic.t.ks.t.mapping", "id=key");

  private final List<String> letters = new CopyOnWriteArrayList<>();
  private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
  private final PartitionProgress progress =
      new PartitionProgress(new TopicPartition("t", 0), new HeldRecords());
  private final TaskMetrics metrics = new TaskMetrics(Duration.ofSeconds(35), System::nanoTime);
  private final List<BadRecords> opened = new ArrayList<>();

  private ErrantRecordReporter reporter(boolean tolerant) {
    return (record, error) -> {
      letters.add(error.getMessage());
      if (!tolerant) {
        throw new ConnectException("Tolerance exceeded in error handler");
      }
      return written;
    };
  }

  private static SinkSettings settings(String... keysValues) {
    Map<String, String> config = new HashMap<>(MAPPING);
    for (int i = 0; i < keysValues.length; i += 2) {
      config.put(keysValues[i], keysValues[i + 1]);
    }
    return SettingsReader.read(config).settings().orElseThrow();
  }

  private BadRecords badRecords(ErrantRecordReporter reporter, SinkSettings settings) {
    BadRecords made =
        new BadRecords(reporter, settings, metrics, new ReportedRecords(), Timing.SYSTEM);
    opened.add(made);
    return made;
  }

  @AfterEach
  void close() {
    opened.forEach(BadRecords::close);
  }

  private Ticket ticket(long offset) {
    SinkRecord renamed =
        new SinkRecord("t", 0, null, "k", null, "secret", offset, 5L, TimestampType.CREATE_TIME)
            .newRecord("renamed", 7, null, "k", null, "secret", 5L);
    return progress.add(renamed);
  }

  @ParameterizedTest
  @CsvSource({
    // tolerance, reporter, ignoreErrors, conversion, refusal
    "all, true, None, reported, reported",
    "all, true, All, reported, reported",
    "all, true, Driver, reported, reported",
    "all, false, None, passed, passed",
    "all, false, All, passed, passed",
    "all, false, Driver, passed, passed",
    "none, true, None, logged and failed, logged and failed",
    "none, true, All, passed, passed",
    "none, true, Driver, logged and failed, passed",
    "none, false, None, failed, failed",
    "none, false, All, passed, passed",
    "none, false, Driver, failed, passed",
  })
  void everyCell(
      String tolerance, boolean hasReporter, String ignore, String conversion, String refusal) {
    SinkSettings settings = settings("errors.tolerance", tolerance, "ignoreErrors", ignore);
    ErrantRecordReporter reporter = hasReporter ? reporter(tolerance.equals("all")) : null;
    assertThat(outcome(badRecords(reporter, settings), 0, false)).isEqualTo(conversion);
    letters.clear();
    assertThat(outcome(badRecords(reporter, settings), 1, true)).isEqualTo(refusal);
  }

  private String outcome(BadRecords badRecords, long offset, boolean refused) {
    Ticket ticket = ticket(offset);
    try {
      badRecords.handle(ticket, "ks.t: column id: is bad", refused, null);
      badRecords.poll();
    } catch (ConnectException e) {
      assertThat(e).hasMessageContaining("t-0@" + offset).hasMessageContaining("column id");
      assertThat(e.getMessage()).doesNotContain("secret");
      assertThat(progress.completed()).isLessThanOrEqualTo(offset);
      assertThatThrownBy(badRecords::poll).isSameAs(e);
      return letters.isEmpty() ? "failed" : "logged and failed";
    }
    assertThat(ticket.record()).isNull();
    return letters.isEmpty() ? "passed" : "reported";
  }

  @Test
  void theOffsetWaitsForTheDeadLetter() {
    written = new CompletableFuture<>();
    BadRecords badRecords = badRecords(reporter(true), settings("errors.tolerance", "all"));
    badRecords.handle(ticket(3), "bad", false, null);
    badRecords.poll();
    assertThat(progress.completed()).isEqualTo(3);
    assertThat(badRecords.isPending()).isTrue();
    written.complete(null);
    badRecords.poll();
    assertThat(progress.completed()).isEqualTo(4);
    assertThat(badRecords.isPending()).isFalse();
  }

  @Test
  void aDeadLetterThatCannotBeWrittenFailsTheTask() {
    written = new CompletableFuture<>();
    BadRecords badRecords = badRecords(reporter(true), settings("errors.tolerance", "all"));
    badRecords.handle(ticket(3), "bad", false, null);
    written.completeExceptionally(new IllegalStateException("no such topic"));
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(badRecords::poll)
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("t-0@3")
          .hasRootCauseMessage("no such topic");
    }
    assertThat(progress.completed()).isEqualTo(3);
  }

  @Test
  void aDeadLetterThatIsNeverAnsweredFailsTheTaskAfterTheBudget() {
    written = new CompletableFuture<>();
    BadRecords badRecords =
        badRecords(reporter(true), settings("errors.tolerance", "all", "retry.timeout", "0"));
    badRecords.handle(ticket(3), "bad", false, null);
    assertThatThrownBy(badRecords::poll).hasMessageContaining("cannot be written");
    assertThat(progress.completed()).isEqualTo(3);
  }

  @Test
  void aRecordThatIsBadForTwoTablesHasOneDeadLetter() {
    BadRecords badRecords = badRecords(reporter(true), settings("errors.tolerance", "all"));
    Ticket ticket = ticket(3);
    ticket.hold();
    badRecords.handle(ticket, "bad for one", true, null);
    badRecords.handle(ticket, "bad for the other", true, null);
    badRecords.poll();
    assertThat(letters).hasSize(1);
    assertThat(progress.completed()).isEqualTo(4);
  }

  @Test
  void positionsAreThoseOfTheTopicThatTheWorkerRead() {
    assertThat(new TopicPartition("t", 0).toString() + "@3").isEqualTo("t-0@3");
    BadRecords badRecords = badRecords(null, settings());
    assertThatThrownBy(() -> badRecords.handle(ticket(3), "bad", false, null))
        .hasMessageStartingWith("t-0@3: bad; the offset is held");
  }

  @Test
  void aReporterThatBlocksHoldsTheOffsetAndNotTheTask() throws Exception {
    CountDownLatch topicIsThere = new CountDownLatch(1);
    AtomicInteger atOnce = new AtomicInteger();
    AtomicInteger mostAtOnce = new AtomicInteger();
    ErrantRecordReporter blocking =
        (record, error) -> {
          mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
          awaitQuietly(topicIsThere);
          letters.add(error.getMessage());
          atOnce.decrementAndGet();
          return CompletableFuture.completedFuture(null);
        };
    BadRecords badRecords = badRecords(blocking, settings("errors.tolerance", "all"));
    badRecords.handle(ticket(3), "bad", false, null);
    badRecords.handle(ticket(4), "bad", false, null);
    badRecords.poll();
    assertThat(badRecords.isBlocked()).isTrue();
    assertThat(progress.completed()).isEqualTo(3);
    assertThat(measure("dead-letters-waiting")).isEqualTo(2);
    assertThat(measure("dead-letter-wait-ms")).isGreaterThanOrEqualTo(500);
    topicIsThere.countDown();
    awaitWritten(badRecords);
    assertThat(progress.completed()).isEqualTo(5);
    assertThat(badRecords.isBlocked()).isFalse();
    assertThat(letters).containsExactly("t-0@3: bad", "t-0@4: bad");
    assertThat(mostAtOnce).hasValue(1);
    assertThat(measure("dead-letters-waiting")).isZero();
    assertThat(measure("records-reported-total")).isEqualTo(2);
  }

  @Test
  void aReporterThatBlocksForLongerThanTheBudgetFailsTheTask() {
    ErrantRecordReporter blocking =
        (record, error) -> {
          awaitQuietly(new CountDownLatch(1));
          return null;
        };
    SinkSettings settings = settings("errors.tolerance", "all", "retry.timeout", "0");
    BadRecords badRecords = badRecords(blocking, settings);
    badRecords.handle(ticket(3), "bad", false, null);
    assertThatThrownBy(badRecords::poll)
        .hasMessageContaining("t-0@3: the dead letter of this bad record cannot be written")
        .hasMessageContaining("errors.deadletterqueue.topic.name");
    assertThat(progress.completed()).isEqualTo(3);
  }

  @Test
  void aReporterThatThrowsFailsTheTask() {
    ErrantRecordReporter throwing =
        (record, error) -> {
          throw new IllegalStateException("not authorized");
        };
    BadRecords badRecords = badRecords(throwing, settings("errors.tolerance", "all"));
    badRecords.handle(ticket(3), "bad", false, null);
    assertThatThrownBy(badRecords::poll)
        .hasMessageContaining("t-0@3")
        .hasRootCauseMessage("not authorized");
    assertThat(progress.completed()).isEqualTo(3);
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void awaitWritten(BadRecords badRecords) {
    long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (badRecords.isPending() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
      badRecords.poll();
    }
  }

  private long measure(String name) {
    return Measures.of(metrics, name);
  }
}
