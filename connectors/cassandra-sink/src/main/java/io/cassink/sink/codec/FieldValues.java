package io.cassink.sink.codec;

import java.util.Arrays;

/**
 * What a record has for each source of a topic's mappings. Filled anew for each record.
 *
 * <p>A field that is not there is not a null: a null may delete, an absence never does.
 */
public final class FieldValues {
  private static final Object ABSENT = new Object();

  private final Object[] values;
  private final boolean[] json;

  FieldValues(int size) {
    values = new Object[size];
    json = new boolean[size];
  }

  void clear() {
    Arrays.fill(values, ABSENT);
  }

  void set(int slot, Object value, boolean fromJson) {
    values[slot] = value;
    json[slot] = fromJson;
  }

  /** Whether the record has no such field at all. */
  public boolean isAbsent(int slot) {
    return values[slot] == ABSENT;
  }

  /** Null both for a null and for what is absent. */
  public Object value(int slot) {
    Object value = values[slot];
    return value == ABSENT ? null : value;
  }

  /** Whether the value was JSON, or of a map without a schema. */
  public boolean isJson(int slot) {
    return json[slot];
  }
}
