package io.cassink.datastax.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.DefaultProtocolVersion;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.codec.TypeCodec;
import com.datastax.oss.protocol.internal.util.Bytes;
import io.cassink.contract.ContractFile;
import io.cassink.datastax.support.CqlTypes;
import io.cassink.datastax.support.Engine;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.SchemaAndValue;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the engine's own codecs to schemas/contract/conversions.json. */
class ConversionsTest {
  private static final String FILE = "conversions.json";
  private static final CqlTypes TYPES = new CqlTypes();
  private static final Map<Map<String, String>, Engine> ENGINES = new HashMap<>();
  private static final JsonConverter JSON = new JsonConverter();
  private static List<Conversion> cases;

  record Content(
      List<String> about, Map<String, Map<String, String>> userTypes, List<Conversion> cases) {}

  @BeforeAll
  static void readOrWriteFile() {
    JSON.configure(Map.of("schemas.enable", "false"), false);
    Content file = ContractFile.read(FILE, Content.class);
    file.userTypes().forEach(TYPES::define);
    cases = file.cases();
    if (ContractFile.isToBeWritten()) {
      cases = cases.stream().map(ConversionsTest::convert).toList();
      ContractFile.write(FILE, new Content(file.about(), file.userTypes(), cases));
    }
  }

  static Stream<Conversion> cases() {
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theEngineAgrees(Conversion expected) {
    Conversion actual = convert(expected);
    assertThat(actual.cql()).as("CQL of %s", expected).isEqualTo(expected.cql());
    assertThat(actual.bytes()).as("bytes of %s", expected).isEqualTo(expected.bytes());
    assertThat(actual.refused() == null)
        .as("%s: %s", expected, actual.refused())
        .isEqualTo(expected.refused() == null);
  }

  @Test
  void noCaseIsThereTwice() {
    assertThat(cases().map(Conversion::toString)).doesNotHaveDuplicates();
  }

  private static Conversion convert(Conversion conversion) {
    DataType type = TYPES.parse(conversion.type());
    Engine engine = ENGINES.computeIfAbsent(conversion.codecSettings(), Engine::new);
    try {
      boolean whole = "raw".equals(conversion.converter());
      ByteBuffer bytes = engine.bind(record(conversion), whole ? "__self" : "f", type);
      return conversion.bound(
          bytes == null ? null : literal(type, bytes), bytes == null ? null : hex(bytes));
    } catch (RuntimeException e) {
      return conversion.refused(Optional.ofNullable(e.getMessage()).orElse(e.toString()));
    }
  }

  /** The record as a worker hands it over: read by JsonConverter, or text by StringConverter. */
  private static SinkRecord record(Conversion conversion) {
    String object = "{\"f\":" + conversion.value() + "}";
    Object value =
        switch (Optional.ofNullable(conversion.converter()).orElse("json")) {
          case "json" -> {
            SchemaAndValue read = JSON.toConnectData("t", object.getBytes(StandardCharsets.UTF_8));
            yield read.value();
          }
          case "string" -> object;
          case "raw" -> conversion.value();
          default -> throw new IllegalArgumentException("converter of " + conversion);
        };
    return new SinkRecord("t", 0, null, null, null, value, 0L);
  }

  private static String literal(DataType type, ByteBuffer bytes) {
    TypeCodec<Object> codec = Engine.REGISTRY.codecFor(type);
    return codec.format(codec.decode(bytes.duplicate(), DefaultProtocolVersion.V4));
  }

  private static String hex(ByteBuffer bytes) {
    return Bytes.toHexString(bytes).substring(2);
  }
}
