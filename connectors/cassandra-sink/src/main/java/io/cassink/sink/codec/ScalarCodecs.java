package io.cassink.sink.codec;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.data.CqlDuration;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import com.datastax.oss.driver.api.core.uuid.Uuids;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.connect.data.Struct;

/** The codecs of all types that hold no other types. */
final class ScalarCodecs {
  private static final String NO_UUID =
      "a text is neither a UUID like f0e5b61c-5341-4f80-8f0b-fac60521d5ae nor a time of"
          + " codec.timestamp";

  /** {@link UUID#fromString} would also take groups of other lengths, and cut them. */
  private static final Pattern UUID_TEXT =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private final ConversionSettings settings;
  private final NumberReader numbers;
  private final TemporalReader times;

  ScalarCodecs(ConversionSettings settings) {
    this.settings = settings;
    this.numbers = new NumberReader(settings);
    this.times = new TemporalReader(settings, numbers);
  }

  ByteBuffer text(Object value, boolean json) throws ConversionException {
    return ByteBuffer.wrap(Values.utf8Bytes(textOf(value, json)));
  }

  ByteBuffer ascii(Object value, boolean json) throws ConversionException {
    if (value instanceof Boolean && !json) {
      throw Values.cannotBe(value, "ascii");
    }
    String text = textOf(value, json);
    if (!StandardCharsets.US_ASCII.newEncoder().canEncode(text)) {
      throw new ConversionException("a text is not ASCII");
    }
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
  }

  private String textOf(Object value, boolean json) throws ConversionException {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof Number number) {
      boolean binary = number instanceof Double || number instanceof Float;
      return json && binary ? NumberReader.decimal(number).toString() : number.toString();
    }
    if (value instanceof Boolean) {
      return value.toString();
    }
    if (Values.isBytes(value)) {
      return Values.utf8(value);
    }
    if (value instanceof Map<?, ?> || value instanceof Collection<?> || value instanceof Struct) {
      return JsonText.of(value);
    }
    if (value instanceof java.util.Date date) {
      return settings.timestamp().format(date.toInstant());
    }
    if (value instanceof Instant instant) {
      return settings.timestamp().format(instant);
    }
    if (value instanceof DebeziumTime time && time.time() != null) {
      return time.raw() instanceof String text ? text : textOf(time.time(), json);
    }
    if (value instanceof LocalDate || value instanceof LocalTime) {
      return value.toString();
    }
    throw Values.cannotBe(value, "a text");
  }

  ByteBuffer bigint(Object value, boolean json) throws ConversionException {
    Long number = numbers.readLong(value, "bigint", Long.MIN_VALUE, Long.MAX_VALUE);
    return number == null ? null : ofLong(number);
  }

  ByteBuffer integer(Object value, boolean json) throws ConversionException {
    Long number = numbers.readLong(value, "int", Integer.MIN_VALUE, Integer.MAX_VALUE);
    return number == null ? null : ByteBuffer.allocate(4).putInt(0, number.intValue());
  }

  ByteBuffer smallint(Object value, boolean json) throws ConversionException {
    Long number = numbers.readLong(value, "smallint", Short.MIN_VALUE, Short.MAX_VALUE);
    return number == null ? null : ByteBuffer.allocate(2).putShort(0, number.shortValue());
  }

  ByteBuffer tinyint(Object value, boolean json) throws ConversionException {
    Long number = numbers.readLong(value, "tinyint", Byte.MIN_VALUE, Byte.MAX_VALUE);
    return number == null ? null : ByteBuffer.allocate(1).put(0, number.byteValue());
  }

  ByteBuffer varint(Object value, boolean json) throws ConversionException {
    Number number = numbers.read(value);
    return number == null ? null : ByteBuffer.wrap(NumberReader.integer(number).toByteArray());
  }

  ByteBuffer decimal(Object value, boolean json) throws ConversionException {
    Number number = numbers.read(value);
    return number == null ? null : DecimalBytes.encode(NumberReader.decimal(number));
  }

  /** Takes the nearest double, because few decimal texts have an exact one. */
  ByteBuffer doubleNumber(Object value, boolean json) throws ConversionException {
    Number number = numbers.read(value);
    if (number == null) {
      return null;
    }
    double result = number.doubleValue();
    if (Double.isInfinite(result) && !isInfinite(number)) {
      throw new ConversionException("a number is out of range for double");
    }
    return ofLong(Double.doubleToLongBits(result));
  }

  /** Takes the nearest float. */
  ByteBuffer floatNumber(Object value, boolean json) throws ConversionException {
    Number number = numbers.read(value);
    if (number == null) {
      return null;
    }
    float result = number.floatValue();
    if (Float.isInfinite(result) && !isInfinite(number)) {
      throw new ConversionException("a number is out of range for float");
    }
    return ByteBuffer.allocate(4).putInt(0, Float.floatToIntBits(result));
  }

  private static boolean isInfinite(Number number) {
    return (number instanceof Double || number instanceof Float)
        && Double.isInfinite(number.doubleValue());
  }

  ByteBuffer bool(Object value, boolean json) throws ConversionException {
    Boolean truth = null;
    if (value instanceof Boolean given) {
      truth = given;
    } else if (value instanceof String text) {
      if (text.isEmpty()) {
        return null;
      }
      truth = Values.truth(text);
    } else if (value instanceof Number number) {
      BigDecimal decimal = NumberReader.decimal(number);
      if (decimal.compareTo(BigDecimal.ONE) == 0) {
        truth = Boolean.TRUE;
      } else if (decimal.signum() == 0) {
        truth = Boolean.FALSE;
      }
    }
    if (truth == null) {
      throw Values.cannotBe(value, "a boolean, unless it is 1/0, y/n, t/f, yes/no or true/false");
    }
    return ByteBuffer.allocate(1).put(0, (byte) (truth ? 1 : 0));
  }

  ByteBuffer timestamp(Object value, boolean json) throws ConversionException {
    Instant instant = times.instant(value, json, "a timestamp");
    try {
      return instant == null ? null : ofLong(instant.toEpochMilli());
    } catch (ArithmeticException e) {
      throw new ConversionException("a time is out of range for timestamp");
    }
  }

  ByteBuffer date(Object value, boolean json) throws ConversionException {
    LocalDate date = times.date(value);
    if (date == null) {
      return null;
    }
    long days = date.toEpochDay();
    if (days != (int) days) {
      throw new ConversionException("a date is out of range");
    }
    return ByteBuffer.allocate(4).putInt(0, (int) days - Integer.MIN_VALUE);
  }

  ByteBuffer time(Object value, boolean json) throws ConversionException {
    LocalTime time = times.time(value);
    return time == null ? null : ofLong(time.toNanoOfDay());
  }

  ByteBuffer duration(Object value, boolean json) throws ConversionException {
    if (!(value instanceof String text)) {
      throw Values.cannotBe(value, "a duration");
    }
    try {
      return text.isEmpty()
          ? null
          : TypeCodecs.DURATION.encode(CqlDuration.from(text), ProtocolVersion.DEFAULT);
    } catch (RuntimeException e) {
      throw new ConversionException("a text is not a duration like 1y3mo2h10m or P1Y3MT2H10M");
    }
  }

  ByteBuffer inet(Object value, boolean json) throws ConversionException {
    if (!(value instanceof String text)) {
      throw Values.cannotBe(value, "an address");
    }
    if (text.isEmpty()) {
      return null;
    }
    // The JDK would look up anything but an address as a host name.
    boolean literal =
        text.indexOf(':') >= 0
            ? text.matches("[0-9a-fA-F:.]+")
            : text.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    try {
      if (literal) {
        return ByteBuffer.wrap(InetAddress.getByName(text).getAddress());
      }
    } catch (UnknownHostException e) {
      throw new ConversionException("a text is not an IP address");
    }
    throw new ConversionException("a text is not an IP address");
  }

  ByteBuffer uuid(Object value, boolean json) throws ConversionException {
    return uuid(value, json, false);
  }

  ByteBuffer timeuuid(Object value, boolean json) throws ConversionException {
    return uuid(value, json, true);
  }

  /**
   * A time becomes the lowest time UUID of its millisecond, so that a replay gives the same one.
   */
  private ByteBuffer uuid(Object value, boolean json, boolean timeBased)
      throws ConversionException {
    UUID uuid;
    if (value instanceof String text && UUID_TEXT.matcher(text).matches()) {
      uuid = UUID.fromString(text);
    } else {
      Instant instant = timeOfUuid(value, json);
      if (instant == null) {
        return null;
      }
      try {
        uuid = Uuids.startOf(instant.toEpochMilli());
      } catch (ArithmeticException e) {
        throw new ConversionException("a time is out of range for a time UUID");
      }
    }
    if (timeBased && uuid.version() != 1) {
      throw new ConversionException("a UUID is not of version 1, as timeuuid needs");
    }
    return ByteBuffer.allocate(16)
        .putLong(0, uuid.getMostSignificantBits())
        .putLong(8, uuid.getLeastSignificantBits());
  }

  private Instant timeOfUuid(Object value, boolean json) throws ConversionException {
    try {
      return times.instant(value, json, "a UUID");
    } catch (ConversionException e) {
      throw value instanceof String ? new ConversionException(NO_UUID) : e;
    }
  }

  ByteBuffer blob(Object value, boolean json) throws ConversionException {
    if (Values.isBytes(value)) {
      return ByteBuffer.wrap(Values.bytes(value));
    }
    if (!(value instanceof String text)) {
      throw Values.cannotBe(value, "a blob");
    }
    try {
      boolean hex = text.startsWith("0x") || text.startsWith("0X");
      return ByteBuffer.wrap(
          hex ? HexFormat.of().parseHex(text, 2, text.length()) : Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw new ConversionException("a text is neither 0x and hexadecimal digits nor Base64");
    }
  }

  private static ByteBuffer ofLong(long number) {
    return ByteBuffer.allocate(8).putLong(0, number);
  }

  Instant instant(Object value) throws ConversionException {
    return times.instant(value, false, "a timestamp");
  }

  NumberReader numbers() {
    return numbers;
  }
}
