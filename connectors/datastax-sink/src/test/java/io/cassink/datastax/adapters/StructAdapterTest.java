package io.cassink.datastax.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.common.sink.AbstractField;
import com.datastax.oss.common.sink.AbstractSchema;
import com.datastax.oss.common.sink.AbstractStruct;
import java.util.List;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StructAdapterTest {
  private static final Schema WIND =
      SchemaBuilder.struct()
          .field("speed", Schema.FLOAT64_SCHEMA)
          .field("deg", SchemaBuilder.int32().optional().defaultValue(42).build())
          .build();
  private static final Schema WEATHER =
      SchemaBuilder.struct()
          .field("id", Schema.INT64_SCHEMA)
          .field("wind", WIND)
          .field("winds", SchemaBuilder.array(WIND).build())
          .field("temps", SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.FLOAT32_SCHEMA).build())
          .build();

  private static AbstractStruct weather() {
    Struct wind = new Struct(WIND).put("speed", 4.1);
    Struct weather =
        new Struct(WEATHER).put("id", 7L).put("wind", wind).put("winds", List.of(wind));
    return (AbstractStruct) StructAdapter.adapt(weather);
  }

  @Test
  void givesAnythingElseBack() {
    assertThat(StructAdapter.adapt("text")).isEqualTo("text");
    assertThat(StructAdapter.adapt(null)).isNull();
  }

  @Test
  void adaptsNestedStructsButNotThoseInAList() {
    AbstractStruct wind = (AbstractStruct) weather().get("wind");
    assertThat(wind.get("speed")).isEqualTo(4.1);
    assertThat(((List<?>) weather().get("winds")).get(0)).isInstanceOf(Struct.class);
  }

  @Test
  void aFieldHoldsItsDefault() {
    assertThat(((AbstractStruct) weather().get("wind")).get("deg")).isEqualTo(42);
  }

  @Test
  void refusesAFieldThatIsNotThere() {
    AbstractStruct weather = weather();
    assertThatThrownBy(() -> weather.get("rain")).isInstanceOf(DataException.class);
    assertThat(weather.schema().field("rain")).isNull();
  }

  @Test
  void describesItsSchema() {
    AbstractSchema schema = weather().schema();
    assertThat(schema.type()).isEqualTo(AbstractSchema.Type.STRUCT);
    assertThat(schema.fields().stream().map(AbstractField::name))
        .containsExactly("id", "wind", "winds", "temps");
    assertThat(schema.field("id").schema().type()).isEqualTo(AbstractSchema.Type.INT64);
    assertThat(schema.field("winds").schema().valueSchema().field("speed").schema().type())
        .isEqualTo(AbstractSchema.Type.FLOAT64);
    AbstractSchema map = schema.field("temps").schema();
    assertThat(map.keySchema().type()).isEqualTo(AbstractSchema.Type.STRING);
    assertThat(map.valueSchema().type()).isEqualTo(AbstractSchema.Type.FLOAT32);
    assertThat(map.fields()).isEmpty();
    assertThat(map.field("any")).isNull();
  }

  @ParameterizedTest
  @EnumSource(Schema.Type.class)
  void knowsEveryTypeOfConnect(Schema.Type type) {
    Schema schema =
        switch (type) {
          case ARRAY -> SchemaBuilder.array(Schema.STRING_SCHEMA).build();
          case MAP -> SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.STRING_SCHEMA).build();
          default -> SchemaBuilder.type(type).build();
        };
    assertThat(SchemaAdapter.of(schema).type().name()).isEqualTo(type.name());
  }

  /** The engine of the DataStax sink ignores logical types: a Decimal is bytes. */
  @Test
  void looksThroughLogicalTypes() {
    assertThat(SchemaAdapter.of(Decimal.schema(2)).type()).isEqualTo(AbstractSchema.Type.BYTES);
  }
}
