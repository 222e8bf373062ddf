package io.cassink.sink.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/**
 * The format of texts of times: a pattern or the name of a constant of {@link DateTimeFormatter},
 * {@code CQL_TIMESTAMP} for the literals of CQL, or {@code UNITS_SINCE_EPOCH} for numbers.
 */
public final class TemporalFormat {
  private static final String UNITS = "UNITS_SINCE_EPOCH";
  private static final String CQL = "CQL_TIMESTAMP";
  private static final LocalDate EPOCH = LocalDate.EPOCH;

  /** Null for {@code UNITS_SINCE_EPOCH}. */
  private final DateTimeFormatter formatter;

  private final String text;
  private final ZoneId zone;

  private TemporalFormat(String text, DateTimeFormatter formatter, ZoneId zone) {
    this.text = text;
    this.formatter = formatter;
    this.zone = zone;
  }

  /**
   * @throws IllegalArgumentException where the text is not a valid pattern
   */
  public static TemporalFormat of(String text, Locale locale, ZoneId zone) {
    if (text.equals(UNITS)) {
      return new TemporalFormat(text, null, zone);
    }
    DateTimeFormatter formatter = text.equals(CQL) ? cqlTimestamp() : named(text, locale);
    return new TemporalFormat(
        text, formatter.withLocale(locale).withChronology(IsoChronology.INSTANCE), zone);
  }

  /** True where numbers, and texts of numbers, are units since 1970-01-01T00:00:00Z. */
  public boolean isUnitsSinceEpoch() {
    return formatter == null;
  }

  /** The text of the setting. */
  @Override
  public String toString() {
    return text;
  }

  /**
   * The instant of a text. A missing time is midnight, a missing date 1970-01-01, a missing zone
   * the topic's.
   *
   * @throws DateTimeException where the text does not have this format
   */
  ZonedDateTime parse(String value) {
    TemporalAccessor parsed = formatter.parse(value.strip());
    ZoneId named = parsed.query(TemporalQueries.zone());
    ZoneId effective = named == null ? zone : named;
    if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
      return Instant.from(parsed).atZone(effective);
    }
    LocalDate date = parsed.query(TemporalQueries.localDate());
    LocalTime time = parsed.query(TemporalQueries.localTime());
    if (date == null && time == null) {
      throw new DateTimeException("names neither a date nor a time");
    }
    return ZonedDateTime.of(
        date == null ? EPOCH : date, time == null ? LocalTime.MIDNIGHT : time, effective);
  }

  /**
   * The instant as a pattern of one's own writes it, in the topic's zone. The formats that read
   * many forms, and that of numbers, write the one of ISO 8601: 2018-12-03T13:30:00.006Z.
   */
  String format(Instant value) throws ConversionException {
    if (formatter == null || text.equals(CQL)) {
      return value.toString();
    }
    try {
      return formatter.format(value.atZone(zone));
    } catch (DateTimeException e) {
      throw new ConversionException("a time cannot be written by the format " + text);
    }
  }

  private static DateTimeFormatter named(String text, Locale locale) {
    if (text.matches("[A-Z_0-9]+")) {
      try {
        Object constant = DateTimeFormatter.class.getField(text).get(null);
        if (constant instanceof DateTimeFormatter formatter) {
          return formatter;
        }
      } catch (ReflectiveOperationException notAConstant) {
        // Not a constant, but it may be a pattern of capital letters.
      }
    }
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .appendPattern(text)
        .toFormatter(locale)
        .withResolverStyle(ResolverStyle.SMART);
  }

  /** The timestamp literals of CQL; time and zone are optional. */
  private static DateTimeFormatter cqlTimestamp() {
    return new DateTimeFormatterBuilder()
        .parseCaseInsensitive()
        .append(DateTimeFormatter.ISO_LOCAL_DATE)
        .optionalStart()
        .appendPattern("['T'][' ']")
        .appendPattern("HH:mm[:ss]")
        .optionalStart()
        .appendFraction(ChronoField.NANO_OF_SECOND, 1, 9, true)
        .optionalEnd()
        .optionalEnd()
        .appendPattern("[' ']")
        .optionalStart()
        .appendOffset("+HH:MM", "Z")
        .optionalEnd()
        .optionalStart()
        .appendOffset("+HHMM", "Z")
        .optionalEnd()
        .optionalStart()
        .appendOffset("+HH", "Z")
        .optionalEnd()
        .optionalStart()
        .appendZoneRegionId()
        .optionalEnd()
        .toFormatter(Locale.ROOT)
        // Otherwise 30 February would silently become the 28th.
        .withResolverStyle(ResolverStyle.STRICT);
  }
}
