package io.cassink.transforms;

import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;

/** Sink records of topic {@code item_sales}, partition 2, offset 41, for the tests. */
final class Records {
  private Records() {}

  static SinkRecord withValue(Object value) {
    return record(null, null, schemaOf(value), value);
  }

  static SinkRecord withKey(Object key) {
    return record(schemaOf(key), key, null, null);
  }

  static SinkRecord record(Schema keySchema, Object key, Schema valueSchema, Object value) {
    return new SinkRecord("item_sales", 2, keySchema, key, valueSchema, value, 41L);
  }

  private static Schema schemaOf(Object part) {
    return part instanceof Struct struct ? struct.schema() : null;
  }
}
