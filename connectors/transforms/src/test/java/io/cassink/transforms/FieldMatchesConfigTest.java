package io.cassink.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldMatchesConfigTest {
  private static void configure(Map<String, String> properties) {
    try (FieldMatches<SinkRecord> predicate = new FieldMatches<>()) {
      predicate.configure(properties);
    }
  }

  @Test
  void needsAField() {
    assertThatThrownBy(() -> configure(Map.of("empty", "true")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("\"field\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"store_id", "header.x", "Value.x", "values.x", "", ".x", "topic"})
  void refusesAFieldOfNeitherKeyNorValue(String field) {
    assertThatThrownBy(() -> configure(Map.of("field", field, "empty", "true")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("must be key, value, or begin with key. or value.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"value.", "value..x", "key.a..b", "value.a."})
  void refusesAnEmptyStep(String field) {
    assertThatThrownBy(() -> configure(Map.of("field", field, "empty", "true")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("a step of the path is empty");
  }

  @Test
  void needsATest() {
    assertThatThrownBy(() -> configure(Map.of("field", "value.x")))
        .isInstanceOf(ConfigException.class)
        .hasMessage(
            "FieldMatches on value.x has no test: set exactly one of equals, matches and"
                + " empty=true");
    assertThatThrownBy(() -> configure(Map.of("field", "value.x", "empty", "false")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("has no test");
  }

  @Test
  void refusesTwoTests() {
    assertThatThrownBy(() -> configure(Map.of("field", "value.x", "equals", "", "empty", "true")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("has more than one test");
    assertThatThrownBy(() -> configure(Map.of("field", "value.x", "equals", "a", "matches", "a")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("has more than one test");
  }

  @Test
  void anEmptyFalseBesideAnotherTestIsNoTest() {
    assertThatNoException()
        .isThrownBy(() -> configure(Map.of("field", "value.x", "equals", "a", "empty", "false")));
  }

  @Test
  void refusesAPatternThatDoesNotCompile() {
    assertThatThrownBy(() -> configure(Map.of("field", "value.x", "matches", "a(")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("matches")
        .hasMessageContaining("Unclosed group at 2");
  }

  @Test
  void refusesAnEmptyThatIsNoBoolean() {
    assertThatThrownBy(() -> configure(Map.of("field", "value.x", "empty", "yes")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("empty");
  }

  @Test
  void validationReportsAFieldUnderItsName() {
    try (FieldMatches<SinkRecord> predicate = new FieldMatches<>()) {
      assertThat(predicate.config().validate(Map.of("field", "store_id", "empty", "true")))
          .filteredOn(value -> "field".equals(value.name()))
          .flatExtracting(value -> value.errorMessages())
          .hasSize(1);
    }
  }
}
