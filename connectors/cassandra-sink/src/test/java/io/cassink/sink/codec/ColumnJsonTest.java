package io.cassink.sink.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.data.CqlDuration;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.ListType;
import com.datastax.oss.driver.api.core.type.MapType;
import com.datastax.oss.driver.api.core.type.SetType;
import com.datastax.oss.driver.api.core.type.TupleType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.api.core.type.VectorType;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import com.datastax.oss.driver.internal.core.type.UserDefinedTypeBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Bytes of a column, as JSON and read back by the sink's own codec, are the same bytes. */
class ColumnJsonTest {
  private static final int ROUNDS = 400;
  private final Random random = new Random();
  private final ColumnCodecs codecs = new ColumnCodecs(ConversionSettings.defaults(), true);

  private static final UserDefinedType UDT =
      new UserDefinedTypeBuilder(CqlIdentifier.fromCql("ks"), CqlIdentifier.fromCql("u"))
          .withField(CqlIdentifier.fromInternal("Name"), DataTypes.TEXT)
          .withField(CqlIdentifier.fromInternal("amount"), DataTypes.DECIMAL)
          .frozen()
          .build();

  static Stream<DataType> types() {
    List<DataType> types = new ArrayList<>(ScalarTypes.ALL);
    for (DataType scalar : ScalarTypes.ALL) {
      types.add(DataTypes.listOf(scalar));
      types.add(DataTypes.mapOf(DataTypes.TEXT, scalar));
      types.add(DataTypes.tupleOf(scalar, DataTypes.frozenListOf(scalar)));
      if (scalar != DataTypes.DURATION && scalar != DataTypes.COUNTER) {
        types.add(DataTypes.setOf(scalar));
        types.add(DataTypes.mapOf(scalar, DataTypes.INT));
      }
    }
    types.add(UDT);
    types.add(DataTypes.listOf(UDT));
    types.add(DataTypes.mapOf(DataTypes.frozenListOf(DataTypes.BIGINT), UDT));
    types.add(DataTypes.mapOf(UDT, DataTypes.frozenSetOf(DataTypes.DECIMAL)));
    types.add(DataTypes.mapOf(DataTypes.tupleOf(DataTypes.INT, DataTypes.TEXT), DataTypes.UUID));
    types.add(DataTypes.vectorOf(DataTypes.FLOAT, 3));
    types.add(DataTypes.vectorOf(DataTypes.TEXT, 2));
    return types.stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  void isReadBackToTheSameBytes(DataType type) throws Exception {
    long seed = new Random().nextLong();
    random.setSeed(seed);
    ColumnCodec codec = codecs.of(type);
    ColumnJson json = ColumnJson.of(type);
    for (int round = 0; round < ROUNDS; round++) {
      ByteBuffer bytes = bytes(type);
      String text = text(json, bytes);
      assertThat(bytes.position()).isZero();
      assertThat(codec.encode(read(text), true))
          .as("%s of seed %d: %s", type.asCql(true, true), seed, text)
          .isEqualTo(bytes);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "BIGINT | 7fffffffffffffff | '\"9223372036854775807\"'",
        "INT | ffffffff | -1",
        "DECIMAL | 0000000214 | '\"0.20\"'",
        "DOUBLE | 7ff8000000000000 | '\"NaN\"'",
        "DOUBLE | fff0000000000000 | '\"-Infinity\"'",
        "DOUBLE | 3ff8000000000000 | 1.5",
        "BLOB | d31d | '\"0xd31d\"'",
        "BOOLEAN | 01 | true",
        "DATE | 80000001 | '\"1970-01-02\"'",
        "TIME | 0000000000000001 | '\"00:00:00.000000001\"'",
        "TIMESTAMP | 0000000000000001 | '\"1970-01-01T00:00:00.001Z\"'",
        "INET | 7f000001 | '\"127.0.0.1\"'",
        "DURATION | 000000 | '\"0s\"'",
      })
  void hasTheFormThatIsWrittenDown(String type, String hex, String expected) throws Exception {
    DataType column = (DataType) DataTypes.class.getField(type).get(null);
    ByteBuffer bytes = ByteBuffer.wrap(java.util.HexFormat.of().parseHex(hex));
    assertThat(text(ColumnJson.of(column), bytes)).isEqualTo(expected);
  }

  @Test
  void aMapIsAnObjectWhateverItsKeys() throws Exception {
    DataType type = DataTypes.mapOf(DataTypes.frozenListOf(DataTypes.BIGINT), DataTypes.INT);
    ByteBuffer bytes = codecs.of(type).encode(Map.of("[\"1\",\"2\"]", 5L), true);
    assertThat(text(ColumnJson.of(type), bytes)).isEqualTo("{\"[\\\"1\\\",\\\"2\\\"]\":5}");
  }

  private static String text(ColumnJson json, ByteBuffer bytes) throws Exception {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator generator = JsonText.STRICT.createGenerator(text)) {
      json.write(bytes, generator);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private static Object read(String text) throws Exception {
    try (JsonParser parser = JsonText.parser(text)) {
      return JsonText.read(parser, parser.nextToken());
    }
  }

  private ByteBuffer bytes(DataType type) {
    if (type instanceof VectorType vector) {
      return Parts.vector(vector, several(vector.getElementType(), vector.getDimensions()));
    }
    if (type instanceof ListType list) {
      List<ByteBuffer> parts = several(list.getElementType(), random.nextInt(4));
      return Parts.counted(parts.size(), parts);
    }
    if (type instanceof SetType set) {
      TreeSet<ByteBuffer> parts = new TreeSet<>(ServerOrder.of(set.getElementType()));
      parts.addAll(several(set.getElementType(), random.nextInt(4)));
      return Parts.counted(parts.size(), parts);
    }
    if (type instanceof MapType map) {
      TreeMap<ByteBuffer, ByteBuffer> sorted = new TreeMap<>(ServerOrder.of(map.getKeyType()));
      several(map.getKeyType(), random.nextInt(4))
          .forEach(key -> sorted.put(key, bytes(map.getValueType())));
      List<ByteBuffer> parts = new ArrayList<>();
      sorted.forEach((key, value) -> parts.addAll(List.of(key, value)));
      return Parts.counted(sorted.size(), parts);
    }
    if (type instanceof UserDefinedType udt) {
      return fields(udt.getFieldTypes());
    }
    if (type instanceof TupleType tuple) {
      return fields(tuple.getComponentTypes());
    }
    return scalar(type);
  }

  private List<ByteBuffer> several(DataType type, int count) {
    List<ByteBuffer> parts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      parts.add(bytes(type));
    }
    return parts;
  }

  private ByteBuffer fields(Collection<DataType> types) {
    List<ByteBuffer> parts = new ArrayList<>();
    types.forEach(type -> parts.add(random.nextInt(5) == 0 ? null : bytes(type)));
    return Parts.fields(parts);
  }

  private ByteBuffer scalar(DataType type) {
    if (type == DataTypes.ASCII || type == DataTypes.TEXT) {
      return ByteBuffer.wrap(characters(type == DataTypes.ASCII ? 0x80 : 0x11_0000));
    }
    if (type == DataTypes.BLOB) {
      return ByteBuffer.wrap(random(random.nextInt(20)));
    }
    if (type == DataTypes.BOOLEAN) {
      return ByteBuffer.wrap(new byte[] {(byte) random.nextInt(2)});
    }
    if (type == DataTypes.DECIMAL) {
      int scale = random.nextInt() >> random.nextInt(32);
      return DecimalBytes.encode(new BigDecimal(integer(), scale));
    }
    if (type == DataTypes.VARINT) {
      return ByteBuffer.wrap(integer().toByteArray());
    }
    if (type == DataTypes.DOUBLE) {
      double number = Double.longBitsToDouble(random.nextLong());
      return ByteBuffer.allocate(8).putLong(0, Double.doubleToLongBits(some(number)));
    }
    if (type == DataTypes.FLOAT) {
      float number = Float.intBitsToFloat(random.nextInt());
      return ByteBuffer.allocate(4).putInt(0, Float.floatToIntBits((float) some(number)));
    }
    if (type == DataTypes.DURATION) {
      return duration();
    }
    if (type == DataTypes.INET) {
      byte[] address = random(random.nextBoolean() ? 4 : 16);
      // An IPv4 address in IPv6 is of 4 bytes by the time it is in a column.
      address[0] |= 1;
      return ByteBuffer.wrap(address);
    }
    if (type == DataTypes.TIME) {
      return ofLong(Math.floorMod(random.nextLong(), 86_400_000_000_000L));
    }
    if (type == DataTypes.TIMEUUID) {
      byte[] uuid = random(16);
      uuid[6] = (byte) (uuid[6] & 0x0f | 0x10);
      return ByteBuffer.wrap(uuid);
    }
    return switch (type.asCql(false, false)) {
      case "tinyint" -> ByteBuffer.wrap(random(1));
      case "smallint" -> ByteBuffer.wrap(random(2));
      case "int", "date" -> ByteBuffer.wrap(random(4));
      case "bigint", "counter", "timestamp" -> ofLong(random.nextLong() >> random.nextInt(64));
      default -> ByteBuffer.wrap(random(16));
    };
  }

  /** JSON's readers do not tell -0.0 from 0.0. */
  private double some(double number) {
    return switch (random.nextInt(8)) {
      case 0 -> Double.NaN;
      case 1 -> Double.POSITIVE_INFINITY;
      case 2 -> Double.NEGATIVE_INFINITY;
      case 3 -> 0;
      default -> number == 0 ? 0 : number;
    };
  }

  private BigInteger integer() {
    BigInteger number = new BigInteger(1 + random.nextInt(400), random);
    return random.nextBoolean() ? number : number.negate();
  }

  private ByteBuffer duration() {
    int sign = random.nextBoolean() ? 1 : -1;
    int bits = 1 + random.nextInt(31);
    CqlDuration duration =
        CqlDuration.newInstance(
            sign * (random.nextInt() >>> bits),
            sign * (random.nextInt() >>> bits),
            sign * (random.nextLong() >>> bits >>> bits));
    return TypeCodecs.DURATION.encode(duration, ProtocolVersion.DEFAULT);
  }

  private byte[] characters(int below) {
    StringBuilder text = new StringBuilder();
    for (int more = random.nextInt(12); more > 0; more--) {
      int point = random.nextInt(random.nextBoolean() ? Math.min(below, 0x80) : below);
      text.appendCodePoint(Character.isDefined(point) && !isSurrogate(point) ? point : ' ');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isSurrogate(int point) {
    return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE;
  }

  private byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static ByteBuffer ofLong(long number) {
    return ByteBuffer.allocate(8).putLong(0, number);
  }
}
