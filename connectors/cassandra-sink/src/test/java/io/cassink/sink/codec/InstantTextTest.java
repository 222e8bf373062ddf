package io.cassink.sink.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "1970-01-01T00:00:00Z",
        "1969-12-31T23:59:59.999Z",
        "0000-01-01T00:00:00Z",
        "-0001-12-31T23:59:59.999Z",
        "9999-12-31T23:59:59.999Z",
        "+10000-01-01T00:00:00Z",
        "2024-02-29T07:05:09.007Z",
        "2024-02-29T17:05:00.120Z"
      })
  void isTheTextOfTheInstant(String text) {
    assertThat(InstantText.of(Instant.parse(text).toEpochMilli())).isEqualTo(text);
  }

  @Test
  void isTheTextOfAnyInstant() {
    Random random = new Random();
    for (int round = 0; round < 20_000; round++) {
      long millis = random.nextLong() >> random.nextInt(64);
      assertThat(InstantText.of(millis)).isEqualTo(Instant.ofEpochMilli(millis).toString());
    }
  }
}
