package io.cassink.sink.codec;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever a record holds: bytes that the driver reads back, or a value that is refused. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ColumnCodecsFuzzTest {
  private static final int ROUNDS = 1_500;
  private static final List<DataType> TYPES =
      Stream.concat(
              ScalarTypes.ALL.stream(),
              Stream.of(
                  DataTypes.listOf(DataTypes.TEXT),
                  DataTypes.setOf(DataTypes.INT),
                  DataTypes.mapOf(DataTypes.TEXT, DataTypes.DECIMAL),
                  DataTypes.tupleOf(DataTypes.INT, DataTypes.TEXT),
                  DataTypes.vectorOf(DataTypes.FLOAT, 2)))
          .toList();
  private static final String[] TEXTS = {
    "",
    " ",
    "0",
    "-1",
    "1,234.5",
    "1e999999999",
    "1E-999999999",
    "-1E2147483647",
    "9".repeat(400),
    "NaN",
    "yes",
    "2024-02-30T10:00:00Z",
    "2024-02-29",
    "+999999999-12-31T23:59:59Z",
    "23:59:59.5",
    "0x0g",
    "0xff",
    "QUJD",
    "::1",
    "1.2.3.4",
    "1:2:3",
    "1y3mo2h10m",
    "P1Y",
    "-P1Y2M3DT4H",
    "9223372036854775807y",
    "123e4567-e89b-12d3-a456-426614174000",
    "[1,2]",
    "{\"a\":1}",
    "[[[[",
    "{a:1e99999999999}",
    "\uD800",
    "\u0000",
    "é\uD83D\uDE00",
    "['a',]",
    "(1,a)"
  };

  private final Random random = new Random();

  private static ColumnCodecs codecs(String temporal, TimeUnit unit) {
    ZoneId zone = ZoneId.of("Europe/Paris");
    Locale locale = unit == TimeUnit.DAYS ? Locale.FRANCE : Locale.US;
    String[] formats =
        temporal.equals("ISO")
            ? new String[] {"CQL_TIMESTAMP", "ISO_LOCAL_DATE", "ISO_LOCAL_TIME"}
            : new String[] {temporal, temporal, temporal};
    return new ColumnCodecs(
        new ConversionSettings(
            locale,
            zone,
            TemporalFormat.of(formats[0], locale, zone),
            TemporalFormat.of(formats[1], locale, zone),
            TemporalFormat.of(formats[2], locale, zone),
            unit),
        true);
  }

  private Object any(int depth) {
    switch (random.nextInt(depth > 0 ? 12 : 10)) {
      case 0 -> {
        return random.nextLong() >> random.nextInt(64);
      }
      case 1 -> {
        return random.nextInt(3) == 0 ? Double.NaN : random.nextGaussian() * Double.MAX_VALUE;
      }
      case 2 -> {
        return new BigDecimal(
            BigInteger.valueOf(random.nextLong()), random.nextInt() >> random.nextInt(32));
      }
      case 3 -> {
        return new BigInteger(1 + random.nextInt(400), random).negate();
      }
      case 4 -> {
        return random.nextBoolean();
      }
      case 5 -> {
        byte[] bytes = new byte[random.nextInt(20)];
        random.nextBytes(bytes);
        return bytes;
      }
      case 10 -> {
        List<Object> list = new ArrayList<>();
        for (int more = random.nextInt(4); more > 0; more--) {
          list.add(random.nextInt(5) == 0 ? null : any(depth - 1));
        }
        return list;
      }
      case 11 -> {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int more = random.nextInt(4); more > 0; more--) {
          map.put(text(), any(depth - 1));
        }
        return map;
      }
      default -> {
        return text();
      }
    }
  }

  private String text() {
    StringBuilder text = new StringBuilder(TEXTS[random.nextInt(TEXTS.length)]);
    for (int times = random.nextInt(3); times > 0 && !text.isEmpty(); times--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, "0-+.:eE,TZ[]{}'\uD83D ".charAt(random.nextInt(17)));
        default -> text.append(TEXTS[random.nextInt(TEXTS.length)]);
      }
    }
    return text.toString();
  }

  @ParameterizedTest
  @CsvSource({"1, ISO, MILLISECONDS", "2, UNITS_SINCE_EPOCH, NANOSECONDS", "3, uuuu-MM, DAYS"})
  void encodesOrRefuses(long seed, String temporal, TimeUnit unit) throws Exception {
    random.setSeed(seed);
    ColumnCodecs codecs = codecs(temporal, unit);
    for (DataType type : TYPES) {
      ColumnCodec codec = codecs.of(type);
      for (int round = 0; round < ROUNDS; round++) {
        Object value = any(3);
        boolean json = random.nextBoolean();
        ByteBuffer bytes;
        try {
          bytes = codec.encode(value, json);
        } catch (ConversionException refused) {
          assertThat(refused.getMessage()).isNotBlank();
          continue;
        } catch (RuntimeException | StackOverflowError e) {
          throw new AssertionError(type + " from " + value.getClass() + " " + value, e);
        }
        Object read = CodecRegistry.DEFAULT.codecFor(type).decode(bytes, ProtocolVersion.V5);
        if (value instanceof String text && type.equals(DataTypes.TEXT)) {
          assertThat(read).isEqualTo(text);
        }
      }
    }
  }
}
