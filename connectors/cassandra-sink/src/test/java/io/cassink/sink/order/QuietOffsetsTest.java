package io.cassink.sink.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class QuietOffsetsTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final QuietOffsets quiet = new QuietOffsets(Duration.ofSeconds(5));

  @Test
  void whatCameLongerAgoThanTheIdleTimeIsQuiet() {
    for (int i = 0; i < 100; i++) {
      quiet.came(i, i * SECOND);
    }
    assertThat(quiet.below(99 * SECOND)).isEqualTo(94);
    assertThat(quiet.isQuiet(99 * SECOND)).isFalse();
    assertThat(quiet.below(103 * SECOND)).isEqualTo(98);
    assertThat(quiet.below(104 * SECOND - 1)).isEqualTo(98);
    assertThat(quiet.below(104 * SECOND)).isEqualTo(100);
    assertThat(quiet.isQuiet(104 * SECOND)).isTrue();
  }

  /** Noted sixteen times within the idle time, so what is quiet is known a sixteenth late. */
  @Test
  void manyRecordsAreNotedOnceASixteenthOfTheIdleTime() {
    long sixteenth = 5 * SECOND / 16;
    quiet.came(0, 0);
    quiet.came(1, sixteenth - 1);
    quiet.came(2, sixteenth);
    quiet.came(3, 2 * sixteenth - 1);
    quiet.came(4, 3 * sixteenth);
    assertThat(quiet.below(5 * SECOND)).isZero();
    assertThat(quiet.below(5 * SECOND + sixteenth - 1)).isZero();
    assertThat(quiet.below(5 * SECOND + sixteenth)).isEqualTo(2);
    assertThat(quiet.below(5 * SECOND + 2 * sixteenth)).isEqualTo(2);
    assertThat(quiet.below(5 * SECOND + 3 * sixteenth)).isEqualTo(5);
  }

  @Test
  void afterARestartWhatIsNotYetQuietIsSoOnlyAfterTheWholeTime() {
    quiet.came(0, 0);
    quiet.came(1, SECOND);
    assertThat(quiet.below(5 * SECOND)).isZero();
    quiet.restart(5 * SECOND);
    assertThat(quiet.below(6 * SECOND)).isZero();
    assertThat(quiet.isQuiet(9 * SECOND)).isFalse();
    assertThat(quiet.below(10 * SECOND)).isEqualTo(2);
  }

  @Test
  void whatIsQuietStaysSo() {
    quiet.came(0, 0);
    quiet.came(1, 6 * SECOND);
    quiet.came(2, 12 * SECOND);
    assertThat(quiet.below(12 * SECOND)).isEqualTo(1);
    quiet.restart(12 * SECOND);
    assertThat(quiet.below(13 * SECOND)).isEqualTo(1);
  }
}
