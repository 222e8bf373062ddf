package io.cassink.sink.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.cassink.sink.metrics.Measures;
import io.cassink.sink.metrics.RecordCounts;
import io.cassink.sink.metrics.TaskMetrics;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class PartitionStateTest {
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final TaskMetrics metrics = new TaskMetrics(Duration.ofSeconds(35), System::nanoTime);
  private final RecordCounts counts = metrics.topic("t");

  private PartitionState state(Supplier<PartitionOrder> orders) {
    return new PartitionState(
        orders, new PartitionProgress(new TopicPartition("t", 0), new HeldRecords()), counts, IDLE);
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

  private long commit(PartitionState state, long current, long now) {
    state.hold(current, now);
    return state.commit(Long.MAX_VALUE, metrics.offsets());
  }

  @Test
  void commitsTheCompletedPrefixThenTheWorkersPosition() {
    PartitionState state = state(() -> new LogOrder(0));
    Ticket first = deliver(state, 10, 5, 0);
    Ticket second = deliver(state, 11, 5, 0);
    second.release();
    assertThat(commit(state, 20, 0)).isEqualTo(10);
    first.release();
    assertThat(commit(state, 20, 0)).isEqualTo(20);
  }

  @Test
  void openTiesHoldTheCommitUntilThePartitionIsIdle() {
    PartitionState state = state(TimeOrder::new);
    for (int i = 0; i < 10; i++) {
      deliver(state, i, 5, 0).release();
    }
    assertThat(commit(state, 10, SECOND)).isZero();
    assertThat(state.wantsRelease(SECOND)).isFalse();
    assertThat(state.awaitsRelease()).isTrue();
    assertThat(state.wantsRelease(6 * SECOND)).isTrue();
    assertThat(state.wantsRelease(6 * SECOND)).isFalse();
    assertThat(commit(state, 10, 6 * SECOND)).isEqualTo(10);
  }

  @Test
  void aCommitNeverGoesBackAndIndexesAreKeptAfterAnIdleTime() {
    PartitionState state = state(TimeOrder::new);
    deliver(state, 0, 5, 0).release();
    assertThat(commit(state, 1, 6 * SECOND)).isEqualTo(1);
    state.recordCame(1, 7 * SECOND);
    Ticket late = state.progress().add(record(1));
    state.order().begin(1, 5);
    assertThat(state.order().writeTime(1)).isEqualTo(5_001);
    assertThat(commit(state, 2, 7 * SECOND)).isEqualTo(1);
    late.release();
    assertThat(commit(state, 2, 7 * SECOND)).isEqualTo(1);
  }

  @Test
  void nothingIsReleasedWhileAWriteIsPending() {
    PartitionState state = state(TimeOrder::new);
    deliver(state, 0, 5, 0);
    assertThat(commit(state, 1, 60 * SECOND)).isZero();
    assertThat(state.wantsRelease(60 * SECOND)).isFalse();
  }

  @Test
  void whatTheWorkerPassesWithoutHandingItOverWasFiltered() {
    PartitionState state = state(() -> new LogOrder(0));
    deliver(state, 10, 5, 0).release();
    deliver(state, 11, 5, 0).release();
    deliver(state, 15, 5, 0).release();
    assertThat(counts.filtered().value()).isEqualTo(3);
    commit(state, 20, 0);
    commit(state, 20, 0);
    assertThat(counts.filtered().value()).isEqualTo(7);
    deliver(state, 20, 5, 0).release();
    assertThat(counts.filtered().value()).isEqualTo(7);
    assertThat(counts.read().value()).isEqualTo(4);
  }

  @Test
  void saysWhatHoldsACommit() {
    PartitionState state = state(TimeOrder::new);
    deliver(state, 0, 5, 0).release();
    deliver(state, 1, 5, 0).release();
    deliver(state, 2, 6, 0);
    deliver(state, 3, 6, 0).release();
    commit(state, 4, SECOND);
    assertThat(state.heldByTies()).isEqualTo(2);
    assertThat(state.heldByWrites()).isEqualTo(2);
  }

  /** Offsets that the worker passed before the first record came were not filtered. */
  @Test
  void whatTheWorkerPassesBeforeTheFirstRecordIsNotCounted() {
    PartitionState state = state(() -> new LogOrder(0));
    deliver(state, 10, 5, 0).release();
    assertThat(counts.filtered().value()).isZero();
    commit(state, 11, 0);
    assertThat(counts.filtered().value()).isZero();
  }

  @Test
  void offsetsThatAreReleasedAreCountedOnce() {
    ScriptedOrder order = new ScriptedOrder();
    PartitionState state = state(() -> order);
    for (int i = 0; i < 10; i++) {
      deliver(state, i, 5, 0).release();
    }
    order.heldFrom = 2;
    order.heldFromWhenQuiet = 6;
    assertThat(commit(state, 10, 0)).isEqualTo(6);
    assertThat(Measures.of(metrics, "ties-released-total")).isEqualTo(4);
    assertThat(commit(state, 10, 0)).isEqualTo(6);
    assertThat(Measures.of(metrics, "ties-released-total")).isEqualTo(4);
    order.heldFromWhenQuiet = 9;
    assertThat(commit(state, 10, 0)).isEqualTo(9);
    assertThat(Measures.of(metrics, "ties-released-total")).isEqualTo(7);
    assertThat(Measures.of(metrics, "ties-cut-short-total")).isZero();
  }

  @Test
  void offsetsOfAHoldThatIsCutShortAreCountedOnce() {
    ScriptedOrder order = new ScriptedOrder();
    PartitionState state = state(() -> order);
    for (int i = 0; i < 10; i++) {
      deliver(state, i, 5, 0).release();
    }
    order.heldFrom = 2;
    order.heldFromWhenQuiet = 2;
    for (int i = 0; i < 2; i++) {
      assertThat(state.hold(10, 0)).isEqualTo(i == 0 ? 8 : 3);
      assertThat(state.commit(3, metrics.offsets())).isEqualTo(7);
      assertThat(state.heldByTies()).isEqualTo(3);
      assertThat(Measures.of(metrics, "ties-cut-short-total")).isEqualTo(5);
    }
    assertThat(Measures.of(metrics, "ties-released-total")).isZero();
  }

  @Test
  void theOrderIsToldOfWhatIsDone() {
    ScriptedOrder order = new ScriptedOrder();
    PartitionState state = state(() -> order);
    state.advance();
    assertThat(order.completed).isEqualTo(-1);
    Ticket first = deliver(state, 0, 5, 0);
    state.advance();
    assertThat(order.completed).isZero();
    first.release();
    state.advance();
    assertThat(order.completed).isEqualTo(1);
  }

  /** As after a restart at the end of the partition. */
  @Test
  void onlyAnIdlePartitionForgetsItsCounts() {
    PartitionState state = state(TimeOrder::new);
    Ticket ticket = deliver(state, 0, 5, 0);
    PartitionOrder order = state.order();
    state.forgetIfIdle(6 * SECOND);
    assertThat(state.order()).isSameAs(order);
    ticket.release();
    state.forgetIfIdle(4 * SECOND);
    assertThat(state.order()).isSameAs(order);
    state.forgetIfIdle(5 * SECOND);
    assertThat(state.order()).isNotSameAs(order);
  }

  @Test
  void aPartitionOfWhichNothingCameAwaitsNoRelease() {
    PartitionState state = state(TimeOrder::new);
    assertThat(state.awaitsRelease()).isFalse();
    assertThat(state.wantsRelease(6 * SECOND)).isFalse();
    Ticket first = deliver(state, 0, 5, 0);
    assertThat(state.awaitsRelease()).isTrue();
    first.release();
    assertThat(state.awaitsRelease()).isTrue();
    assertThat(state.wantsRelease(6 * SECOND)).isTrue();
    assertThat(state.awaitsRelease()).isFalse();
    deliver(state, 1, 5, 7 * SECOND).release();
    assertThat(state.awaitsRelease()).isTrue();
  }

  @Test
  void idleTimeBeginsAgainOnlyForAPartitionThatIsNotIdleYet() {
    PartitionState state = state(TimeOrder::new);
    deliver(state, 0, 5, 0).release();
    state.restartIdleTime(4 * SECOND);
    assertThat(state.isIdle(8 * SECOND)).isFalse();
    assertThat(state.isIdle(9 * SECOND)).isTrue();
    state.restartIdleTime(9 * SECOND);
    assertThat(state.isIdle(9 * SECOND)).isTrue();
  }
}
