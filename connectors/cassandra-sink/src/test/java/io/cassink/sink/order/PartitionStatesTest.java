package io.cassink.sink.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.cassink.sink.metrics.Measures;
import io.cassink.sink.metrics.TaskMetrics;
import java.time.Duration;
import java.util.ArrayList;
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

  private static final TopicPartition SECOND_PARTITION = new TopicPartition("t", 1);

  private final TaskMetrics metrics = new TaskMetrics(Duration.ofSeconds(35), () -> now);
  private final List<ScriptedOrder> orders = new ArrayList<>();
  private final HeldRecords held = new HeldRecords();

  /** Each partition gets the next of the orders. */
  private PartitionStates scripted() {
    return new PartitionStates(
        () -> {
          orders.add(new ScriptedOrder());
          return orders.get(orders.size() - 1);
        },
        IDLE,
        metrics,
        held,
        now);
  }

  private static SinkRecord record(int partition, long offset) {
    return new SinkRecord(
        "t", partition, null, "k", null, "v", offset, 5L, TimestampType.CREATE_TIME);
  }

  private static Ticket deliver(PartitionStates to, int partition, long offset) {
    SinkRecord record = record(partition, offset);
    return to.delivered(record).progress().add(record);
  }

  /** They are written again after a kill, and frequent kills must not stop progress. */
  @Test
  void holdsOfMoreThanAMillionRecordsAreCutShort() {
    PartitionStates both = scripted();
    both.open(List.of(FIRST));
    both.open(List.of(SECOND_PARTITION));
    deliver(both, 0, 0).release();
    deliver(both, 1, 0).release();
    orders.forEach(order -> order.heldFrom = order.heldFromWhenQuiet = 0);
    Map<TopicPartition, OffsetAndMetadata> commits =
        both.commits(
            Map.of(
                FIRST, new OffsetAndMetadata(2_000_000),
                SECOND_PARTITION, new OffsetAndMetadata(300_000)));
    assertThat(commits.get(FIRST).offset()).isEqualTo(1_300_000);
    assertThat(commits.get(SECOND_PARTITION).offset()).isZero();
    assertThat(Measures.of(metrics, "ties-cut-short-total")).isEqualTo(1_300_000);
    assertThat(Measures.of(metrics, "offsets-held-by-ties")).isEqualTo(1_000_000);
    assertThat(Measures.of(metrics, "offsets-held-by-writes")).isZero();
  }

  @Test
  void whatIsNotWrittenIsShown() {
    PartitionStates both = scripted();
    deliver(both, 0, 10);
    deliver(both, 0, 11).release();
    deliver(both, 1, 5);
    both.commits(
        Map.of(FIRST, new OffsetAndMetadata(12), SECOND_PARTITION, new OffsetAndMetadata(6)));
    assertThat(Measures.of(metrics, "offsets-held-by-writes")).isEqualTo(3);
    both.advance();
    assertThat(Measures.of(metrics, "records-unwritten")).isEqualTo(2);
    assertThat(orders).extracting(order -> order.completed).containsExactly(10L, 5L);
  }

  @Test
  void noCommitPassesTheFirstRecordOfATopicBeforeItIsWritten() {
    PartitionStates both = scripted();
    Ticket first = deliver(both, 0, 0);
    Map<TopicPartition, OffsetAndMetadata> current = Map.of(FIRST, new OffsetAndMetadata(1));
    assertThat(both.commits(current).get(FIRST).offset()).isZero();
    first.release();
    assertThat(both.commits(current).get(FIRST).offset()).isEqualTo(1);
  }

  /** Where nothing came, or a transform has filtered all of it, the worker's position is right. */
  @Test
  void aPartitionOfWhichNothingCameIsCommittedAsTheWorkerSays() {
    PartitionStates both = scripted();
    both.open(List.of(FIRST, SECOND_PARTITION));
    orders.get(0).heldFrom = orders.get(0).heldFromWhenQuiet = 0;
    Map<TopicPartition, OffsetAndMetadata> current =
        Map.of(FIRST, new OffsetAndMetadata(7), SECOND_PARTITION, new OffsetAndMetadata(8));
    assertThat(both.commits(current)).isEqualTo(current);
  }

  @Test
  void aRecordThatComesAgainBeginsThePartitionAnew() {
    PartitionStates both = scripted();
    Ticket first = deliver(both, 0, 0);
    Ticket second = deliver(both, 0, 1);
    assertThat(orders).hasSize(1);
    assertThat(first.isRevoked()).isFalse();
    Ticket again = deliver(both, 0, 1);
    assertThat(orders).hasSize(2);
    assertThat(first.isRevoked()).isTrue();
    first.release();
    second.release();
    assertThat(both.commits(Map.of(FIRST, new OffsetAndMetadata(2))).get(FIRST).offset())
        .isEqualTo(1);
    again.release();
    assertThat(both.commits(Map.of(FIRST, new OffsetAndMetadata(2))).get(FIRST).offset())
        .isEqualTo(2);
  }

  @Test
  void aPartitionThatIsTakenAwayIsRevoked() {
    PartitionStates both = scripted();
    both.close(List.of(FIRST));
    Ticket ticket = deliver(both, 0, 0);
    Ticket other = deliver(both, 1, 0);
    both.close(List.of(FIRST));
    assertThat(ticket.isRevoked()).isTrue();
    assertThat(other.isRevoked()).isFalse();
  }

  private static final long MEGABYTE = 1 << 20;

  @Test
  void withinTheMemoryBudgetNothingIsForgottenAndNobodyWaits() {
    PartitionStates both = scripted();
    deliver(both, 0, 0).release();
    deliver(both, 1, 0).release();
    orders.forEach(order -> order.bytes = 16 * MEGABYTE);
    now += 6 * SECOND;
    for (int i = 0; i < 6; i++) {
      both.called(now += SECOND, true, false);
    }
    assertThat(both.waitingForMemory()).isEmpty();
    assertThat(orders).hasSize(2);
    assertThat(Measures.of(metrics, "tie-memory-bytes")).isEqualTo(32 * MEGABYTE);
  }

  /** No record might ever come that ends its counts, and the others would wait for ever. */
  @Test
  void aPartitionThatIsIdleForgetsItsCountsWhenMemoryIsShort() {
    PartitionStates both = scripted();
    deliver(both, 0, 0).release();
    deliver(both, 1, 0);
    orders.forEach(order -> order.bytes = 17 * MEGABYTE);
    for (int i = 0; i < 6; i++) {
      both.called(now += SECOND, true, false);
      both.returned(now);
    }
    assertThat(both.waitingForMemory()).isEmpty();
    assertThat(orders).hasSize(3);
    assertThat(Measures.of(metrics, "tie-memory-bytes")).isEqualTo(17 * MEGABYTE);
  }

  @Test
  void thePartitionWithLeastMemoryWaitsAndIsNotIdleMeanwhile() {
    PartitionStates both = scripted();
    deliver(both, 0, 0).release();
    deliver(both, 1, 0).release();
    orders.get(0).bytes = 20 * MEGABYTE;
    orders.get(1).bytes = 15 * MEGABYTE;
    assertThat(both.waitingForMemory()).containsExactly(SECOND_PARTITION);
    assertThat(Measures.of(metrics, "partitions-waiting-for-memory")).isEqualTo(1);
    for (int i = 0; i < 6; i++) {
      both.called(now += SECOND, true, false);
      both.returned(now);
    }
    both.waitingForMemory();
    assertThat(orders).as("the first is idle and begins anew").hasSize(3);
    assertThat(both.waitingForMemory()).isEmpty();
  }

  @Test
  void aCommitIsAskedForOnceAPartitionIsIdle() {
    PartitionStates both = scripted();
    assertThat(both.awaitsRelease()).isFalse();
    deliver(both, 0, 0).release();
    assertThat(both.awaitsRelease()).isTrue();
    assertThat(both.wantsRelease()).isFalse();
    for (int i = 0; i < 5; i++) {
      both.called(now += SECOND, true, false);
      both.returned(now);
    }
    assertThat(both.wantsRelease()).isTrue();
    assertThat(both.wantsRelease()).isFalse();
    assertThat(both.awaitsRelease()).isFalse();
  }

  /**
   * Found by the simulator: Connect ignores a commit beyond what a put has taken without failing.
   */
  @Test
  void afterAPutThatFailedACommitGoesNoFurtherThanTheWorkersPosition() {
    PartitionStates log =
        new PartitionStates(
            () -> new LogOrder(0),
            IDLE,
            new TaskMetrics(Duration.ofSeconds(35), () -> now),
            new HeldRecords(),
            now);
    for (int at = 0; at < 3; at++) {
      SinkRecord record =
          new SinkRecord("t", 0, null, "k", null, "v", at, 5L, TimestampType.CREATE_TIME);
      log.delivered(record).progress().add(record).release();
    }
    assertThat(log.commits(Map.of(FIRST, new OffsetAndMetadata(1))).get(FIRST).offset())
        .isEqualTo(1);
  }

  @Test
  void whatAnotherTaskHasIsNotCommitted() {
    TopicPartition second = new TopicPartition("t", 1);
    states.open(List.of(FIRST, second));
    states.close(List.of(second));
    Map<TopicPartition, OffsetAndMetadata> positions =
        Map.of(FIRST, new OffsetAndMetadata(7), second, new OffsetAndMetadata(9));
    assertThat(states.commits(positions)).containsOnly(Map.entry(FIRST, new OffsetAndMetadata(7)));
  }
}
