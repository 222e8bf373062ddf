package io.cassink.sink.codec;

import io.cassink.sink.mapping.FieldPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;

/** Reads the mapped fields of a record's key, or of its value. */
final class PartReader {
  private final List<Integer> wholeSlots = new ArrayList<>();
  private final List<Integer> fieldSlots = new ArrayList<>();
  private final List<FieldPath> fields = new ArrayList<>();
  private JsonFields json;

  void wantWhole(int slot) {
    wholeSlots.add(slot);
  }

  void wantField(int slot, FieldPath path) {
    fieldSlots.add(slot);
    fields.add(path);
  }

  /** All fields of a null key or value are null. */
  void read(Schema schema, Object part, FieldValues into) throws ConversionException {
    boolean isMap = part instanceof Map<?, ?>;
    readWhole(schema, part, into);
    if (fields.isEmpty()) {
      return;
    }
    if (part == null) {
      for (int slot : fieldSlots) {
        into.set(slot, null, false);
      }
    } else if (isMap || part instanceof Struct) {
      for (int i = 0; i < fields.size(); i++) {
        keep(i, NestedData.find(part, fields.get(i)), isMap, into);
      }
    } else if (part instanceof String || Values.isBytes(part)) {
      readJson(part, into);
    } else {
      throw new ConversionException("is " + Values.kindOf(part) + ", so it has no fields");
    }
  }

  /** Sets the whole key or value, and leaves its fields absent. */
  void readWhole(Schema schema, Object part, FieldValues into) {
    for (int slot : wholeSlots) {
      into.set(slot, NestedData.plain(schema, part), part instanceof Map<?, ?>);
    }
  }

  private void readJson(Object part, FieldValues into) throws ConversionException {
    if (json == null) {
      json = new JsonFields(fields);
    }
    json.read(part);
    for (int i = 0; i < fields.size(); i++) {
      keep(i, json.value(i), true, into);
    }
  }

  private void keep(int field, Object value, boolean fromJson, FieldValues into) {
    if (value != NestedData.NOTHING) {
      into.set(fieldSlots.get(field), value, fromJson);
    }
  }
}
