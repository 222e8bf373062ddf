package io.cassink.sink.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.cassink.sink.metrics.RecordCounts;
import io.cassink.sink.metrics.TaskMetrics;
import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class PartitionStateTest {
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final RecordCounts counts =
      new TaskMetrics(Duration.ofSeconds(35), System::nanoTime).topic("t");

  private PartitionState state(PartitionOrder order) {
    return new PartitionState(
        order, new PartitionProgress(new TopicPartition("t", 0), new HeldRecords()), counts);
  }

  private static SinkRecord record(long offset) {
    return new SinkRecord("t", 0, null, "k", null, "v", offset);
  }

  private static Ticket deliver(PartitionState state, long offset, long milliseconds, long now) {
    state.recordCame(offset, now);
    Ticket ticket = state.progress().add(record(offset));
    PartitionOrder order = state.order();
    order.begin(offset, milliseconds);
    order.writeTime(1);
    return ticket;
  }

  @Test
  void commitsTheCompletedPrefixThenTheWorkersPosition() {
    PartitionState state = state(new LogOrder(0));
    Ticket first = deliver(state, 10, 5, 0);
    Ticket second = deliver(state, 11, 5, 0);
    second.release();
    assertThat(state.commit(20, 0, IDLE)).isEqualTo(10);
    first.release();
    assertThat(state.commit(20, 0, IDLE)).isEqualTo(20);
  }

  @Test
  void openTiesHoldTheCommitUntilThePartitionIsIdle() {
    PartitionState state = state(new TimeOrder());
    for (int i = 0; i < 10; i++) {
      deliver(state, i, 5, 0).release();
    }
    assertThat(state.commit(10, SECOND, IDLE)).isZero();
    assertThat(state.wantsRelease(SECOND, IDLE)).isFalse();
    assertThat(state.awaitsRelease()).isTrue();
    assertThat(state.wantsRelease(6 * SECOND, IDLE)).isTrue();
    assertThat(state.wantsRelease(6 * SECOND, IDLE)).isFalse();
    assertThat(state.commit(10, 6 * SECOND, IDLE)).isEqualTo(10);
  }

  @Test
  void aCommitNeverGoesBackAndIndexesAreKeptAfterAnIdleTime() {
    PartitionState state = state(new TimeOrder());
    deliver(state, 0, 5, 0).release();
    assertThat(state.commit(1, 6 * SECOND, IDLE)).isEqualTo(1);
    state.recordCame(1, 7 * SECOND);
    Ticket late = state.progress().add(record(1));
    state.order().begin(1, 5);
    assertThat(state.order().writeTime(1)).isEqualTo(5_001);
    assertThat(state.commit(2, 7 * SECOND, IDLE)).isEqualTo(1);
    late.release();
    assertThat(state.commit(2, 7 * SECOND, IDLE)).isEqualTo(1);
  }

  @Test
  void nothingIsReleasedWhileAWriteIsPending() {
    PartitionState state = state(new TimeOrder());
    deliver(state, 0, 5, 0);
    assertThat(state.commit(1, 60 * SECOND, IDLE)).isZero();
    assertThat(state.wantsRelease(60 * SECOND, IDLE)).isFalse();
  }

  @Test
  void whatTheWorkerPassesWithoutHandingItOverWasFiltered() {
    PartitionState state = state(new LogOrder(0));
    deliver(state, 10, 5, 0).release();
    deliver(state, 11, 5, 0).release();
    deliver(state, 15, 5, 0).release();
    assertThat(counts.filtered().value()).isEqualTo(3);
    state.commit(20, 0, IDLE);
    state.commit(20, 0, IDLE);
    assertThat(counts.filtered().value()).isEqualTo(7);
    deliver(state, 20, 5, 0).release();
    assertThat(counts.filtered().value()).isEqualTo(7);
    assertThat(counts.read().value()).isEqualTo(4);
  }

  @Test
  void saysWhatHoldsACommit() {
    PartitionState state = state(new TimeOrder());
    deliver(state, 0, 5, 0).release();
    deliver(state, 1, 5, 0).release();
    deliver(state, 2, 6, 0);
    deliver(state, 3, 6, 0).release();
    state.commit(4, SECOND, IDLE);
    assertThat(state.heldByTies()).isEqualTo(2);
    assertThat(state.heldByWrites()).isEqualTo(2);
  }
}
