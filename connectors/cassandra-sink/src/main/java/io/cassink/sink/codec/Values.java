package io.cassink.sink.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;

/** Helpers for the values that codecs take. */
final class Values {
  private Values() {}

  /** For messages: "a text", "a number" and so on, without showing the value. */
  static String kindOf(Object value) {
    if (value instanceof String) {
      return "a text";
    }
    if (value instanceof Number) {
      return "a number (" + value.getClass().getSimpleName() + ")";
    }
    if (value instanceof Boolean) {
      return "a boolean";
    }
    if (isBytes(value)) {
      return "bytes";
    }
    if (value instanceof Map<?, ?> || value instanceof Struct) {
      return "an object";
    }
    if (value instanceof Collection<?>) {
      return "an array";
    }
    if (value instanceof DebeziumTime time) {
      return "a " + time.schema();
    }
    String connect = "org.apache.kafka.connect.data.";
    if (value instanceof LocalDate) {
      return "a day (" + connect + "Date)";
    }
    if (value instanceof LocalTime) {
      return "a time of day (" + connect + "Time)";
    }
    if (value instanceof java.util.Date) {
      return "a time (" + connect + "Timestamp)";
    }
    return "a " + value.getClass().getSimpleName();
  }

  static ConversionException cannotBe(Object value, String type) {
    return new ConversionException(kindOf(value) + " cannot be " + type);
  }

  static boolean isBytes(Object value) {
    return value instanceof byte[] || value instanceof ByteBuffer;
  }

  /** The bytes of a {@code byte[]} or a buffer, whose position does not change. */
  static byte[] bytes(Object value) {
    if (value instanceof byte[] array) {
      return array;
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] array = new byte[buffer.remaining()];
    buffer.get(array);
    return array;
  }

  /** The boolean of a word such as yes or f; null for any other text. */
  static Boolean truth(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "1", "y", "t", "yes", "true" -> Boolean.TRUE;
      case "0", "n", "f", "no", "false" -> Boolean.FALSE;
      default -> null;
    };
  }

  /**
   * Decodes only from the first byte on that is not ASCII.
   *
   * @throws ConversionException for malformed UTF-8
   */
  static void requireUtf8(byte[] bytes, int start, int length) throws ConversionException {
    int end = start + length;
    for (int i = start; i < end; i++) {
      if (bytes[i] < 0) {
        utf8(ByteBuffer.wrap(bytes, i, end - i));
        return;
      }
    }
  }

  /**
   * The text whose UTF-8 the bytes are.
   *
   * @throws ConversionException for malformed UTF-8, which is never replaced silently
   */
  static String utf8(Object value) throws ConversionException {
    try {
      ByteBuffer bytes =
          value instanceof ByteBuffer b ? b.duplicate() : ByteBuffer.wrap(bytes(value));
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException e) {
      throw new ConversionException("bytes are not UTF-8");
    }
  }

  /**
   * The UTF-8 of a text.
   *
   * @throws ConversionException for half a surrogate pair, which would become a "?"
   */
  static byte[] utf8Bytes(String text) throws ConversionException {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        boolean pair =
            i + 1 < length && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
        if (!pair) {
          throw new ConversionException(
              "a text has half of a surrogate pair, which is no character");
        }
        i++;
      }
    }
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
