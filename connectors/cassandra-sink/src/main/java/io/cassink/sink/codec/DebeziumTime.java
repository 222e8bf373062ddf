package io.cassink.sink.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * A time as Debezium writes it: a number or a text, of which only the name of its schema says what
 * it means. 1543843800006123 is a time of 2018 by {@code io.debezium.time.MicroTimestamp}; taken
 * for milliseconds it would be one of the year 50892.
 *
 * @param raw the number or text in the record
 * @param schema the name of its schema
 * @param time an {@link Instant}, a {@link LocalDate} or a {@link LocalTime}; null where the raw
 *     value is out of range for one
 */
record DebeziumTime(Object raw, String schema, Object time) {
  private interface Reader {
    Object read(Object raw);
  }

  private static final String PACKAGE = "io.debezium.time.";

  private static final Map<String, Reader> READERS =
      Map.of(
          "Date", raw -> LocalDate.ofEpochDay(number(raw)),
          "Time", raw -> timeOfDay(number(raw), 1_000_000),
          "MicroTime", raw -> timeOfDay(number(raw), 1_000),
          "NanoTime", raw -> timeOfDay(number(raw), 1),
          "Timestamp", raw -> instant(number(raw), 1_000),
          "MicroTimestamp", raw -> instant(number(raw), 1_000_000),
          "NanoTimestamp", raw -> instant(number(raw), 1_000_000_000),
          "ZonedTimestamp", raw -> OffsetDateTime.parse((String) raw).toInstant(),
          "ZonedTime",
              raw ->
                  OffsetTime.parse((String) raw)
                      .withOffsetSameInstant(ZoneOffset.UTC)
                      .toLocalTime());

  /** The value itself where its schema is none of these. */
  static Object of(String schema, Object value) {
    if (schema == null || !schema.startsWith(PACKAGE)) {
      return value;
    }
    Reader reader = READERS.get(schema.substring(PACKAGE.length()));
    if (reader == null || !(value instanceof Number || value instanceof String)) {
      return value;
    }
    try {
      return new DebeziumTime(value, schema, reader.read(value));
    } catch (DateTimeException | ArithmeticException | ClassCastException e) {
      return new DebeziumTime(value, schema, null);
    }
  }

  private static long number(Object raw) {
    return ((Number) raw).longValue();
  }

  private static LocalTime timeOfDay(long count, long nanos) {
    return LocalTime.ofNanoOfDay(Math.multiplyExact(count, nanos));
  }

  private static Instant instant(long count, long perSecond) {
    long nanos = Math.floorMod(count, perSecond) * (1_000_000_000 / perSecond);
    return Instant.ofEpochSecond(Math.floorDiv(count, perSecond), nanos);
  }

  /** Numbers stay what they are, in columns of numbers; texts are read as the time they mean. */
  Object forNumber() {
    return raw instanceof Number ? raw : time;
  }
}
