package io.cassink.sink.codec;

import io.cassink.sink.mapping.FieldPath;
import io.cassink.sink.mapping.FieldPath.Step;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
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
      return field == null ? NOTHING : valueOf(struct, field);
    }
    return NOTHING;
  }

  /**
   * The field's value, which is null where it is null: whether a default stands for a null is for
   * the converter to say, which has put it there or not.
   */
  static Object valueOf(Struct struct, Field field) {
    return plain(field.schema(), struct.getWithoutDefault(field.name()));
  }

  /**
   * Gives values of logical types the meaning that only their schemas tell: Connect's Date and
   * Time, both of {@code java.util.Date}, and Debezium's times, which are numbers. Also inside
   * arrays and maps.
   */
  static Object plain(Schema schema, Object value) {
    if (schema == null || value == null) {
      return value;
    }
    if (value instanceof List<?> list) {
      return isPlain(schema.valueSchema())
          ? value
          : list.stream()
              .map(item -> plain(schema.valueSchema(), item))
              .collect(Collectors.toCollection(ArrayList::new));
    }
    if (value instanceof Map<?, ?> map && schema.type() == Schema.Type.MAP) {
      return isPlain(schema.keySchema()) && isPlain(schema.valueSchema())
          ? value
          : plainEntries(schema, map);
    }
    if (value instanceof java.util.Date date) {
      return Date.LOGICAL_NAME.equals(schema.name())
          ? LocalDate.ofInstant(date.toInstant(), ZoneOffset.UTC)
          : Time.LOGICAL_NAME.equals(schema.name())
              ? LocalTime.ofInstant(date.toInstant(), ZoneOffset.UTC)
              : value;
    }
    return DebeziumTime.of(schema.name(), value);
  }

  private static Map<Object, Object> plainEntries(Schema schema, Map<?, ?> map) {
    Map<Object, Object> plain = new LinkedHashMap<>();
    map.forEach(
        (key, value) ->
            plain.put(plain(schema.keySchema(), key), plain(schema.valueSchema(), value)));
    return plain;
  }

  /** Whether values of the schema need no look at it; structs have their own. */
  private static boolean isPlain(Schema schema) {
    return schema == null
        || (schema.name() == null
            && schema.type() != Schema.Type.ARRAY
            && schema.type() != Schema.Type.MAP)
        || schema.type() == Schema.Type.STRUCT;
  }

  private static Object element(Object container, int index) {
    boolean there = container instanceof List<?> list && index < list.size();
    return there ? ((List<?>) container).get(index) : NOTHING;
  }
}
