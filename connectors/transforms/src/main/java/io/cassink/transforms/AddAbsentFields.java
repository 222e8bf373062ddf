package io.cassink.transforms;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * A transform that adds the named top-level fields as null where a record lacks them. Existing
 * fields are not changed, nor are tombstones and records that have all the fields.
 *
 * @param <R> the record's type
 */
public abstract class AddAbsentFields<R extends ConnectRecord<R>>
    implements Transformation<R>, Versioned {
  static final String FIELDS = "fields";
  static final String FIELD_TYPE = "field.type";

  private static final ConfigDef CONFIG =
      new ConfigDef()
          .define(
              FIELDS,
              Type.LIST,
              ConfigDef.NO_DEFAULT_VALUE,
              ConfigDef.LambdaValidator.with(
                  AddAbsentFields::checkFields, () -> "different names, none of them empty"),
              Importance.HIGH,
              "Names of top-level fields, taken literally, to add as null where they are absent.")
          .define(
              FIELD_TYPE,
              Type.STRING,
              "string",
              ConfigDef.ValidString.in(ExtendedSchemas.TYPE_NAMES.toArray(String[]::new)),
              Importance.LOW,
              "Type of an added field in a record with a schema.");

  private List<String> fields;
  private ExtendedSchemas schemas;

  @Override
  public ConfigDef config() {
    return CONFIG;
  }

  @Override
  public String version() {
    return getClass().getPackage().getImplementationVersion();
  }

  /**
   * @throws ConfigException if there is no name, an empty or a repeated one, or an unknown type
   */
  @Override
  public void configure(Map<String, ?> properties) {
    AbstractConfig config = new AbstractConfig(CONFIG, properties, false);
    fields = config.getList(FIELDS);
    schemas =
        new ExtendedSchemas(
            fields, Schema.Type.valueOf(config.getString(FIELD_TYPE).toUpperCase(Locale.ROOT)));
  }

  /**
   * @throws org.apache.kafka.connect.errors.DataException if the key or value is neither null,
   *     Struct nor Map
   */
  @Override
  public R apply(R record) {
    Object root = root(record);
    if (root == null) {
      return record;
    }
    Container.require(root, record, "AddAbsentFields cannot add fields to the " + part());
    return root instanceof Struct struct
        ? withStruct(record, struct)
        : withMap(record, (Map<?, ?>) root);
  }

  /** Does nothing: no resources are held. */
  @Override
  public void close() {}

  /** "key" or "value", for messages. */
  abstract String part();

  abstract Object root(R record);

  abstract Schema schema(R record);

  abstract R withRoot(R record, Schema schema, Object root);

  private R withStruct(R record, Struct struct) {
    Schema extended = schemas.of(struct.schema());
    if (extended == struct.schema()) {
      return record;
    }
    Struct copy = new Struct(extended);
    for (Field field : struct.schema().fields()) {
      Object value = struct.getWithoutDefault(field.name());
      if (value != null) {
        // Struct.put refuses a null for a required field, even if it has a default.
        copy.put(field.name(), value);
      }
    }
    return withRoot(record, extended, copy);
  }

  private R withMap(R record, Map<?, ?> map) {
    if (map.keySet().containsAll(fields)) {
      return record;
    }
    Map<Object, Object> copy = new LinkedHashMap<>(map);
    for (String field : fields) {
      copy.putIfAbsent(field, null);
    }
    return withRoot(record, schema(record), copy);
  }

  private static void checkFields(String name, Object value) {
    List<?> names = (List<?>) value;
    if (names.isEmpty()) {
      throw new ConfigException(name, value, "names no field");
    }
    if (names.contains("")) {
      throw new ConfigException(name, value, "a name is empty: look for a comma too many");
    }
    if (names.stream().distinct().count() < names.size()) {
      throw new ConfigException(name, value, "a name is there twice");
    }
  }

  /**
   * Adds to the record's key.
   *
   * @param <R> the record's type
   */
  public static final class Key<R extends ConnectRecord<R>> extends AddAbsentFields<R> {
    @Override
    String part() {
      return "key";
    }

    @Override
    Object root(R record) {
      return record.key();
    }

    @Override
    Schema schema(R record) {
      return record.keySchema();
    }

    @Override
    R withRoot(R record, Schema schema, Object root) {
      return record.newRecord(
          record.topic(),
          record.kafkaPartition(),
          schema,
          root,
          record.valueSchema(),
          record.value(),
          record.timestamp());
    }
  }

  /**
   * Adds to the record's value.
   *
   * @param <R> the record's type
   */
  public static final class Value<R extends ConnectRecord<R>> extends AddAbsentFields<R> {
    @Override
    String part() {
      return "value";
    }

    @Override
    Object root(R record) {
      return record.value();
    }

    @Override
    Schema schema(R record) {
      return record.valueSchema();
    }

    @Override
    R withRoot(R record, Schema schema, Object root) {
      return record.newRecord(
          record.topic(),
          record.kafkaPartition(),
          record.keySchema(),
          record.key(),
          schema,
          root,
          record.timestamp());
    }
  }
}
