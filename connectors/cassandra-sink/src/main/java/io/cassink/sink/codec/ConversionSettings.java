package io.cassink.sink.codec;

import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * How texts and numbers of one topic are read.
 *
 * @param locale of numbers such as {@code 1,234.5}
 * @param zone of dates and times without a zone
 * @param timestamp format of the texts of timestamps
 * @param date format of the texts of dates
 * @param time format of the texts of times of day
 * @param unit of numbers that are times
 */
public record ConversionSettings(
    Locale locale,
    ZoneId zone,
    TemporalFormat timestamp,
    TemporalFormat date,
    TemporalFormat time,
    TimeUnit unit) {

  /** The defaults of {@code topic.T.codec.*}. */
  public static ConversionSettings defaults() {
    Locale locale = Locale.US;
    ZoneId zone = ZoneId.of("UTC");
    return new ConversionSettings(
        locale,
        zone,
        TemporalFormat.of("CQL_TIMESTAMP", locale, zone),
        TemporalFormat.of("ISO_LOCAL_DATE", locale, zone),
        TemporalFormat.of("ISO_LOCAL_TIME", locale, zone),
        TimeUnit.MILLISECONDS);
  }
}
