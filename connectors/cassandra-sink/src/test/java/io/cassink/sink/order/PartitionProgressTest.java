package io.cassink.sink.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class PartitionProgressTest {
  private final HeldRecords held = new HeldRecords();
  private final PartitionProgress progress =
      new PartitionProgress(new TopicPartition("t", 3), held);

  private Ticket add(long offset) {
    return progress.add(new SinkRecord("t", 3, null, "k", null, "v", offset));
  }

  @Test
  void nothingIsCompletedBeforeTheFirstRecord() {
    assertThat(progress.completed()).isEqualTo(-1);
    assertThat(progress.lastOffset()).isEqualTo(-1);
    assertThat(progress.isDone()).isTrue();
  }

  @Test
  void isCompletedUpToTheFirstRecordThatIsNotDone() {
    Ticket first = add(10);
    Ticket second = add(12);
    Ticket third = add(15);
    assertThat(progress.completed()).isEqualTo(10);
    second.release();
    assertThat(progress.completed()).isEqualTo(10);
    first.release();
    assertThat(progress.completed()).isEqualTo(15);
    assertThat(progress.isDone()).isFalse();
    third.release();
    assertThat(progress.isDone()).isTrue();
    assertThat(progress.completed()).isEqualTo(16);
    assertThat(progress.lastOffset()).isEqualTo(15);
  }

  @Test
  void aRecordIsDoneOnceEachOfItsHoldsHasEnded() {
    Ticket ticket = add(0);
    ticket.hold();
    ticket.hold();
    ticket.release();
    ticket.release();
    assertThat(progress.completed()).isZero();
    assertThat(ticket.record()).isNotNull();
    ticket.release();
    assertThat(progress.completed()).isEqualTo(1);
    assertThat(ticket.record()).isNull();
  }

  @Test
  void countsWhatIsHeldUntilItIsDone() {
    Ticket first = add(0);
    Ticket second = add(1);
    first.keep(1_000);
    first.keep(500);
    second.keep(200);
    assertThat(held.records()).isEqualTo(2);
    assertThat(held.bytes()).isEqualTo(1_700 + 2 * 64);
    second.release();
    assertThat(progress.isDone()).isFalse();
    assertThat(held.records()).isEqualTo(1);
    assertThat(held.bytes()).isEqualTo(1_500 + 2 * 64);
    first.release();
    assertThat(progress.isDone()).isTrue();
    assertThat(held.records()).isZero();
    assertThat(held.bytes()).isZero();
  }

  @Test
  void aRevokedPartitionHasNothingPendingAndCountsWhatIsInFlightUntilItIsAnswered() {
    Ticket ticket = add(7);
    add(8).release();
    ticket.keep(300);
    assertThat(ticket.isRevoked()).isFalse();
    progress.revoke();
    assertThat(ticket.isRevoked()).isTrue();
    assertThat(progress.isDone()).isTrue();
    assertThat(held.bytes()).isEqualTo(300);
    assertThat(held.records()).isEqualTo(1);
    ticket.release();
    assertThat(held.bytes()).isZero();
    assertThat(held.records()).isZero();
    assertThat(progress.completed()).isEqualTo(7);
  }

  @Test
  void aRecordIsReportedOnceAndNamedByWhereItWasRead() {
    Ticket ticket = add(42);
    assertThat(ticket.firstReport()).isTrue();
    assertThat(ticket.firstReport()).isFalse();
    assertThat(ticket.position()).isEqualTo("t-3@42");
    assertThat(ticket.topic()).isEqualTo("t");
    assertThat(ticket.offset()).isEqualTo(42);
  }
}
