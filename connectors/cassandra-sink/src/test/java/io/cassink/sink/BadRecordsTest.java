package io.cassink.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cassink.sink.config.SettingsReader;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.write.PartitionProgress;
import io.cassink.sink.write.Ticket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every cell of the table in docs/reference/sink-errors.md. */
class BadRecordsTest {
  private static final Map<String, String> MAPPING = Map.of("topic.t.ks.t.mapping", "id=key");

  private final List<String> letters = new ArrayList<>();
  private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);
  private final PartitionProgress progress = new PartitionProgress();

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

  private Ticket ticket(long offset) {
    SinkRecord renamed =
        new SinkRecord("t", 0, null, "k", null, "secret", offset, 5L, TimestampType.CREATE_TIME)
            .newRecord("renamed", 7, null, "k", null, "secret", 5L);
    return progress.add(renamed, offset);
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
    assertThat(outcome(new BadRecords(reporter, settings), 0, false)).isEqualTo(conversion);
    letters.clear();
    assertThat(outcome(new BadRecords(reporter, settings), 1, true)).isEqualTo(refusal);
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
    BadRecords badRecords = new BadRecords(reporter(true), settings("errors.tolerance", "all"));
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
    BadRecords badRecords = new BadRecords(reporter(true), settings("errors.tolerance", "all"));
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
        new BadRecords(reporter(true), settings("errors.tolerance", "all", "retry.timeout", "0"));
    badRecords.handle(ticket(3), "bad", false, null);
    assertThatThrownBy(badRecords::poll).hasMessageContaining("cannot be written");
    assertThat(progress.completed()).isEqualTo(3);
  }

  @Test
  void aRecordThatIsBadForTwoTablesHasOneDeadLetter() {
    BadRecords badRecords = new BadRecords(reporter(true), settings("errors.tolerance", "all"));
    Ticket ticket = ticket(3);
    ticket.hold();
    badRecords.handle(ticket, "bad for one", true, null);
    badRecords.handle(ticket, "bad for the other", true, null);
    badRecords.poll();
    assertThat(letters).hasSize(1);
    assertThat(progress.completed()).isEqualTo(4);
  }

  @Test
  void placesAreThoseOfTheTopicThatTheWorkerRead() {
    assertThat(new TopicPartition("t", 0).toString() + "@3").isEqualTo("t-0@3");
    BadRecords badRecords = new BadRecords(null, settings());
    assertThatThrownBy(() -> badRecords.handle(ticket(3), "bad", false, null))
        .hasMessageStartingWith("t-0@3: bad; the offset is held");
  }
}
