package io.cassink.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;

class FieldPathTest {
  private static Object find(String path, Object root) {
    return new FieldPath(path).find(root).orElse(null);
  }

  @Test
  void stepsIntoNestedMaps() {
    assertThat(find("main.temp", Map.of("main", Map.of("temp", 1)))).isEqualTo(1);
  }

  @Test
  void findsALiteralNameWithDots() {
    assertThat(find("main.temp", Map.of("main.temp", 2))).isEqualTo(2);
    assertThat(find("a.b.c.d", Map.of("a.b", Map.of("c.d", 3)))).isEqualTo(3);
  }

  @Test
  void takesTheLongestNameAndNeverGoesBack() {
    Map<String, Object> both =
        Map.of("main.temp", Map.of("x", 1), "main", Map.of("temp", Map.of("y", 2)));
    assertThat(find("main.temp", both)).isEqualTo(Map.of("x", 1));
    assertThat(find("main.temp.x", both)).isEqualTo(1);
    assertThat(find("main.temp.y", both)).isNull();
  }

  @Test
  void aNameWithANullIsANameAllTheSame() {
    Map<String, Object> both = new HashMap<>(Map.of("a", Map.of("b", 1)));
    both.put("a.b", null);
    assertThat(find("a.b", both)).isNull();
  }

  @Test
  void findsNothingBelowAScalarAListOrANull() {
    assertThat(find("a.b", Map.of("a", 1))).isNull();
    assertThat(find("a.0", Map.of("a", List.of(1)))).isNull();
    assertThat(find("a.b", Collections.singletonMap("a", null))).isNull();
    assertThat(find("a.b", Map.of("A", Map.of("b", 1)))).isNull();
  }

  @Test
  void stepsThroughStructsAndMapsInOneAnother() {
    Schema inner = SchemaBuilder.map(Schema.STRING_SCHEMA, Schema.INT32_SCHEMA).build();
    Schema outer =
        SchemaBuilder.struct()
            .field("m", inner)
            .field("wind.gust", Schema.OPTIONAL_FLOAT64_SCHEMA)
            .build();
    Struct struct = new Struct(outer).put("m", Map.of("k", 5)).put("wind.gust", 9.5);
    assertThat(find("m.k", struct)).isEqualTo(5);
    assertThat(find("wind.gust", struct)).isEqualTo(9.5);
    assertThat(find("s.wind.gust", Map.of("s", struct))).isEqualTo(9.5);
    assertThat(find("m.l", struct)).isNull();
    assertThat(find("n", struct)).isNull();
  }
}
