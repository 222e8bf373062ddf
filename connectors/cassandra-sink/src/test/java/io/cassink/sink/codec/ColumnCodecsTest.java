package io.cassink.sink.codec;

import static com.datastax.oss.driver.api.core.type.DataTypes.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import com.datastax.oss.driver.internal.core.type.UserDefinedTypeBuilder;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is encoded is read back by the driver's own codecs and compared as a CQL literal. */
class ColumnCodecsTest {
  private static final ConversionSettings UNITS =
      settings("UNITS_SINCE_EPOCH", "UNITS_SINCE_EPOCH");
  private static final UserDefinedType UDT =
      new UserDefinedTypeBuilder("ks", "u").withField("a", INT).withField("b", TEXT).build();

  private static ConversionSettings settings(String timestamp, String date) {
    ZoneId zone = ZoneId.of("UTC");
    return new ConversionSettings(
        Locale.US,
        zone,
        TemporalFormat.of(timestamp, Locale.US, zone),
        TemporalFormat.of(date, Locale.US, zone),
        TemporalFormat.of("ISO_LOCAL_TIME", Locale.US, zone),
        TimeUnit.MILLISECONDS);
  }

  private static String written(
      ConversionSettings settings, DataType type, Object value, boolean json) throws Exception {
    ByteBuffer bytes = new ColumnCodecs(settings, true).of(type).encode(value, json);
    if (bytes == null) {
      return "NULL";
    }
    var codec = CodecRegistry.DEFAULT.codecFor(type);
    return codec.format(codec.decode(bytes, ProtocolVersion.V5));
  }

  static Stream<Arguments> exactConversions() {
    Map<String, Object> udt = new LinkedHashMap<>();
    udt.put("b", "x");
    udt.put("a", 47L);
    Schema schema =
        SchemaBuilder.struct().field("a", Schema.INT8_SCHEMA).field("b", Schema.STRING_SCHEMA);
    Struct struct = new Struct(schema).put("a", (byte) 47).put("b", "x");
    return Stream.of(
        // text
        Arguments.of(TEXT, "it's", "'it''s'"),
        Arguments.of(TEXT, "", "''"),
        Arguments.of(TEXT, 1234567L, "'1234567'"),
        Arguments.of(TEXT, new BigDecimal("1.10"), "'1.10'"),
        Arguments.of(TEXT, 23.0d, "'23.0'"),
        Arguments.of(TEXT, true, "'true'"),
        Arguments.of(TEXT, List.of(1L, "a", Map.of("k", 2.5d)), "'[1,\"a\",{\"k\":2.5}]'"),
        Arguments.of(TEXT, struct, "'{\"a\":47,\"b\":\"x\"}'"),
        Arguments.of(ASCII, "plain", "'plain'"),
        // numbers, from numbers of every width, texts, booleans and times
        Arguments.of(BIGINT, 5725368L, "5725368"),
        Arguments.of(BIGINT, "-9223372036854775808", "-9223372036854775808"),
        Arguments.of(BIGINT, "1,234", "1234"),
        Arguments.of(BIGINT, 1234.0d, "1234"),
        Arguments.of(BIGINT, new BigDecimal("1.5E3"), "1500"),
        Arguments.of(BIGINT, "2018-03-09T16:12:32Z", "1520611952000"),
        Arguments.of(BIGINT, "yes", "1"),
        Arguments.of(INT, false, "0"),
        Arguments.of(INT, (byte) -5, "-5"),
        Arguments.of(INT, "", "NULL"),
        Arguments.of(SMALLINT, -10617L, "-10617"),
        Arguments.of(TINYINT, (short) -121, "-121"),
        Arguments.of(VARINT, new BigInteger("18446744073709551621"), "18446744073709551621"),
        Arguments.of(DECIMAL, "1,234.5", "1234.5"),
        Arguments.of(DECIMAL, 0.1d, "0.1"),
        Arguments.of(DOUBLE, new BigDecimal("1234567.123"), "1234567.123"),
        Arguments.of(FLOAT, 1234568L, "1234568.0"),
        Arguments.of(DOUBLE, "NaN", "NaN"),
        Arguments.of(COUNTER, 3L, "3"),
        Arguments.of(BOOLEAN, "Y", "true"),
        Arguments.of(BOOLEAN, 0L, "false"),
        // times
        Arguments.of(TIMESTAMP, "2018-03-09T17:12:32.584+01:00", "'2018-03-09T16:12:32.584Z'"),
        Arguments.of(TIMESTAMP, new Date(1520611952584L), "'2018-03-09T16:12:32.584Z'"),
        Arguments.of(DATE, "2018-03-09", "'2018-03-09'"),
        Arguments.of(DATE, LocalDate.of(1969, 12, 31), "'1969-12-31'"),
        Arguments.of(DATE, new Date(86_400_000L), "'1970-01-02'"),
        Arguments.of(TIME, "17:12:32.584", "'17:12:32.584000000'"),
        Arguments.of(TIME, LocalTime.of(1, 2), "'01:02:00.000000000'"),
        Arguments.of(DURATION, "1y3mo2h10m", "1y3mo2h10m"),
        Arguments.of(DURATION, "P1Y3MT2H10M", "1y3mo2h10m"),
        Arguments.of(DURATION, "P0001-03-00T02:10:00", "1y3mo2h10m"),
        // others
        Arguments.of(INET, "127.0.0.1", "'127.0.0.1'"),
        Arguments.of(INET, "2001:db8::1", "'2001:db8:0:0:0:0:0:1'"),
        Arguments.of(
            UUID, "0ee0c2a0-0000-4000-8000-000000000001", "0ee0c2a0-0000-4000-8000-000000000001"),
        Arguments.of(TIMEUUID, "1970-01-01T00:00:00Z", "13814000-1dd2-11b2-8080-808080808080"),
        Arguments.of(BLOB, new byte[] {1, 2, 3}, "0x010203"),
        Arguments.of(BLOB, ByteBuffer.wrap(new byte[] {1, 2, 3}, 1, 2), "0x0203"),
        Arguments.of(BLOB, new byte[0], "0x"),
        Arguments.of(BLOB, "0x0A0b", "0x0a0b"),
        Arguments.of(BLOB, "AQID", "0x010203"),
        // containers
        Arguments.of(listOf(INT), "[42, 37]", "[42,37]"),
        Arguments.of(listOf(INT), List.of(37L, 96L, 90L), "[37,96,90]"),
        Arguments.of(listOf(UDT), List.of(struct), "[{a:47,b:'x'}]"),
        Arguments.of(setOf(INT), List.of(3L, 3L, "3"), "{3}"),
        Arguments.of(listOf(setOf(INT)), List.of(List.of(37L, 96L), List.of(3L)), "[{37,96},{3}]"),
        Arguments.of(mapOf(TEXT, INT), "{sub1:37,'sub2':96}", "{'sub1':37,'sub2':96}"),
        Arguments.of(mapOf(INT, TEXT), Map.of("42", "x"), "{42:'x'}"),
        Arguments.of(tupleOf(BOOLEAN, TEXT), List.of(true, false), "(true,'false')"),
        Arguments.of(UDT, udt, "{a:47,b:'x'}"),
        Arguments.of(UDT, struct, "{a:47,b:'x'}"),
        Arguments.of(UDT, List.of(47L, "90"), "{a:47,b:'90'}"),
        Arguments.of(UDT, "{\"a\":42,\"b\":\"the answer\"}", "{a:42,b:'the answer'}"),
        Arguments.of(UDT, "{\"a\":null,\"b\":\"n\"}", "{a:NULL,b:'n'}"),
        Arguments.of(vectorOf(FLOAT, 3), List.of(1.5d, 2L, "3"), "[1.5, 2.0, 3.0]"),
        Arguments.of(
            vectorOf(TEXT, 2), List.of("a", "b".repeat(200)), "['a', '" + "b".repeat(200) + "']"));
  }

  @ParameterizedTest
  @MethodSource("exactConversions")
  void writes(DataType type, Object value, String expected) throws Exception {
    assertThat(written(ConversionSettings.defaults(), type, value, true)).isEqualTo(expected);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(INT, 2147483648L),
        Arguments.of(INT, 1.5d),
        Arguments.of(INT, "one"),
        Arguments.of(SMALLINT, 32768),
        Arguments.of(TINYINT, -129),
        Arguments.of(BIGINT, new BigInteger("18446744073709551621")),
        Arguments.of(BIGINT, "1e1000000000"),
        Arguments.of(VARINT, "1e1000000000"),
        Arguments.of(VARINT, "0.5"),
        Arguments.of(DOUBLE, new BigDecimal("1e400")),
        Arguments.of(FLOAT, 1e300d),
        Arguments.of(DECIMAL, Double.NaN),
        Arguments.of(BOOLEAN, "maybe"),
        Arguments.of(BOOLEAN, 2L),
        Arguments.of(ASCII, "é"),
        Arguments.of(TEXT, new byte[] {(byte) 0xc3, 0x28}),
        Arguments.of(TIMESTAMP, 1520611952584L),
        Arguments.of(TIMESTAMP, "yesterday"),
        Arguments.of(TIMESTAMP, "2018-02-30"),
        Arguments.of(BIGINT, "2018-02-30T10:00:00Z"),
        Arguments.of(DATE, 17_000L),
        Arguments.of(INET, "localhost"),
        Arguments.of(INET, "999.1.1.1"),
        Arguments.of(UUID, "not-a-uuid"),
        Arguments.of(TIMEUUID, "0ee0c2a0-0000-4000-8000-000000000001"),
        Arguments.of(BLOB, "0xzz"),
        Arguments.of(BLOB, 5L),
        Arguments.of(DURATION, "soon"),
        Arguments.of(listOf(INT), "{a:1}"),
        Arguments.of(listOf(INT), "[1"),
        Arguments.of(listOf(INT), "[1] 2"),
        Arguments.of(listOf(INT), java.util.Arrays.asList(1L, null)),
        Arguments.of(tupleOf(INT, INT), List.of(1L)),
        Arguments.of(UDT, Map.of("a", 1L, "b", "x", "c", 1L)),
        Arguments.of(mapOf(TEXT, INT), "{a:1,a:2}"),
        Arguments.of(vectorOf(FLOAT, 3), List.of(1L)));
  }

  /** A type may have got a field since the record was made. */
  @Test
  void aMissingFieldIsANullUnlessMissingFieldsAreErrors() throws Exception {
    ColumnCodec lenient = new ColumnCodecs(ConversionSettings.defaults(), true).of(UDT);
    ColumnCodec strict = new ColumnCodecs(ConversionSettings.defaults(), false).of(UDT);
    Map<String, Object> nulls = new HashMap<>();
    nulls.put("a", 1L);
    nulls.put("b", null);
    for (Object value : List.of(Map.of("a", 1L), List.of(1L))) {
      assertThat(lenient.encode(value, true)).isEqualTo(strict.encode(nulls, true));
      assertThatThrownBy(() -> strict.encode(value, true)).isInstanceOf(ConversionException.class);
    }
    for (Object value : List.of(Map.of("a", 1L, "c", 1L), List.of(1L, "x", 1L))) {
      assertThatThrownBy(() -> lenient.encode(value, true)).isInstanceOf(ConversionException.class);
    }
  }

  /** Whether a default stands for a null is for the converter to say, which knows its settings. */
  @Test
  void aNullInAStructIsANullWhateverTheSchemasDefault() throws Exception {
    Schema schema =
        SchemaBuilder.struct()
            .field("a", SchemaBuilder.int32().optional().defaultValue(7).build())
            .field("b", SchemaBuilder.string().optional().defaultValue("NEW").build())
            .build();
    Struct struct = new Struct(schema);
    ColumnCodecs codecs = new ColumnCodecs(ConversionSettings.defaults(), true);
    assertThat(codecs.of(UDT).encode(struct, false))
        .isEqualTo(codecs.of(UDT).encode(List.of(), true));
    assertThat(written(ConversionSettings.defaults(), TEXT, struct, false))
        .isEqualTo("'{\"a\":null,\"b\":null}'");
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses(DataType type, Object value) {
    assertThatThrownBy(() -> written(ConversionSettings.defaults(), type, value, true))
        .as("parsers quote what they cannot read, and no log may hold it")
        .hasNoCause()
        .isInstanceOf(ConversionException.class)
        .hasMessageNotContaining("yesterday");
  }

  @Test
  void oneCodecMakesTimestampAndDateOfMilliseconds() throws Exception {
    String millis = "1530305100936";
    assertThat(written(UNITS, TIMESTAMP, millis, true)).isEqualTo("'2018-06-29T20:45:00.936Z'");
    assertThat(written(UNITS, DATE, millis, true)).isEqualTo("'2018-06-29'");
    assertThat(written(UNITS, TIMESTAMP, 1530305100936L, true))
        .isEqualTo("'2018-06-29T20:45:00.936Z'");
  }

  @Test
  void aNumberOfAStructIsUnitsInAnyFormat() throws Exception {
    assertThat(written(ConversionSettings.defaults(), TIMESTAMP, 1000, false))
        .isEqualTo("'1970-01-01T00:00:01.000Z'");
  }

  @Test
  void noUnitNarrowsOrSaturates() throws Exception {
    ZoneId zone = ZoneId.of("UTC");
    TemporalFormat units = TemporalFormat.of("UNITS_SINCE_EPOCH", Locale.US, zone);
    for (TimeUnit unit : TimeUnit.values()) {
      ConversionSettings settings =
          new ConversionSettings(Locale.US, zone, units, units, units, unit);
      assertThat(written(settings, TIMESTAMP, (short) 0, false)).contains("1970-01-01T00:00:00");
      assertThat(written(settings, TIMESTAMP, (short) 1000, false))
          .isEqualTo("'" + iso(Instant.ofEpochMilli(unit.toMillis(1000))) + "'");
    }
    ConversionSettings days =
        new ConversionSettings(Locale.US, zone, units, units, units, TimeUnit.DAYS);
    assertThatThrownBy(() -> written(days, TIMESTAMP, Long.MAX_VALUE, false))
        .isInstanceOf(ConversionException.class);
  }

  private static String iso(Instant instant) {
    return java.time.format.DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSX")
        .withZone(ZoneId.of("UTC"))
        .format(instant);
  }

  @Test
  void numbersFollowTheLocale() throws Exception {
    ZoneId zone = ZoneId.of("UTC");
    ConversionSettings defaults = ConversionSettings.defaults();
    ConversionSettings german =
        new ConversionSettings(
            Locale.GERMANY,
            zone,
            defaults.timestamp(),
            defaults.date(),
            defaults.time(),
            TimeUnit.MILLISECONDS);
    assertThat(written(german, DECIMAL, "1.234,5", true)).isEqualTo("1234.5");
  }

  @Test
  void aWholeFloatKeepsAllOfItsDigits() throws Exception {
    assertThat(written(ConversionSettings.defaults(), INT, 1073741824f, false))
        .isEqualTo("1073741824");
    assertThat(written(ConversionSettings.defaults(), VARINT, 1073741824f, false))
        .isEqualTo("1073741824");
  }

  @Test
  void infinityIsATextInJson() throws Exception {
    Map<String, Object> value = Map.of("f", Float.POSITIVE_INFINITY);
    assertThat(written(ConversionSettings.defaults(), TEXT, value, false))
        .isEqualTo("'{\"f\":\"Infinity\"}'");
  }
}
