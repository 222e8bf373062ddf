package io.cassink.sink.order;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TimeOrderTest {
  private final TimeOrder order = new TimeOrder();
  private long offset;

  private long write(long milliseconds, long row) {
    order.begin(offset++, milliseconds);
    return order.writeTime(row);
  }

  @Test
  void countsTheRecordsOfARowInAMillisecond() {
    assertThat(write(5, 1)).isEqualTo(5_000);
    assertThat(write(5, 2)).isEqualTo(5_000);
    assertThat(write(5, 1)).isEqualTo(5_001);
    assertThat(write(4, 1)).isEqualTo(4_000);
    assertThat(write(5, 1)).isEqualTo(5_002);
  }

  @Test
  void aRowCarriesOnIntoItsNextMillisecond() {
    for (int i = 0; i < 2_500; i++) {
      assertThat(write(5, 1)).isEqualTo(5_000 + i);
    }
    assertThat(write(6, 1)).isEqualTo(7_500);
    assertThat(write(6, 2)).isEqualTo(6_000);
    assertThat(write(7, 1)).isEqualTo(7_501);
    assertThat(write(9, 1)).isEqualTo(9_000);
  }

  @Test
  void aCommitWaitsUntilAThousandLaterRecordsAreWritten() {
    write(5, 1);
    for (int i = 0; i < TimeOrder.GAP; i++) {
      assertThat(order.replayFrom(offset)).isZero();
      write(6 + i, 1);
    }
    assertThat(order.replayFrom(offset)).isEqualTo(1);
    assertThat(order.replayFrom(offset)).isEqualTo(1);
  }

  /** A row with 1,500 records in each of three milliseconds: its times run from 5000 to 9499. */
  @Test
  void aCommitWaitsForAllMillisecondsIntoWhichARowRunsOver() {
    for (int i = 0; i < 4_500; i++) {
      write(5 + i / 1_500, 1);
    }
    assertThat(order.replayFrom(offset)).isZero();
    for (int i = 0; i < TimeOrder.GAP; i++) {
      assertThat(order.replayFrom(offset)).isZero();
      write(10 + i, 1);
    }
    assertThat(order.replayFrom(offset)).isEqualTo(4_500);
  }

  @Test
  void aMillisecondEndsForTheCommitWhenTheRecordThatEndedItIsWritten() {
    write(5, 1);
    for (int i = 0; i < TimeOrder.GAP; i++) {
      write(6 + i, 1);
    }
    TimeOrder other = new TimeOrder();
    for (int i = 0; i <= TimeOrder.GAP; i++) {
      other.begin(i, 5 + i);
      other.writeTime(1);
    }
    assertThat(other.replayFrom(TimeOrder.GAP)).isZero();
    assertThat(other.replayFrom(TimeOrder.GAP + 1)).isEqualTo(1);
  }

  @Test
  void aHoldHasAnEnd() {
    TimeOrder held = new TimeOrder(10);
    held.begin(0, 5);
    held.writeTime(1);
    assertThat(held.replayFrom(3 * TimeOrder.LONGEST_HOLD)).isEqualTo(2 * TimeOrder.LONGEST_HOLD);
    assertThat(held.cutShort()).isEqualTo(2 * TimeOrder.LONGEST_HOLD);
  }

  @Test
  void withTooManyRowsOneIndexServesAllAndStillRises() {
    TimeOrder small = new TimeOrder(100);
    long[] last = new long[1_000];
    for (int i = 0; i < 20_000; i++) {
      int row = (i * 7919) % 1_000;
      small.begin(i, 5);
      long time = small.writeTime(row);
      assertThat(time).isGreaterThan(last[row]);
      last[row] = time;
    }
  }

  /** Write times of __timestamp are not counted, so nothing is kept or held for them. */
  @Test
  void recordsThatSetTheirOwnWriteTimeHoldNothing() {
    for (int i = 0; i < 5_000; i++) {
      order.begin(offset++, i % 500 == 0 ? 1 : 1_000 + i);
      assertThat(order.replayFrom(offset)).isEqualTo(offset);
    }
    assertThat(write(9_000, 1)).isEqualTo(9_000_000);
    order.begin(offset++, 9_001);
    assertThat(write(9_000, 1)).isEqualTo(9_000_001);
    assertThat(order.replayFrom(offset)).isEqualTo(5_000);
  }

  /** Its millisecond was over and its index is not known any more: it is counted anew. */
  @Test
  void aRecordOfAMillisecondThatIsOverBeginsANewOne() {
    assertThat(write(5, 1)).isEqualTo(5_000);
    for (int i = 0; i <= TimeOrder.GAP; i++) {
      order.begin(offset++, 6);
    }
    order.completed(offset);
    assertThat(order.replayFrom(offset)).isEqualTo(offset);
    assertThat(write(5, 1)).isEqualTo(5_000);
    assertThat(order.replayFrom(offset)).isEqualTo(offset - 1);
  }

  @Test
  void aTrickleOfLateRecordsDoesNotFillTheMemory() {
    TimeOrder small = new TimeOrder(1_000);
    for (int i = 0; i < 50_000; i++) {
      long milliseconds = i % 500 == 0 ? 1 : 1_000 + i;
      small.begin(i, milliseconds);
      small.writeTime(i);
      small.completed(i);
      assertThat(small.rows()).isLessThanOrEqualTo(1_001);
    }
    small.begin(50_000, 51_000);
    long first = small.writeTime(7);
    small.begin(50_001, 51_000);
    assertThat(small.writeTime(7)).isEqualTo(first + 1);
  }
}
