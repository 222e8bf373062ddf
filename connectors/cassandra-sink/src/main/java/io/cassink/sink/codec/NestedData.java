package io.cassink.sink.codec;

import io.cassink.sink.mapping.FieldPath;
import io.cassink.sink.mapping.FieldPath.Step;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Time;

/** Finds fields in structs, maps and lists. */
final class NestedData {
  /** Stands for an absent field, which is not a null. */
  static final Object NOTHING = new Object();

  private NestedData() {}

  /** The field of the literal name where there is one, else the field at the end of the path. */
  static Object find(Object container, FieldPath path) {
    if (path.literal() != null) {
      Object literal = field(container, path.literal());
      if (literal != NOTHING) {
        return literal;
      }
    }
    return walk(container, path.steps());
  }

  /** A path through a null gives null. */
  static Object walk(Object container, List<Step> steps) {
    Object at = container;
    for (Step step : steps) {
      if (at == null || at == NOTHING) {
        return at;
      }
      at =
          step instanceof Step.Index element ? element(at, element.index()) : field(at, name(step));
    }
    return at;
  }

  private static String name(Step step) {
    return ((Step.Name) step).name();
  }

  static Object field(Object container, String name) {
    if (container instanceof Map<?, ?> map) {
      Object value = map.get(name);
      return value != null || map.containsKey(name) ? value : NOTHING;
    }
    if (container instanceof Struct struct) {
      Field field = struct.schema().field(name);
      return field == null ? NOTHING : plain(field.schema(), struct.get(field));
    }
    return NOTHING;
  }

  /**
   * Turns Connect's logical types Date and Time, both of {@code java.util.Date}, into java.time's.
   */
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

  private static Object element(Object container, int index) {
    boolean there = container instanceof List<?> list && index < list.size();
    return there ? ((List<?>) container).get(index) : NOTHING;
  }
}
