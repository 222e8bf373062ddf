package io.cassink.datastax.adapters;

import com.datastax.oss.common.sink.AbstractField;
import com.datastax.oss.common.sink.AbstractSchema;
import java.util.List;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;

/**
 * A Connect schema as the engine sees it: its type and its parts. Connect's logical types (Decimal,
 * Date, Time, Timestamp) are seen as the primitive types that they are encoded in.
 */
final class SchemaAdapter implements AbstractSchema {
  private final Schema schema;

  private SchemaAdapter(Schema schema) {
    this.schema = schema;
  }

  static AbstractSchema of(Schema schema) {
    return new SchemaAdapter(schema);
  }

  /** The engine's types have the same names as Connect's. */
  @Override
  public Type type() {
    return Type.valueOf(schema.type().name());
  }

  @Override
  public AbstractSchema keySchema() {
    return of(schema.keySchema());
  }

  @Override
  public AbstractSchema valueSchema() {
    return of(schema.valueSchema());
  }

  /** The fields of a Struct; empty for any other type. */
  @Override
  public List<? extends AbstractField> fields() {
    return schema.type() == Schema.Type.STRUCT
        ? schema.fields().stream().map(FieldAdapter::new).toList()
        : List.of();
  }

  /** The field, or null if there is none of that name. */
  @Override
  public AbstractField field(String name) {
    Field field = schema.type() == Schema.Type.STRUCT ? schema.field(name) : null;
    return field == null ? null : new FieldAdapter(field);
  }
}
