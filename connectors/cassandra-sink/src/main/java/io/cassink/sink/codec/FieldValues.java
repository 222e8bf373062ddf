package io.cassink.sink.codec;

import java.util.Arrays;

/**
 * A record's values for the sources of its topic's mappings. Reused: filled again for each record.
 *
 * <p>An absent field is not a null: nulls in all columns may delete a row, absent fields never do.
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

  /** Null for a null and for an absent field. */
  public Object value(int slot) {
    Object value = values[slot];
    return value == ABSENT ? null : value;
  }

  /** Whether the value is of JSON, or of a map without a schema. */
  public boolean isJson(int slot) {
    return json[slot];
  }
}
