package io.cassink.sink.codec;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Time;

/** Connect's logical types: a {@code java.util.Date} is a day, a time of day or an instant. */
final class LogicalTypes {
  private LogicalTypes() {}

  static Object plain(Schema schema, Object value) {
    if (!(value instanceof java.util.Date date) || schema == null) {
      return value;
    }
    if (Date.LOGICAL_NAME.equals(schema.name())) {
      return LocalDate.ofInstant(date.toInstant(), ZoneOffset.UTC);
    }
    if (Time.LOGICAL_NAME.equals(schema.name())) {
      return LocalTime.ofInstant(date.toInstant(), ZoneOffset.UTC);
    }
    return value;
  }
}
