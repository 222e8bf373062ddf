package io.cassink.sink.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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

  /** The record of 6 ms at offset 0 is counted together with those of 5 ms that come after it. */
  @Test
  void aCommitWaitsFromTheFirstRecordOfAMillisecondIntoWhichARowHasRunOver() {
    assertThat(write(6, 1)).isEqualTo(6_000);
    for (int i = 0; i < 1_000; i++) {
      assertThat(write(5, 1)).isEqualTo(5_000 + i);
    }
    assertThat(write(5, 1)).isEqualTo(6_001);
    assertThat(order.replayFrom(offset)).isZero();
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

  /** The commit may pass a millisecond that had no record for long, unless one is not written. */
  @Test
  void aMillisecondThatGotQuietHoldsNothingOnceItIsWritten() {
    write(5, 1);
    write(5, 1);
    write(6, 1);
    assertThat(order.replayFrom(3, 2)).isEqualTo(2);
    assertThat(order.replayFrom(2, 2)).isEqualTo(2);
    assertThat(order.replayFrom(1, 2)).isZero();
    assertThat(order.replayFrom(3, 1)).isZero();
    assertThat(write(5, 1)).isEqualTo(5_002);
    assertThat(order.replayFrom(4, 3)).isZero();
  }

  @Test
  void aRecordOfAClockThatIsAheadIsOverAfterTenThousandMore() {
    write(3_600_000, 1);
    for (int i = 0; i < RowIndexes.DISTANCE; i++) {
      assertThat(order.replayFrom(offset)).isZero();
      write(5 + i, 2);
    }
    assertThat(order.replayFrom(offset)).isZero();
    write(20_000, 2);
    assertThat(order.replayFrom(offset)).isEqualTo(offset - TimeOrder.GAP);
  }

  /** Rows that hold nothing, such as those of lists, change nothing for those that do. */
  @Test
  void rowsThatHoldNothingAreCountedApart() {
    for (int i = 0; i < 1_500; i++) {
      order.begin(offset++, 5);
      assertThat(order.writeTimeWithoutHold(1)).isEqualTo(5_000 + i);
    }
    assertThat(order.replayFrom(offset)).isEqualTo(offset);
    assertThat(write(5, 1)).isEqualTo(5_000);
    assertThat(order.replayFrom(offset)).isEqualTo(offset - 1);
  }

  @Test
  void countsOfRowsThatHoldNothingEndAsOthersDo() {
    order.begin(offset++, 5);
    assertThat(order.writeTimeWithoutHold(1)).isEqualTo(5_000);
    for (int i = 0; i <= TimeOrder.GAP; i++) {
      order.begin(offset++, 6);
    }
    order.begin(offset++, 5);
    assertThat(order.writeTimeWithoutHold(1)).isEqualTo(5_000);
  }

  /** So that a partition has more counts than it has offsets among which they go on. */
  @Test
  void eachTableHasItsOwnCountOfARecordThatGoesToSeveral() {
    int rows = 9_000;
    for (int round = 0; round < 2; round++) {
      for (int row = 0; row < rows; row++) {
        order.begin(offset++, 5);
        for (int table = 0; table < 3; table++) {
          long writeTime = order.writeTime(table * (long) rows + row);
          assertThat(writeTime).isEqualTo(5_000 + round);
        }
      }
    }
  }

  /** Which partitions wait for memory is decided by it. */
  @Test
  void saysHowManyBytesItsArraysTake() throws Exception {
    for (int i = 0; i < 40_000; i++) {
      // A clock that stands still, one that is ahead, a row that runs over; then rising times.
      long milliseconds = i >= 30_000 ? i : i % 500 == 7 ? 9_000_000 + i : 5;
      order.begin(i, milliseconds);
      order.writeTime(i % 4 == 0 ? 0 : i);
      order.writeTimeWithoutHold(i);
      order.completed(i - 5_000);
      if (i % 1_000 == 0) {
        assertThat(order.bytes()).as("after %s", i).isEqualTo(ArrayBytes.of(order));
      }
    }
  }

  /**
   * See docs/decisions/write-times.md: less than a megabyte for each partition, whatever the log.
   */
  @ParameterizedTest
  @EnumSource
  void takesLittleMemory(WorstLog log) {
    TimeOrder counted = new TimeOrder();
    Random random = new Random(1);
    long most = 0;
    for (int i = 0; i < log.length; i++) {
      counted.begin(i, log.time(random, i));
      counted.writeTime(log.row(random, i) * 0x9e3779b97f4a7c15L);
      counted.completed(i - 100);
      most = Math.max(most, i % 100 == 0 ? counted.bytes() : 0);
    }
    assertThat(most).as("bytes").isLessThan(log.mostKilobytes << 10);
    for (int i = 0; i < 30_000; i++) {
      counted.begin(log.length + i, 9_000_000_000L + i);
      counted.writeTime(i);
      counted.completed(log.length + i);
    }
    assertThat(counted.bytes()).as("bytes after a good while").isLessThan(200 << 10);
  }
}
