package io.cassink.datastax.adapters;

import com.datastax.oss.common.sink.AbstractSchema;
import com.datastax.oss.common.sink.AbstractStruct;
import org.apache.kafka.connect.data.Struct;

/** A Connect Struct as the engine sees it. */
public final class StructAdapter implements AbstractStruct {
  private final Struct struct;

  private StructAdapter(Struct struct) {
    this.struct = struct;
  }

  /** Adapts a Struct, and gives anything else back as it is. */
  public static Object adapt(Object value) {
    return value instanceof Struct struct ? new StructAdapter(struct) : value;
  }

  /**
   * The field's value, or its schema's default. Structs inside lists and maps are not adapted.
   *
   * @throws org.apache.kafka.connect.errors.DataException if there is no such field
   */
  @Override
  public Object get(String field) {
    return adapt(struct.get(field));
  }

  @Override
  public AbstractSchema schema() {
    return SchemaAdapter.of(struct.schema());
  }
}
