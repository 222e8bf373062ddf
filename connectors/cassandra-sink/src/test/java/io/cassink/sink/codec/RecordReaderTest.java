package io.cassink.sink.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cassink.sink.mapping.Mapping;
import io.cassink.sink.mapping.MappingParser;
import io.cassink.sink.mapping.Source;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Date;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

class RecordReaderTest {
  private static final Map<String, Object> WEATHER =
      Map.of(
          "id",
          7L,
          "main",
          Map.of("temp", 21.5d),
          "weather",
          List.of(Map.of("description", "rain"), Map.of("description", "fog")),
          "wind.speed",
          3L);
  private static final String WEATHER_JSON =
      "{\"skipped\":{\"main\":[1,{\"temp\":0}]},\"id\":7,\"main\":{\"x\":[],\"temp\":21.5},"
          + "\"weather\":[{\"icon\":1,\"description\":\"rain\"},{\"description\":\"fog\"}],"
          + "\"wind.speed\":3,\"wind\":{\"speed\":99}}";
  private static final String WEATHER_MAPPING =
      "id=value.id, temp=value.main.temp, sky=value.weather[0].description,"
          + " wind=value.wind.speed, none=value.main.none, deep=value.id.x, more=value.weather[9]";

  private static SinkRecord record(Object key, Object value) {
    return new SinkRecord("t", 0, null, key, null, value, 5, 1000L, TimestampType.CREATE_TIME);
  }

  /** Column to value; a column whose field is absent is left out. */
  private static Map<String, Object> read(String mapping, SinkRecord record)
      throws ConversionException {
    return read(MappingParser.parse(mapping).mapping(), record);
  }

  private static Map<String, Object> read(Mapping mapping, SinkRecord record)
      throws ConversionException {
    RecordReader reader = new RecordReader(mapping.columns().values());
    reader.read(record);
    FieldValues values = reader.read(record);
    Map<String, Object> found = new HashMap<>();
    for (Map.Entry<String, Source> column : mapping.columns().entrySet()) {
      int slot = reader.slotOf(column.getValue());
      if (!values.isAbsent(slot)) {
        found.put(column.getKey(), values.value(slot));
      }
    }
    return found;
  }

  /** Some producers begin a JSON text with it. In a text that is none, it is a character. */
  @Test
  void aByteOrderMarkBeforeJsonIsPassedOver() throws Exception {
    String json = "\ufeff {\"a\":\"x\",\"b\":[1]}";
    for (Object whole : List.of(json, json.getBytes(StandardCharsets.UTF_8))) {
      assertThat(read("a=value.a, c=value.b[0]", record(null, whole)))
          .containsEntry("a", "x")
          .hasSize(2);
      assertThat(read("a=key.a", record(whole, null))).containsExactly(Map.entry("a", "x"));
    }
    assertThat(read("all=value", record(null, "\ufeffplain")))
        .containsExactly(Map.entry("all", "\ufeffplain"));
  }

  @Test
  void textBytesAndMapsGiveTheSame() throws Exception {
    Map<String, Object> expected =
        Map.of("id", 7L, "temp", new java.math.BigDecimal("21.5"), "sky", "rain", "wind", 3L);
    assertThat(read(WEATHER_MAPPING, record(null, WEATHER_JSON))).isEqualTo(expected);
    assertThat(read(WEATHER_MAPPING, record(null, WEATHER_JSON.getBytes(StandardCharsets.UTF_8))))
        .isEqualTo(expected);
    Map<String, Object> ofMap = new HashMap<>(expected);
    ofMap.put("temp", 21.5d);
    assertThat(read(WEATHER_MAPPING, record(null, WEATHER))).isEqualTo(ofMap);
  }

  @Test
  void aNullOnTheWayIsANullAtTheEnd() throws Exception {
    String mapping = "temp=value.main.temp, gust=value.gust";
    Map<String, Object> nulls = new HashMap<>();
    nulls.put("temp", null);
    assertThat(read(mapping, record(null, "{\"main\":null}"))).isEqualTo(nulls);
    Map<String, Object> value = new HashMap<>();
    value.put("main", null);
    assertThat(read(mapping, record(null, value))).isEqualTo(nulls);
  }

  @Test
  void aPartThatIsNullHasNullsOnly() throws Exception {
    Map<String, Object> found = read("a=value.a, b=value, c=key.c, h=header.h", record(null, null));
    assertThat(found).containsOnlyKeys("a", "b", "c").allSatisfy((k, v) -> assertThat(v).isNull());
  }

  @Test
  void aFieldMayBeWantedWholeAndInPart() throws Exception {
    String json = "{\"main\":{\"temp\":1,\"deep\":{\"x\":[5,6]}}}";
    Map<String, Object> found =
        read(
            "m=value.main, t=value.main.temp, x=value.main.deep.x[1], v=value", record(null, json));
    assertThat(found)
        .containsEntry("t", 1L)
        .containsEntry("x", 6L)
        .containsEntry("v", json)
        .containsEntry("m", Map.of("temp", 1L, "deep", Map.of("x", List.of(5L, 6L))));
  }

  @Test
  void structsGiveNullsAndLogicalTypes() throws Exception {
    Schema inner =
        SchemaBuilder.struct()
            .field("temp", SchemaBuilder.float64().optional().defaultValue(42.0).build())
            .build();
    Schema schema =
        SchemaBuilder.struct()
            .field("main", inner)
            .field("day", Date.SCHEMA)
            .field("gone", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    Struct value =
        new Struct(schema)
            .put("main", new Struct(inner))
            .put("day", new java.util.Date(86_400_000L));
    SinkRecord record =
        new SinkRecord("t", 0, null, null, schema, value, 5, 1000L, TimestampType.CREATE_TIME);
    Map<String, Object> expected = new HashMap<>();
    // The schema has a default, but whether it stands for a null is for the converter to say.
    expected.put("t", null);
    expected.put("d", java.time.LocalDate.of(1970, 1, 2));
    expected.put("g", null);
    assertThat(read("t=value.main.temp, d=value.day, g=value.gone, n=value.none", record))
        .isEqualTo(expected);
  }

  @Test
  void theLastHeaderOfANameCounts() throws Exception {
    SinkRecord record = record("k", "v");
    record.headers().addInt("h", 1).addInt("h", 2).addString("a.b", "dots");
    record
        .headers()
        .addMap(
            "m",
            Map.of("x", 9),
            SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build());
    assertThat(read("h=header.h, d=header.a.b, x=header.m.x, n=header.n, k=key, v=value", record))
        .isEqualTo(Map.of("h", 2, "d", "dots", "x", 9, "k", "k", "v", "v"));
  }

  @Test
  void sameNamesAreLookedForInTheValueThenInTheKey() throws Exception {
    Mapping mapping = Mapping.ofSameNames(List.of("id", "a", "b"));
    assertThat(read(mapping, record(Map.of("id", 1L, "a", 2L), Map.of("a", 3L))))
        .isEqualTo(Map.of("id", 1L, "a", 3L));
    assertThat(read(mapping, record("plain", "{\"id\":1}"))).isEqualTo(Map.of("id", 1L));
    assertThat(read(mapping, record(null, "{\"id\":1}"))).isEqualTo(Map.of("id", 1L));
    Map<String, Object> deleted = new HashMap<>();
    deleted.put("id", 1L);
    deleted.put("a", null);
    deleted.put("b", null);
    assertThat(read(mapping, record(Map.of("id", 1L), null))).isEqualTo(deleted);
  }

  @Test
  void aPlainKeyIsReadWholeBesideAMappingBySameNames() throws Exception {
    List<Mapping.Entry> entries = new ArrayList<>(Mapping.ofSameNames(List.of("a")).entries());
    entries.addAll(MappingParser.parse("id=key").mapping().entries());
    assertThat(read(new Mapping(entries), record("plain", Map.of("a", 1L))))
        .isEqualTo(Map.of("id", "plain", "a", 1L));
  }

  @Test
  void refusesWhatIsNotOneObjectWithEachMappedFieldOnce() {
    for (String json :
        new String[] {
          "",
          "5",
          "[1]",
          "nonsense",
          "{\"id\":1",
          "{\"id\":1}{}",
          "{\"id\":1,\"id\":2}",
          "{\"main\":{\"temp\":1},\"main\":{\"temp\":2}}",
          "{\"id\":NaN}",
          "{\"id\":01}",
          "{\"x\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
          "{\"id\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}",
          "{\"id\":" + "9".repeat(2_000) + "}",
          "{\"id\":1e57562478202}",
        }) {
      String mapping = "id=value.id, t=value.main.temp";
      for (Object value : List.of(json, json.getBytes(StandardCharsets.UTF_8))) {
        assertThatThrownBy(() -> read(mapping, record(null, value)))
            .as(json.substring(0, Math.min(40, json.length())))
            .isInstanceOf(ConversionException.class)
            .hasMessageStartingWith("the record's value")
            .hasMessageNotContaining("nonsense");
      }
    }
    assertThatThrownBy(() -> read("id=value.id", record(null, 5L)))
        .hasMessageContaining("has no fields");
  }

  /** Cut short, too long, half a surrogate pair; where it is wanted, and where it is not. */
  @Test
  void refusesMalformedUtf8Anywhere() {
    for (String hex : new String[] {"c328", "c080", "eda080", "f4908080", "ff"}) {
      byte[] malformed = HexFormat.of().parseHex("7b226964223a22" + hex + "227d");
      for (String mapping : new String[] {"id=value.id", "x=value.x"}) {
        assertThatThrownBy(() -> read(mapping, record(null, malformed)))
            .as(hex)
            .isInstanceOf(ConversionException.class)
            .hasMessageContaining("not UTF-8");
      }
    }
    byte[] wide = "{\"id\":1}".getBytes(StandardCharsets.UTF_16LE);
    assertThatThrownBy(() -> read("id=value.id", record(null, wide)))
        .isInstanceOf(ConversionException.class);
  }

  @Test
  void aNameWithADotMayBeWantedTwice() throws Exception {
    assertThat(read("n=value.\"a.b\", p=value.a.b", record(null, "{\"a.b\":1}")))
        .isEqualTo(Map.of("n", 1L, "p", 1L));
  }

  /** The streaming reader and a walk over the whole tree never differ. */
  @Test
  void streamingAgreesWithWalking() throws Exception {
    Random random = new Random(4);
    String[] names = {"a", "b", "a.b", "c", "b.c"};
    String[] paths = {
      "a", "b", "c", "a.b", "b.c", "a.b.c", "a[0]", "a[1].b", "c[2][0]", "b.c.a", "c.a[0].b"
    };
    for (int round = 0; round < 5_000; round++) {
      Map<String, Object> value = object(random, names, 4);
      List<String> entries = new ArrayList<>();
      for (int i = 0; i < paths.length; i++) {
        if (random.nextBoolean()) {
          entries.add("c" + i + "=value." + paths[i]);
        }
      }
      entries.add("z=value.a");
      String mapping = String.join(",", entries);
      String json = JsonText.of(value);
      assertThat(read(mapping, record(null, json)))
          .as(mapping + " of " + json)
          .isEqualTo(read(mapping, record(null, value)));
    }
  }

  private static Map<String, Object> object(Random random, String[] names, int depth) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (String name : names) {
      if (random.nextInt(3) > 0) {
        map.put(name, any(random, names, depth - 1));
      }
    }
    return map;
  }

  private static Object any(Random random, String[] names, int depth) {
    int kind = random.nextInt(depth > 0 ? 6 : 4);
    if (kind == 5) {
      return object(random, names, depth);
    }
    if (kind == 4) {
      List<Object> list = new ArrayList<>();
      for (int i = random.nextInt(4); i > 0; i--) {
        list.add(any(random, names, depth - 1));
      }
      return list;
    }
    return switch (kind) {
      case 0 -> null;
      case 1 -> random.nextLong();
      case 2 -> "text " + random.nextInt(100);
      default -> random.nextBoolean();
    };
  }
}
