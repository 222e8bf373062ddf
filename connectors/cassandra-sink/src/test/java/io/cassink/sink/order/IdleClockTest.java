package io.cassink.sink.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class IdleClockTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final IdleClock clock = new IdleClock(Duration.ofSeconds(5), 100 * SECOND);

  @Test
  void aPollThatBringsNothingCountsWhole() {
    assertThat(clock.called(101 * SECOND, true, false)).isTrue();
    assertThat(clock.time()).isEqualTo(SECOND);
    clock.returned(102 * SECOND);
    assertThat(clock.called(103 * SECOND, true, false)).isTrue();
    assertThat(clock.time()).isEqualTo(3 * SECOND);
  }

  /** More may have waited while the task was busy. */
  @Test
  void ofAPollThatBringsRecordsOnlyTheWaitCounts() {
    clock.called(101 * SECOND, true, true);
    assertThat(clock.time()).isEqualTo(SECOND);
    clock.returned(102 * SECOND);
    clock.called(102 * SECOND + SECOND / 2, true, true);
    assertThat(clock.time()).isEqualTo(SECOND + SECOND / 2);
  }

  @Test
  void aTwelfthOfTheTimeCountsInAnyCase() {
    clock.called(100 * SECOND, true, true);
    clock.returned(101 * SECOND + SECOND / 5);
    clock.called(101 * SECOND + SECOND / 5, true, true);
    assertThat(clock.time()).isEqualTo(SECOND / 10);
  }

  @Test
  void timeInWhichConsumptionWasPausedDoesNotCount() {
    assertThat(clock.called(101 * SECOND, false, false)).isFalse();
    assertThat(clock.time()).isZero();
    assertThat(clock.called(102 * SECOND, true, false)).isTrue();
    assertThat(clock.time()).isEqualTo(SECOND);
  }

  @Test
  void timeInWhichTheTaskWasNotCalledForLongDoesNotCount() {
    assertThat(clock.called(102 * SECOND + SECOND / 2, true, false)).isTrue();
    assertThat(clock.time()).isEqualTo(2 * SECOND + SECOND / 2);
    assertThat(clock.called(105 * SECOND + 1, true, false)).isFalse();
    assertThat(clock.time()).isEqualTo(2 * SECOND + SECOND / 2);
  }
}
