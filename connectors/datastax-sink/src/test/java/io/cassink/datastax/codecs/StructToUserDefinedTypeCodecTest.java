package io.cassink.datastax.codecs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.DefaultProtocolVersion;
import com.datastax.oss.driver.api.core.data.UdtValue;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.codec.CodecNotFoundException;
import io.cassink.datastax.support.CqlTypes;
import io.cassink.datastax.support.Engine;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.connect.data.Decimal;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.data.Timestamp;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class StructToUserDefinedTypeCodecTest {
  private static final Engine ENGINE = new Engine(Map.of());
  private static final CqlTypes TYPES =
      new CqlTypes()
          .define("wind", new TreeMap<>(Map.of("a_speed", "int", "b_names", "list<text>")))
          .define("weather", new TreeMap<>(Map.of("id", "bigint", "wind", "frozen<wind>")));

  private static final Schema WIND =
      SchemaBuilder.struct()
          .optional()
          .field("b_names", SchemaBuilder.array(Schema.STRING_SCHEMA).optional().build())
          .field("a_speed", Schema.OPTIONAL_INT64_SCHEMA)
          .build();

  private static UdtValue bind(String field, String type, Struct value) {
    DataType cqlType = TYPES.parse(type);
    SinkRecord record = new SinkRecord("t", 0, null, null, value.schema(), value, 0L);
    ByteBuffer bytes = ENGINE.bind(record, field, cqlType);
    return bytes == null
        ? null
        : Engine.REGISTRY.<UdtValue>codecFor(cqlType).decode(bytes, DefaultProtocolVersion.V4);
  }

  private static Struct wind() {
    return new Struct(WIND).put("a_speed", 5L).put("b_names", List.of("bora", "mistral"));
  }

  @Test
  void bindsAWholeStructByName() {
    UdtValue value = bind("__self", "frozen<wind>", wind());
    assertThat(value.getFormattedContents()).isEqualTo("{a_speed:5,b_names:['bora','mistral']}");
  }

  @Test
  void bindsNestedStructs() {
    Schema schema =
        SchemaBuilder.struct().field("id", Schema.INT32_SCHEMA).field("wind", WIND).build();
    Struct weather = new Struct(schema).put("id", 7).put("wind", wind());
    assertThat(bind("wind", "frozen<wind>", weather).getInt("a_speed")).isEqualTo(5);
    assertThat(bind("__self", "frozen<weather>", weather).getFormattedContents())
        .isEqualTo("{id:7,wind:{a_speed:5,b_names:['bora','mistral']}}");
    Struct calm = new Struct(schema).put("id", 7);
    assertThat(bind("wind", "frozen<wind>", calm)).isNull();
    assertThat(bind("__self", "frozen<weather>", calm).isNull("wind")).isTrue();
  }

  @Test
  void keepsNullFields() {
    UdtValue value = bind("__self", "frozen<wind>", new Struct(WIND));
    assertThat(value.isNull("a_speed")).isTrue();
    assertThat(value.isNull("b_names")).isTrue();
  }

  @Test
  void refusesAnotherNumberOfFields() {
    Schema schema = SchemaBuilder.struct().field("a_speed", Schema.INT32_SCHEMA).build();
    Struct struct = new Struct(schema).put("a_speed", 5);
    assertThatThrownBy(() -> bind("__self", "frozen<wind>", struct))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("type wind has 2 fields, the Struct has 1");
  }

  @Test
  void refusesOtherFields() {
    Schema schema =
        SchemaBuilder.struct()
            .field("a_speed", Schema.INT32_SCHEMA)
            .field("names", Schema.STRING_SCHEMA)
            .build();
    Struct struct = new Struct(schema).put("a_speed", 5).put("names", "bora");
    assertThatThrownBy(() -> bind("__self", "frozen<wind>", struct))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("field b_names of type wind is not in the Struct");
  }

  @Test
  void refusesAValueThatDoesNotFit() {
    Struct struct = new Struct(WIND).put("a_speed", 1L << 40);
    assertThatThrownBy(() -> bind("__self", "frozen<wind>", struct))
        .isInstanceOf(ArithmeticException.class)
        .hasMessageContaining("1099511627776");
  }

  /** As the DataStax sink: only top-level byte arrays are wrapped for the driver. */
  @Test
  void refusesByteArraysInANestedStruct() {
    CqlTypes types = new CqlTypes().define("photo", Map.of("bytes", "blob"));
    Schema photo = SchemaBuilder.struct().field("bytes", Schema.BYTES_SCHEMA).build();
    Struct struct = new Struct(photo).put("bytes", new byte[] {1, 2});
    SinkRecord record = new SinkRecord("t", 0, null, null, photo, struct, 0L);
    assertThat(ENGINE.bind(record, "bytes", types.parse("blob")).remaining()).isEqualTo(2);
    assertThatThrownBy(() -> ENGINE.bind(record, "__self", types.parse("frozen<photo>")))
        .isInstanceOf(ClassCastException.class);
  }

  /** As the DataStax sink: it takes a logical type for the plain one below it, which it is not. */
  @Test
  void refusesLogicalTypes() {
    Schema sale =
        SchemaBuilder.struct()
            .field("price", Decimal.schema(2))
            .field("at", Timestamp.SCHEMA)
            .build();
    Struct struct = new Struct(sale).put("price", new BigDecimal("1.50")).put("at", new Date(0));
    SinkRecord record = new SinkRecord("t", 0, null, null, sale, struct, 0L);
    assertThatThrownBy(() -> ENGINE.bind(record, "price", TYPES.parse("decimal")))
        .isInstanceOf(CodecNotFoundException.class);
    assertThatThrownBy(() -> ENGINE.bind(record, "at", TYPES.parse("timestamp")))
        .isInstanceOf(ClassCastException.class);
  }
}
