package io.cassink.sink.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.connect.data.Struct;

/** What codecs have in common about values. */
final class Values {
  private Values() {}

  /** "a text", "a number": what a value is, without showing it. */
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
    return "a " + value.getClass().getSimpleName();
  }

  static ConversionException cannotBe(Object value, String type) {
    return new ConversionException(kindOf(value) + " cannot be " + type);
  }

  static boolean isBytes(Object value) {
    return value instanceof byte[] || value instanceof ByteBuffer;
  }

  /** The bytes of {@code byte[]} or a buffer, which stays as it was. */
  static byte[] bytes(Object value) {
    if (value instanceof byte[] array) {
      return array;
    }
    ByteBuffer buffer = ((ByteBuffer) value).duplicate();
    byte[] array = new byte[buffer.remaining()];
    buffer.get(array);
    return array;
  }

  /**
   * The text whose UTF-8 the bytes are.
   *
   * @throws ConversionException for malformed UTF-8, which is never replaced silently
   */
  static String utf8(Object value) throws ConversionException {
    try {
      CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(value)));
      return text.toString();
    } catch (CharacterCodingException e) {
      throw new ConversionException("bytes are not UTF-8", e);
    }
  }
}
