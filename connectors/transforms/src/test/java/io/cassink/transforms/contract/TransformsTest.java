package io.cassink.transforms.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cassink.contract.ContractFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the transforms of Kafka and of Cassink to schemas/contract/transforms.json. */
class TransformsTest {
  private static final String FILE = "transforms.json";
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final JsonConverter JSON = new JsonConverter();
  private static List<TransformCase> cases;

  record Content(List<String> about, List<TransformCase> cases) {}

  @BeforeAll
  static void readOrWriteFile() {
    JSON.configure(Map.of("schemas.enable", "false"), false);
    Content file = ContractFile.read(FILE, Content.class);
    cases = file.cases();
    if (ContractFile.isToBeWritten()) {
      cases = cases.stream().map(TransformsTest::run).toList();
      ContractFile.write(FILE, new Content(file.about(), cases));
    }
  }

  static Stream<TransformCase> cases() {
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theTransformAgrees(TransformCase expected) {
    TransformCase actual = run(expected);
    assertThat(actual.refused() == null)
        .as("%s: %s", expected, actual.refused())
        .isEqualTo(expected.refused() == null);
    assertThat(actual.matches()).as("%s", expected).isEqualTo(expected.matches());
    assertThat(tree(actual.keyResult())).as("%s", expected).isEqualTo(tree(expected.keyResult()));
    assertThat(tree(actual.valueResult()))
        .as("%s", expected)
        .isEqualTo(tree(expected.valueResult()));
  }

  @Test
  void noCaseIsThereTwice() {
    assertThat(cases().map(TransformCase::input)).doesNotHaveDuplicates();
  }

  private static TransformCase run(TransformCase input) {
    try {
      Object instance = Class.forName(input.type()).getDeclaredConstructor().newInstance();
      return instance instanceof Predicate<?>
          ? runPredicate(input, instance)
          : runTransform(input, instance);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    } catch (RuntimeException e) {
      return input.refused(Optional.ofNullable(e.getMessage()).orElse(e.toString()));
    }
  }

  @SuppressWarnings("unchecked")
  private static TransformCase runPredicate(TransformCase input, Object instance) {
    try (Predicate<SinkRecord> predicate = (Predicate<SinkRecord>) instance) {
      predicate.configure(input.config());
      return input.matched(predicate.test(record(input)));
    }
  }

  @SuppressWarnings("unchecked")
  private static TransformCase runTransform(TransformCase input, Object instance) {
    try (Transformation<SinkRecord> transform = (Transformation<SinkRecord>) instance) {
      transform.configure(input.config());
      SinkRecord transformed = transform.apply(record(input));
      return input.transformed(text(transformed.key()), text(transformed.value()));
    }
  }

  private static SinkRecord record(TransformCase input) {
    return new SinkRecord(
        "events",
        2,
        null,
        connectData(input.key()),
        null,
        connectData(input.value()),
        41L,
        1530305100936L,
        TimestampType.CREATE_TIME);
  }

  private static Object connectData(String json) {
    return json == null
        ? null
        : JSON.toConnectData("events", json.getBytes(StandardCharsets.UTF_8)).value();
  }

  /** As the DataStax sink reads a Map: a java.util.Date becomes its milliseconds. */
  private static String text(Object data) {
    try {
      return data == null ? null : MAPPER.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode tree(String json) {
    try {
      return json == null ? null : MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
