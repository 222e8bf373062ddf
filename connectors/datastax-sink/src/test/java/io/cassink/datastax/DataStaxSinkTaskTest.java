package io.cassink.datastax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.common.sink.ConfigException;
import io.cassink.datastax.support.RecordingContext;
import io.cassink.datastax.support.SessionStub;
import io.cassink.datastax.support.SharedState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The task with an engine that has no database. Here every record's topic is an unknown one. */
class DataStaxSinkTaskTest {
  private static final TopicPartition FIRST = new TopicPartition("unknown", 0);
  private static final TopicPartition SECOND = new TopicPartition("unknown", 1);

  private final SessionStub session = new SessionStub();
  private final RecordingContext context = new RecordingContext();
  private final DataStaxSinkTask task = new DataStaxSinkTask();

  private void start(DataStaxSinkTask started, String ignoreErrors) {
    Map<String, String> settings =
        Map.of("name", "test", "jmx", "false", "ignoreErrors", ignoreErrors);
    if (!SharedState.isThere("test")) {
      SharedState.put(settings, session);
    }
    started.initialize(context.context());
    started.start(settings);
  }

  @AfterEach
  void stop() {
    task.stop();
  }

  private static SinkRecord record(TopicPartition partition, long offset) {
    return new SinkRecord(
        partition.topic(), partition.partition(), null, null, null, "{\"secret\":1}", offset);
  }

  private static Map<TopicPartition, OffsetAndMetadata> offsets(long first, long second) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    offsets.put(FIRST, new OffsetAndMetadata(first));
    offsets.put(SECOND, new OffsetAndMetadata(second));
    return offsets;
  }

  @Test
  void holdsEachPartitionBackAtItsLowestFailedOffset() {
    start(task, "None");
    task.put(List.of(record(FIRST, 1237), record(FIRST, 1235), record(SECOND, 1238)));
    assertThat(context.rewinds()).isEqualTo(Map.of(FIRST, 1235L, SECOND, 1238L));
    assertThat(task.preCommit(offsets(1240, 1240))).isEqualTo(offsets(1235, 1238));
  }

  @Test
  void forgetsFailuresWhenTheNextBatchBegins() {
    start(task, "None");
    task.put(List.of(record(FIRST, 7)));
    context.rewinds().clear();
    task.put(List.of());
    assertThat(context.rewinds()).isEmpty();
    assertThat(task.preCommit(offsets(9, 9))).isEqualTo(offsets(7, 9));

    task.put(List.of(record(SECOND, 8)));
    assertThat(task.preCommit(offsets(9, 9))).isEqualTo(offsets(9, 8));
  }

  @Test
  void commitsPastFailuresThatAreIgnored() {
    start(task, "All");
    task.put(List.of(record(FIRST, 7)));
    assertThat(context.rewinds()).isEmpty();
    assertThat(task.preCommit(offsets(8, 8))).isEqualTo(offsets(8, 8));
  }

  @Test
  void driverIgnoresNoMappingErrors() {
    start(task, "Driver");
    task.put(List.of(record(FIRST, 7)));
    assertThat(context.rewinds()).isEqualTo(Map.of(FIRST, 7L));
  }

  /** A transform may rename the topic; Connect commits by the topic that was read. */
  @Test
  void holdsBackTheTopicThatWasRead() {
    start(task, "None");
    SinkRecord read = record(FIRST, 7);
    task.put(
        List.of(read.newRecord("renamed", 5, null, null, null, read.value(), read.timestamp())));
    assertThat(context.rewinds()).isEqualTo(Map.of(FIRST, 7L));
  }

  @Test
  void theLastTaskToStopClosesTheSession() {
    start(task, "None");
    DataStaxSinkTask other = new DataStaxSinkTask();
    start(other, "None");
    other.stop();
    assertThat(session.closed()).isZero();
    task.stop();
    assertThat(session.closed()).isEqualTo(1);
    assertThat(SharedState.isThere("test")).isFalse();
  }

  @Test
  void aTaskThatNeverStartedStops() {
    new DataStaxSinkTask().stop();
    assertThat(session.closed()).isZero();
  }

  @Test
  void refusesAMisspeltIgnoreErrorsAtStart() {
    assertThatThrownBy(() -> task.start(Map.of("name", "test", "ignoreErrors", "Nonne")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("ignoreErrors")
        .hasMessageContaining("Nonne");
  }

  @Test
  void refusesATopicWithoutAMapping() {
    assertThatThrownBy(() -> task.start(Map.of("name", "test", "topics", "item_sales")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("topic.item_sales.*");
  }
}
