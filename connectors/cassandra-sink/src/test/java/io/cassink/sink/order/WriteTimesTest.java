package io.cassink.sink.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The simulation of docs/decisions/write-times.md: log shapes x crashes x seeds. */
class WriteTimesTest {
  private static final int ROUNDS = 20;

  /** In how many rounds at least one row is wrong. */
  private static int wrongRounds(LogShape shape, Supplier<PartitionOrder> scheme) {
    return WriteTimeSimulation.wrongRounds(shape, scheme, ROUNDS);
  }

  @ParameterizedTest
  @EnumSource
  void timeOrderLeavesNoWrongRow(LogShape shape) {
    assertThat(wrongRounds(shape, TimeOrder::new)).isZero();
  }

  /** In the order of the log, so shapes whose times fall or mingle mean another fold. */
  @ParameterizedTest
  @EnumSource(names = {"BATCH_STAMPS", "ONE_MILLISECOND", "HOT_KEY"})
  void logOrderLeavesNoWrongRow(LogShape shape) {
    assertThat(wrongRounds(shape, () -> new LogOrder(1_700_000_000_000_000L))).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"BATCH_STAMPS", "ONE_MILLISECOND", "HOT_KEY"})
  void theRecordsTimeAloneIsWrong(LogShape shape) {
    assertThat(wrongRounds(shape, RecordTimeOnly::new)).isEqualTo(ROUNDS);
  }

  @ParameterizedTest
  @EnumSource(names = {"BATCH_STAMPS", "ONE_MILLISECOND"})
  void theOffsetModuloAThousandIsWrong(LogShape shape) {
    assertThat(wrongRounds(shape, OffsetModuloThousand::new)).isGreaterThan(ROUNDS / 2);
  }

  @ParameterizedTest
  @EnumSource(names = {"BATCH_STAMPS", "ONE_MILLISECOND", "INTERLEAVED_PRODUCERS"})
  void anIndexThatNoCommitWaitsForIsWrong(LogShape shape) {
    assertThat(wrongRounds(shape, CommittedAtOnce::new)).isPositive();
  }

  @Test
  void aHoldComputedAtTheDeliveredRecordIsWrong() {
    assertThat(wrongRounds(LogShape.CLOCKS_AHEAD, HeldAsOfDelivery::new)).isPositive();
  }

  private static final class RecordTimeOnly extends Naive {
    @Override
    public long writeTime(long row) {
      return milliseconds * 1_000;
    }
  }

  private static final class OffsetModuloThousand extends Naive {
    @Override
    public long writeTime(long row) {
      return milliseconds * 1_000 + offset % 1_000;
    }
  }

  private abstract static class Naive implements PartitionOrder {
    long offset;
    long milliseconds;

    @Override
    public void begin(long nextOffset, long nextMilliseconds) {
      offset = nextOffset;
      milliseconds = nextMilliseconds;
    }

    @Override
    public void completed(long nextOffset) {
      // Nothing is remembered.
    }

    @Override
    public long replayFrom(long completed, long quietBelow) {
      return completed;
    }
  }

  /** The right write times, but other commits. */
  private abstract static class OtherCommits implements PartitionOrder {
    final TimeOrder order = new TimeOrder();

    @Override
    public void begin(long offset, long milliseconds) {
      order.begin(offset, milliseconds);
    }

    @Override
    public long writeTime(long row) {
      return order.writeTime(row);
    }

    @Override
    public void completed(long offset) {
      order.completed(offset);
    }
  }

  private static final class CommittedAtOnce extends OtherCommits {
    @Override
    public long replayFrom(long completed, long quietBelow) {
      return completed;
    }
  }

  /** Takes a millisecond for over as soon as its last record is delivered. */
  private static final class HeldAsOfDelivery extends OtherCommits {
    @Override
    public void completed(long offset) {
      order.completed(Long.MAX_VALUE);
    }

    @Override
    public long replayFrom(long completed, long quietBelow) {
      order.completed(Long.MAX_VALUE);
      return order.replayFrom(completed, quietBelow);
    }
  }
}
