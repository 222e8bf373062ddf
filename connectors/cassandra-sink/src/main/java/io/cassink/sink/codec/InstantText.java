package io.cassink.sink.codec;

import java.time.Instant;
import java.time.LocalDate;

/** The text of {@link Instant#toString}, for less processor time: most rows have a timestamp. */
final class InstantText {
  private static final long MILLIS_A_DAY = 86_400_000;
  private static final long FIRST = LocalDate.of(0, 1, 1).toEpochDay() * MILLIS_A_DAY;
  private static final long END = LocalDate.of(10_000, 1, 1).toEpochDay() * MILLIS_A_DAY;

  private InstantText() {}

  /**
   * @param millis since 1970
   */
  static String of(long millis) {
    if (millis < FIRST || millis >= END) {
      // Such years have a sign.
      return Instant.ofEpochMilli(millis).toString();
    }
    int ofDay = (int) Math.floorMod(millis, MILLIS_A_DAY);
    StringBuilder text = new StringBuilder(24);
    text.append(LocalDate.ofEpochDay(Math.floorDiv(millis, MILLIS_A_DAY))).append('T');
    twoDigits(text, ofDay / 3_600_000).append(':');
    twoDigits(text, ofDay / 60_000 % 60).append(':');
    twoDigits(text, ofDay / 1_000 % 60);
    int fraction = ofDay % 1_000;
    if (fraction > 0) {
      text.append('.').append((char) ('0' + fraction / 100));
      twoDigits(text, fraction % 100);
    }
    return text.append('Z').toString();
  }

  private static StringBuilder twoDigits(StringBuilder text, int number) {
    return text.append((char) ('0' + number / 10)).append((char) ('0' + number % 10));
  }
}
