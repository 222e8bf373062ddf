package io.cassink.transforms;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.kafka.common.cache.Cache;
import org.apache.kafka.common.cache.LRUCache;
import org.apache.kafka.common.cache.SynchronizedCache;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;

/** Adds the absent fields to schemas, and caches the results for the last 16 schemas. */
final class ExtendedSchemas {
  /** Names of the types that an added field may have, as Connect spells them. */
  static final List<String> TYPE_NAMES =
      Stream.of(Schema.Type.values())
          .filter(Schema.Type::isPrimitive)
          .map(type -> type.name().toLowerCase(Locale.ROOT))
          .toList();

  /** As many as Kafka's own transforms remember: a topic rarely has more schemas in use. */
  private static final int CACHE_SIZE = 16;

  private final Cache<Schema, Schema> cache = new SynchronizedCache<>(new LRUCache<>(CACHE_SIZE));
  private final List<String> fields;
  private final Schema fieldSchema;

  ExtendedSchemas(List<String> fields, Schema.Type type) {
    this.fields = fields;
    this.fieldSchema = SchemaBuilder.type(type).optional().build();
  }

  /**
   * The schema with its absent fields added at the end.
   *
   * @return {@code schema} itself if it lacks none
   */
  Schema of(Schema schema) {
    Schema extended = cache.get(schema);
    if (extended == null) {
      extended = extend(schema);
      cache.put(schema, extended);
    }
    return extended;
  }

  private Schema extend(Schema schema) {
    List<String> absent = fields.stream().filter(name -> schema.field(name) == null).toList();
    if (absent.isEmpty()) {
      return schema;
    }
    SchemaBuilder builder =
        SchemaBuilder.struct().name(schema.name()).version(schema.version()).doc(schema.doc());
    if (schema.parameters() != null) {
      builder.parameters(schema.parameters());
    }
    schema.fields().forEach(field -> builder.field(field.name(), field.schema()));
    absent.forEach(name -> builder.field(name, fieldSchema));
    if (schema.isOptional()) {
      builder.optional();
    }
    return builder.build();
  }
}
