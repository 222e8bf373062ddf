package io.cassink.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddAbsentFieldsTest {
  private static final Map<String, String> GUST = Map.of("fields", "wind.gust, rain.1h");

  private static SinkRecord onValue(SinkRecord record, Map<String, String> properties) {
    try (AddAbsentFields.Value<SinkRecord> transform = new AddAbsentFields.Value<>()) {
      transform.configure(properties);
      return transform.apply(record);
    }
  }

  private static SinkRecord onKey(SinkRecord record, Map<String, String> properties) {
    try (AddAbsentFields.Key<SinkRecord> transform = new AddAbsentFields.Key<>()) {
      transform.configure(properties);
      return transform.apply(record);
    }
  }

  @Test
  void putsNullsIntoACopyOfAMap() {
    Map<String, Object> value = Map.of("wind.speed", 4.1, "rain.1h", 0.3);
    SinkRecord record = Records.record(null, "key", null, value);
    SinkRecord transformed = onValue(record, GUST);
    Map<String, Object> expected = new HashMap<>(value);
    expected.put("wind.gust", null);
    assertThat(transformed.value()).isEqualTo(expected);
    assertThat(transformed.key()).isEqualTo("key");
    assertThat(transformed.valueSchema()).isNull();
    assertThat(transformed.kafkaOffset()).isEqualTo(41);
    assertThat(value).hasSize(2);
  }

  @Test
  void addsInTheConfiguredOrder() {
    SinkRecord transformed =
        onValue(Records.withValue(Map.of("x", 1)), Map.of("fields", "c, a ,b"));
    assertThat(((Map<?, ?>) transformed.value()).keySet().stream().map(String::valueOf))
        .containsExactly("x", "c", "a", "b");
  }

  @Test
  void leavesWhatIsThere() {
    Map<String, Object> value = new HashMap<>();
    value.put("wind.gust", null);
    value.put("rain.1h", 1);
    SinkRecord record = Records.withValue(value);
    assertThat(onValue(record, GUST)).isSameAs(record);
  }

  @Test
  void aTombstonePasses() {
    SinkRecord record = Records.record(null, null, null, null);
    assertThat(onValue(record, GUST)).isSameAs(record);
    assertThat(onKey(record, GUST)).isSameAs(record);
  }

  @Test
  void extendsAStruct() {
    Schema schema =
        SchemaBuilder.struct()
            .name("weather")
            .version(3)
            .doc("a reply")
            .parameter("unit", "metric")
            .optional()
            .field("wind.speed", Schema.FLOAT64_SCHEMA)
            .field("base", SchemaBuilder.string().defaultValue("stations").build())
            .build();
    Struct value = new Struct(schema).put("wind.speed", 4.1);
    SinkRecord transformed = onValue(Records.withValue(value), GUST);

    Struct struct = (Struct) transformed.value();
    Schema extended = transformed.valueSchema();
    assertThat(struct.schema()).isSameAs(extended);
    assertThat(extended.name()).isEqualTo("weather");
    assertThat(extended.version()).isEqualTo(3);
    assertThat(extended.doc()).isEqualTo("a reply");
    assertThat(extended.parameters()).isEqualTo(Map.of("unit", "metric"));
    assertThat(extended.isOptional()).isTrue();
    assertThat(extended.fields().stream().map(field -> field.name()))
        .containsExactly("wind.speed", "base", "wind.gust", "rain.1h");
    assertThat(extended.field("wind.gust").schema()).isEqualTo(Schema.OPTIONAL_STRING_SCHEMA);
    assertThat(struct.get("wind.speed")).isEqualTo(4.1);
    assertThat(struct.get("wind.gust")).isNull();
    assertThat(struct.getWithoutDefault("base")).isNull();
    assertThat(struct.get("base")).isEqualTo("stations");
    struct.validate();
  }

  @Test
  void buildsASchemaOnce() {
    Schema schema = SchemaBuilder.struct().field("x", Schema.INT32_SCHEMA).build();
    try (AddAbsentFields.Value<SinkRecord> transform = new AddAbsentFields.Value<>()) {
      transform.configure(GUST);
      SinkRecord first = transform.apply(Records.withValue(new Struct(schema).put("x", 1)));
      SinkRecord second = transform.apply(Records.withValue(new Struct(schema).put("x", 2)));
      assertThat(second.valueSchema()).isSameAs(first.valueSchema());
    }
  }

  @Test
  void givesStructFieldsTheConfiguredType() {
    Schema schema = SchemaBuilder.struct().field("x", Schema.INT32_SCHEMA).build();
    Struct value = new Struct(schema).put("x", 1);
    SinkRecord transformed =
        onValue(Records.withValue(value), Map.of("fields", "gust", "field.type", "float64"));
    assertThat(transformed.valueSchema().field("gust").schema())
        .isEqualTo(Schema.OPTIONAL_FLOAT64_SCHEMA);
  }

  @Test
  void leavesAStructThatHasAllFields() {
    Schema schema =
        SchemaBuilder.struct()
            .field("wind.gust", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .field("rain.1h", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .build();
    SinkRecord record = Records.withValue(new Struct(schema));
    assertThat(onValue(record, GUST)).isSameAs(record);
  }

  @Test
  void worksOnTheKey() {
    Schema schema = SchemaBuilder.struct().field("id", Schema.INT64_SCHEMA).build();
    Struct key = new Struct(schema).put("id", 7L);
    SinkRecord record = Records.record(schema, key, null, "value");
    SinkRecord transformed = onKey(record, Map.of("fields", "region"));
    assertThat(transformed.keySchema().field("region")).isNotNull();
    assertThat(((Struct) transformed.key()).get("id")).isEqualTo(7L);
    assertThat(transformed.value()).isEqualTo("value");
    assertThat(onKey(Records.withKey(Map.of("id", 7)), Map.of("fields", "region")).key())
        .asInstanceOf(InstanceOfAssertFactories.MAP)
        .containsEntry("region", null);
  }

  @Test
  void refusesAValueWithoutFields() {
    assertThatThrownBy(() -> onValue(Records.withValue(List.of(1)), GUST))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the value in item_sales-2@41")
        .hasMessageContaining("neither Struct nor Map");
    assertThatThrownBy(() -> onKey(Records.withKey("plates-235"), GUST))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("the key in item_sales-2@41");
  }

  /** Connect defines these three beside a transform's own; a second definition is refused. */
  @Test
  void itsSettingsAreNoneOfConnects() {
    try (AddAbsentFields.Value<SinkRecord> transform = new AddAbsentFields.Value<>()) {
      assertThat(transform.config().names()).doesNotContain("type", "predicate", "negate");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a,,b", "a,b,a"})
  void refusesEmptyAndRepeatedNames(String fields) {
    assertThatThrownBy(() -> onValue(Records.withValue(null), Map.of("fields", fields)))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("fields");
  }

  @Test
  void needsNamesAndAKnownType() {
    assertThatThrownBy(() -> onValue(Records.withValue(null), Map.of()))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("\"fields\"");
    assertThatThrownBy(
            () -> onValue(Records.withValue(null), Map.of("fields", "a", "field.type", "struct")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("field.type");
  }
}
