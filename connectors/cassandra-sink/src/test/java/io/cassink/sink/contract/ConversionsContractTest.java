package io.cassink.sink.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.type.DataType;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.cassink.contract.ContractFile;
import io.cassink.sink.codec.ColumnCodecs;
import io.cassink.sink.codec.ConversionException;
import io.cassink.sink.codec.ConversionSettings;
import io.cassink.sink.codec.FieldValues;
import io.cassink.sink.codec.RecordReader;
import io.cassink.sink.codec.TemporalFormat;
import io.cassink.sink.codec.UnsupportedTypeException;
import io.cassink.sink.mapping.Mapping;
import io.cassink.sink.mapping.MappingParser;
import io.cassink.sink.mapping.Source;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the sink's reading of records and its codecs to schemas/contract/sink-conversions.json. */
class ConversionsContractTest {
  private static final String FILE = "sink-conversions.json";
  private static final JsonConverter JSON = new JsonConverter();
  private static final JsonConverter WITH_SCHEMAS = new JsonConverter();
  private static ContractTypes types;
  private static List<ConversionCase> cases;

  record Content(
      List<String> about, Map<String, Map<String, String>> userTypes, List<ConversionCase> cases) {}

  @BeforeAll
  static void readOrWriteFile() {
    JSON.configure(Map.of("schemas.enable", "false"), false);
    WITH_SCHEMAS.configure(Map.of("schemas.enable", "true"), false);
    Content file = ContractFile.read(FILE, Content.class);
    types = new ContractTypes(file.userTypes());
    cases = file.cases();
    if (ContractFile.isToBeWritten()) {
      cases = cases.stream().map(ConversionsContractTest::convert).toList();
      ContractFile.write(FILE, new Content(file.about(), file.userTypes(), cases));
    }
  }

  static Stream<ConversionCase> cases() {
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theSinkAgrees(ConversionCase expected) {
    ConversionCase actual = convert(expected);
    assertThat(actual.bytes()).as("bytes of %s", expected).isEqualTo(expected.bytes());
    assertThat(actual.refused()).as("refusal of %s", expected).isEqualTo(expected.refused());
  }

  @Test
  void noCaseIsThereTwice() {
    assertThat(cases().map(ConversionCase::toString)).doesNotHaveDuplicates();
  }

  private static ConversionCase convert(ConversionCase one) {
    DataType type = types.parse(one.type());
    try {
      ByteBuffer bytes = encode(one, type);
      return one.bound(bytes == null ? null : hex(bytes));
    } catch (ConversionException e) {
      return one.refusedBy(e);
    } catch (UnsupportedTypeException e) {
      throw new IllegalArgumentException(one.toString(), e);
    }
  }

  private static ByteBuffer encode(ConversionCase one, DataType type)
      throws ConversionException, UnsupportedTypeException {
    SinkRecord record = record(one);
    boolean hasFields = record.value() instanceof Map || record.value() instanceof Struct;
    String field = hasFields || isObject(one) ? "value.f" : "value";
    Mapping mapping = MappingParser.parse("f=" + field).mapping();
    Source source = mapping.columns().get("f");
    RecordReader reader = new RecordReader(List.of(source));
    FieldValues values = reader.read(record);
    int slot = reader.slotOf(source);
    Object value = values.value(slot);
    return value == null
        ? null
        : new ColumnCodecs(settings(one.codecSettings()), true)
            .of(type)
            .encode(value, values.isJson(slot));
  }

  private static boolean isObject(ConversionCase one) {
    return "string".equals(one.converter()) || "bytes".equals(one.converter());
  }

  /** The record as a worker hands it over. */
  private static SinkRecord record(ConversionCase one) {
    String object = "{\"f\":" + one.value() + "}";
    Object value =
        switch (Optional.ofNullable(one.converter()).orElse("json")) {
          case "json" -> JSON.toConnectData("t", object.getBytes(StandardCharsets.UTF_8)).value();
          case "string" -> object;
          case "bytes" -> object.getBytes(StandardCharsets.UTF_8);
          case "schema" -> WITH_SCHEMAS.toConnectData("t", envelope(one)).value();
          case "raw" -> one.value();
          case "raw bytes" -> HexFormat.of().parseHex(one.value());
          case "long" -> Long.valueOf(one.value());
          case "double" -> Double.valueOf(one.value());
          case "boolean" -> Boolean.valueOf(one.value());
          default -> throw new IllegalArgumentException("converter of " + one);
        };
    return new SinkRecord("t", 0, null, null, null, value, 0L);
  }

  /** A struct whose one field has the case's schema and payload. */
  private static byte[] envelope(ConversionCase one) {
    try {
      JsonMapper mapper = new JsonMapper();
      ObjectNode field = (ObjectNode) mapper.readTree(one.value());
      ObjectNode schema = ((ObjectNode) field.get("schema")).put("field", "f");
      ObjectNode envelope = mapper.createObjectNode();
      envelope.putObject("schema").put("type", "struct").putArray("fields").add(schema);
      envelope.putObject("payload").set("f", field.get("payload"));
      return mapper.writeValueAsBytes(envelope);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ConversionSettings settings(Map<String, String> codec) {
    String tag = codec.getOrDefault("locale", "en_US").replace('_', '-');
    Locale locale = Locale.forLanguageTag(tag);
    ZoneId zone = ZoneId.of(codec.getOrDefault("timeZone", "UTC"));
    return new ConversionSettings(
        locale,
        zone,
        TemporalFormat.of(codec.getOrDefault("timestamp", "CQL_TIMESTAMP"), locale, zone),
        TemporalFormat.of(codec.getOrDefault("date", "ISO_LOCAL_DATE"), locale, zone),
        TemporalFormat.of(codec.getOrDefault("time", "ISO_LOCAL_TIME"), locale, zone),
        TimeUnit.valueOf(codec.getOrDefault("unit", "MILLISECONDS")));
  }

  private static String hex(ByteBuffer bytes) {
    byte[] content = new byte[bytes.remaining()];
    bytes.duplicate().get(content);
    return HexFormat.of().formatHex(content);
  }
}
