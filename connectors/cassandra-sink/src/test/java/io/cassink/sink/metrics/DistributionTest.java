package io.cassink.sink.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DistributionTest {
  private final Distribution distribution = new Distribution(1_000_000);

  @Test
  void isUnknownBeforeTheFirstWindowIsOver() {
    distribution.record(5);
    assertThat(distribution.percentile(50)).isNaN();
    distribution.endWindow();
    assertThat(distribution.percentile(50)).isEqualTo(5);
  }

  @Test
  void percentilesAreRightToAHundredth() {
    for (int value = 1; value <= 10_000; value++) {
      distribution.record(value);
    }
    distribution.endWindow();
    assertThat(distribution.percentile(50)).isCloseTo(5_000, within(50.0));
    assertThat(distribution.percentile(99)).isCloseTo(9_900, within(99.0));
    assertThat(distribution.highest()).isCloseTo(10_000, within(100.0));
    assertThat(distribution.mean()).isCloseTo(5_000, within(50.0));
  }

  @Test
  void aWindowForgetsTheOneBeforeAndAnEmptyOneDoesNot() {
    distribution.record(100);
    distribution.endWindow();
    distribution.record(1);
    distribution.endWindow();
    assertThat(distribution.highest()).isEqualTo(1);
    distribution.endWindow();
    assertThat(distribution.highest()).isEqualTo(1);
  }

  @Test
  void whatIsTooLargeCountsAsTheLargest() {
    distribution.record(Long.MAX_VALUE);
    distribution.record(-1);
    distribution.endWindow();
    assertThat(distribution.highest()).isCloseTo(1_000_000, within(10_000.0));
  }
}
