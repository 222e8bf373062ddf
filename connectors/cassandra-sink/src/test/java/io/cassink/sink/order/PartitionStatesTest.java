package io.cassink.sink.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.cassink.sink.metrics.TaskMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class PartitionStatesTest {
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final TopicPartition FIRST = new TopicPartition("t", 0);

  private long now = 1_000 * SECOND;
  private final PartitionStates states =
      new PartitionStates(
          TimeOrder::new,
          IDLE,
          new TaskMetrics(Duration.ofSeconds(35), () -> now),
          new HeldRecords(),
          now);
  private long offset;

  private void deliver(int partition, long milliseconds) {
    SinkRecord record =
        new SinkRecord("t", partition, null, "k", null, "v", offset, 5L, TimestampType.CREATE_TIME);
    PartitionState state = states.delivered(record);
    PartitionOrder order = state.order();
    order.begin(offset++, milliseconds);
    order.writeTime(1);
    state.progress().add(record).release();
  }

  private long committed() {
    return states.commits(Map.of(FIRST, new OffsetAndMetadata(1))).get(FIRST).offset();
  }

  /** Calls of a second each, with records of another partition or with none. */
  private void seconds(int count, boolean others) {
    for (int i = 0; i < count; i++) {
      now += SECOND;
      if (others) {
        // The task was busy for all of the second: the next records were waiting.
        states.returned(now);
      }
      states.called(now, true, others);
      if (others) {
        deliver(1, 1_000 + i);
      }
    }
  }

  private void begin() {
    states.called(now, true, true);
    states.open(List.of(FIRST, new TopicPartition("t", 1)));
    deliver(0, 5);
  }

  @Test
  void aPartitionThatHasNoMoreRecordsIsReleasedSoon() {
    begin();
    seconds(4, false);
    assertThat(committed()).isZero();
    seconds(2, false);
    assertThat(committed()).isEqualTo(1);
  }

  /** The consumer may be handing out the others' records first. */
  @Test
  void aPartitionThatHasToWaitForOthersIsNotIdle() {
    begin();
    seconds(30, true);
    assertThat(committed()).isZero();
    assertThat(states.wantsRelease()).isFalse();
  }

  @Test
  void aPartitionWithoutRecordsIsReleasedInTheEndEvenIfOthersNeverRest() {
    begin();
    seconds(70, true);
    assertThat(committed()).isEqualTo(1);
  }

  /**
   * Two records a second in milliseconds of their own: those of the last 5 s hold, not a thousand.
   */
  @Test
  void aBusyPartitionIsHeldForItsLastSecondsOnly() {
    begin();
    for (int i = 0; i < 60; i++) {
      now += SECOND / 2;
      states.called(now, true, true);
      deliver(0, 1_000 + i);
      states.advance();
      states.returned(now);
    }
    long held = offset - commit(offset);
    assertThat(held).isBetween(10L, 12L);
  }

  /** The poll brought records at once, so others may be waiting: nothing is released. */
  @Test
  void nothingIsReleasedWhileTheTaskIsSlow() {
    begin();
    for (int i = 0; i < 60; i++) {
      states.called(now, true, true);
      deliver(0, 1_000 + i);
      now += SECOND / 2;
      states.returned(now);
    }
    assertThat(commit(offset)).isZero();
  }

  private long commit(long position) {
    return states.commits(Map.of(FIRST, new OffsetAndMetadata(position))).get(FIRST).offset();
  }

  @Test
  void aCommitDoesNotGoBackWhenAQuietMillisecondGetsARecord() {
    begin();
    seconds(6, false);
    assertThat(committed()).isEqualTo(1);
    states.called(now, true, true);
    deliver(0, 5);
    assertThat(commit(2)).isEqualTo(1);
  }
}
