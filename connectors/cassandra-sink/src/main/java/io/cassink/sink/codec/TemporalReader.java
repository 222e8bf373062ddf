package io.cassink.sink.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.concurrent.TimeUnit;

/** Reads times out of texts, numbers and Connect's logical types. */
final class TemporalReader {
  private final ConversionSettings settings;
  private final NumberReader numbers;

  TemporalReader(ConversionSettings settings, NumberReader numbers) {
    this.settings = settings;
    this.numbers = numbers;
  }

  /**
   * @param type what the column holds, as an error says it: {@code a timestamp}
   * @return null for the empty text
   */
  Instant instant(Object given, boolean json, String type) throws ConversionException {
    Object value = timeOf(given, Instant.class, LocalDate.class);
    if (value instanceof Date date) {
      return date.toInstant();
    }
    if (value instanceof Instant instant) {
      return instant;
    }
    if (value instanceof LocalDate date) {
      return date.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
    if (value instanceof Number && json && !settings.timestamp().isUnitsSinceEpoch()) {
      throw new ConversionException(
          "a JSON number is " + type + " only with codec.timestamp=UNITS_SINCE_EPOCH");
    }
    if (value instanceof Number) {
      return ofUnits(value);
    }
    ZonedDateTime parsed = parse(value, settings.timestamp(), type);
    return parsed == null ? null : parsed.toInstant();
  }

  /**
   * @return null for the empty text
   */
  LocalDate date(Object given) throws ConversionException {
    Object value = timeOf(given, LocalDate.class, Instant.class);
    if (value instanceof LocalDate date) {
      return date;
    }
    if (value instanceof Date date) {
      return LocalDate.ofInstant(date.toInstant(), ZoneOffset.UTC);
    }
    if (value instanceof Instant instant) {
      return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }
    ZonedDateTime parsed = parse(value, settings.date(), "a date");
    return parsed == null ? null : parsed.toLocalDate();
  }

  /**
   * @return null for the empty text
   */
  LocalTime time(Object given) throws ConversionException {
    Object value = timeOf(given, LocalTime.class, Instant.class);
    if (value instanceof LocalTime time) {
      return time;
    }
    if (value instanceof Date date) {
      return LocalTime.ofInstant(date.toInstant(), ZoneOffset.UTC);
    }
    if (value instanceof Instant instant) {
      return LocalTime.ofInstant(instant, ZoneOffset.UTC);
    }
    ZonedDateTime parsed = parse(value, settings.time(), "a time");
    return parsed == null ? null : parsed.toLocalTime();
  }

  /** What a time of Debezium means, if it is of one of the types; else the value itself. */
  private static Object timeOf(Object value, Class<?> type, Class<?> other) {
    boolean isMeant =
        value instanceof DebeziumTime debezium
            && (type.isInstance(debezium.time()) || other.isInstance(debezium.time()));
    return isMeant ? ((DebeziumTime) value).time() : value;
  }

  private ZonedDateTime parse(Object value, TemporalFormat format, String type)
      throws ConversionException {
    boolean readable =
        value instanceof String || (value instanceof Number && format.isUnitsSinceEpoch());
    if (!readable) {
      throw Values.cannotBe(value, type);
    }
    if (value instanceof String text && text.isEmpty()) {
      return null;
    }
    try {
      return format.isUnitsSinceEpoch()
          ? ofUnits(value).atZone(settings.zone())
          : format.parse((String) value);
    } catch (DateTimeException e) {
      throw new ConversionException("a text is not " + type + " of the format " + format);
    }
  }

  private Instant ofUnits(Object value) throws ConversionException {
    long units = NumberReader.whole(numbers.readCount(value), "units since 1970");
    TimeUnit unit = settings.unit();
    long perSecond = unit.convert(1, TimeUnit.SECONDS);
    try {
      if (perSecond > 1) {
        long nanosPerUnit = 1_000_000_000L / perSecond;
        return Instant.ofEpochSecond(
            Math.floorDiv(units, perSecond), Math.floorMod(units, perSecond) * nanosPerUnit);
      }
      return Instant.ofEpochSecond(Math.multiplyExact(units, unit.toSeconds(1)));
    } catch (ArithmeticException | DateTimeException e) {
      throw new ConversionException("a number is out of range for a time in " + unit);
    }
  }
}
