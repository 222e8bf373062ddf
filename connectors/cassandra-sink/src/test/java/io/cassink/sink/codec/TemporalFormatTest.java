package io.cassink.sink.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemporalFormatTest {
  private static final ZoneId PARIS = ZoneId.of("Europe/Paris");

  @ParameterizedTest
  @CsvSource({
    "2018-03-09T17:12:32.584,2018-03-09T16:12:32.584Z",
    "2018-03-09 17:12:32,2018-03-09T16:12:32Z",
    "2018-03-09T17:12,2018-03-09T16:12:00Z",
    "2018-03-09,2018-03-08T23:00:00Z",
    "2018-03-09T17:12:32Z,2018-03-09T17:12:32Z",
    "2018-03-09T17:12:32.584+0100,2018-03-09T16:12:32.584Z",
    "2018-03-09 17:12:32+01:00,2018-03-09T16:12:32Z",
    "2018-03-09T17:12:32 America/New_York,2018-03-09T22:12:32Z"
  })
  void readsTheLiteralsOfCql(String text, Instant expected) {
    TemporalFormat format = TemporalFormat.of("CQL_TIMESTAMP", Locale.US, PARIS);
    assertThat(format.parse(text).toInstant()).isEqualTo(expected);
  }

  @Test
  void readsPatternsInTheirLocale() {
    assertThat(
            TemporalFormat.of("cccc, d MMMM uuuu", Locale.FRANCE, PARIS)
                .parse("vendredi, 9 mars 2018")
                .toLocalDate())
        .isEqualTo("2018-03-09");
    assertThat(
            TemporalFormat.of("HHmmssSSS", Locale.FRANCE, PARIS).parse("171232584").toLocalTime())
        .isEqualTo("17:12:32.584");
  }

  @Test
  void readsConstantsOfTheJdk() {
    assertThat(
            TemporalFormat.of("ISO_ZONED_DATE_TIME", Locale.US, PARIS)
                .parse("2018-03-09T17:12:32+01:00[Europe/Paris]")
                .toInstant())
        .isEqualTo("2018-03-09T16:12:32Z");
  }

  @Test
  void refusesWhatIsNotOfTheFormat() {
    TemporalFormat format = TemporalFormat.of("CQL_TIMESTAMP", Locale.US, PARIS);
    for (String text : new String[] {"", "yesterday", "1530305100936", "2018-13-01"}) {
      assertThatThrownBy(() -> format.parse(text)).isInstanceOf(DateTimeException.class);
    }
    assertThatThrownBy(() -> TemporalFormat.of("bbb", Locale.US, PARIS))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
