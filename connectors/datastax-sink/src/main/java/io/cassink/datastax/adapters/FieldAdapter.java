package io.cassink.datastax.adapters;

import com.datastax.oss.common.sink.AbstractField;
import com.datastax.oss.common.sink.AbstractSchema;
import org.apache.kafka.connect.data.Field;

/** A field of a Connect Struct's schema as the engine sees it. */
record FieldAdapter(Field field) implements AbstractField {
  @Override
  public String name() {
    return field.name();
  }

  @Override
  public AbstractSchema schema() {
    return SchemaAdapter.of(field.schema());
  }
}
