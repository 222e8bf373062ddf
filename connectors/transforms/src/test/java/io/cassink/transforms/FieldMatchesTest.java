package io.cassink.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldMatchesTest {
  private static boolean test(SinkRecord record, String field, String setting, String constant) {
    try (FieldMatches<SinkRecord> predicate = new FieldMatches<>()) {
      predicate.configure(Map.of("field", field, setting, constant));
      return predicate.test(record);
    }
  }

  private static boolean test(Object field, String setting, String constant) {
    return test(
        Records.withValue(Collections.singletonMap("x", field)), "value.x", setting, constant);
  }

  private static Struct sale(String storeId) {
    Schema schema =
        SchemaBuilder.struct()
            .field("item_id", Schema.STRING_SCHEMA)
            .field("store_id", Schema.OPTIONAL_STRING_SCHEMA)
            .build();
    return new Struct(schema).put("item_id", "plates-235").put("store_id", storeId);
  }

  @Test
  void emptyIsAbsentNullOrTheEmptyString() {
    assertThat(test("", "empty", "true")).isTrue();
    assertThat(test(null, "empty", "true")).isTrue();
    assertThat(test(Records.withValue(Map.of("y", 1)), "value.x", "empty", "true")).isTrue();
  }

  @ParameterizedTest
  @MethodSource("notEmpty")
  void nothingElseIsEmpty(Object field) {
    assertThat(test(field, "empty", "true")).isFalse();
  }

  static Stream<Object> notEmpty() {
    return Stream.of(" ", 0, false, Double.NaN, List.of(), Map.of(), new byte[0], new Date(0));
  }

  @Test
  void emptyInAStruct() {
    assertThat(test(Records.withValue(sale("")), "value.store_id", "empty", "true")).isTrue();
    assertThat(test(Records.withValue(sale(null)), "value.store_id", "empty", "true")).isTrue();
    assertThat(test(Records.withValue(sale("a")), "value.store_id", "empty", "true")).isFalse();
    assertThat(test(Records.withValue(sale("a")), "value.shop", "empty", "true")).isTrue();
  }

  @Test
  void aStructFieldHoldsItsDefault() {
    Schema schema =
        SchemaBuilder.struct()
            .field("x", SchemaBuilder.string().optional().defaultValue("a").build())
            .build();
    assertThat(test(Records.withValue(new Struct(schema)), "value.x", "equals", "a")).isTrue();
  }

  @Test
  void aTombstoneHasNoFieldToTest() {
    assertThat(test(Records.withValue(null), "value.x", "empty", "true")).isFalse();
    assertThat(test(Records.withValue(null), "value.x", "equals", "")).isFalse();
    assertThat(test(Records.withValue(null), "value", "empty", "true")).isTrue();
    assertThat(test(Records.withKey(null), "key", "empty", "true")).isTrue();
    assertThat(test(Records.withValue("text"), "value", "empty", "true")).isFalse();
  }

  @Test
  void looksIntoTheKey() {
    assertThat(test(Records.withKey(sale("")), "key.store_id", "empty", "true")).isTrue();
    assertThat(test(Records.withKey(Map.of("id", 7)), "key.id", "equals", "7")).isTrue();
    assertThat(test(Records.withKey("plates-235"), "key", "matches", "plates-\\d+")).isTrue();
  }

  @ParameterizedTest
  @MethodSource("equalFields")
  void equalsComparesNumbersByValueAndOthersByText(Object field, String constant) {
    assertThat(test(field, "equals", constant)).isTrue();
  }

  static Stream<Arguments> equalFields() {
    return Stream.of(
        Arguments.of("Hermitage - 1", "Hermitage - 1"),
        Arguments.of("", ""),
        Arguments.of(true, "true"),
        Arguments.of(23L, "23"),
        Arguments.of(23, " 23.0 "),
        Arguments.of((short) 23, "2.3e1"),
        Arguments.of((byte) -3, "-3"),
        Arguments.of(23.0, "23"),
        Arguments.of(0.1f, "0.1"),
        Arguments.of(-0.0, "0"),
        Arguments.of(Long.MAX_VALUE, "9223372036854775807"),
        Arguments.of(new BigDecimal("1.10"), "1.1"),
        Arguments.of(Double.NaN, "NaN"),
        Arguments.of(Float.NEGATIVE_INFINITY, "-Infinity"));
  }

  @ParameterizedTest
  @MethodSource("unequalFields")
  void equalsIsFalse(Object field, String constant) {
    assertThat(test(field, "equals", constant)).isFalse();
  }

  static Stream<Arguments> unequalFields() {
    return Stream.of(
        Arguments.of("hermitage", "Hermitage"),
        Arguments.of("23.0", "23"),
        Arguments.of(" a", "a"),
        Arguments.of(true, "TRUE"),
        Arguments.of(9007199254740993L, "9007199254740992"),
        Arguments.of(1, ""),
        Arguments.of(1, "one"),
        Arguments.of(1, "1e2147483647"),
        Arguments.of(null, ""),
        Arguments.of(null, "null"),
        Arguments.of(List.of(), "[]"),
        Arguments.of(Map.of(), "{}"),
        Arguments.of("a".getBytes(StandardCharsets.UTF_8), "a"));
  }

  @ParameterizedTest
  @MethodSource("texts")
  void matchesComparesTheWholeText(Object field, String text) {
    assertThat(test(field, "matches", Pattern.quote(text))).isTrue();
    assertThat(test(field, "matches", Pattern.quote(text.substring(1)))).isFalse();
  }

  static Stream<Arguments> texts() {
    return Stream.of(
        Arguments.of("plates-235", "plates-235"),
        Arguments.of(false, "false"),
        Arguments.of(-7, "-7"),
        Arguments.of(1.0e10, "10000000000"),
        Arguments.of(2.50, "2.5"),
        Arguments.of(-0.0, "0"),
        Arguments.of(1.0e-5, "0.00001"),
        Arguments.of(new BigDecimal("1.500"), "1.5"),
        Arguments.of(new BigDecimal("0E-8"), "0"),
        Arguments.of(Double.POSITIVE_INFINITY, "Infinity"));
  }

  @Test
  void matchesNoValueWithoutAText() {
    assertThat(test(null, "matches", ".*")).isFalse();
    assertThat(test(List.of("a"), "matches", ".*")).isFalse();
    assertThat(test(Map.of("a", 1), "matches", ".*")).isFalse();
    assertThat(test(new Date(0), "matches", ".*")).isFalse();
    assertThat(test(Records.withValue(Map.of("y", 1)), "value.x", "matches", ".*")).isFalse();
  }

  @Test
  void matchesHasNoFlagsOfItsOwn() {
    assertThat(test("a\nb", "matches", "a.b")).isFalse();
    assertThat(test("a\nb", "matches", "(?s)a.b")).isTrue();
    assertThat(test("ab", "matches", "AB")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", ""})
  void refusesAValueWithoutFields(String value) {
    assertThatThrownBy(() -> test(Records.withValue(value), "value.x", "empty", "true"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("value.x")
        .hasMessageContaining("item_sales-2@41")
        .hasMessageContaining("String");
  }
}
