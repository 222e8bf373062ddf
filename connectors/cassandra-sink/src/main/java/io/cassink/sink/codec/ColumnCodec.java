package io.cassink.sink.codec;

import java.nio.ByteBuffer;

/**
 * Encodes values as the bytes of one CQL type. Compiled once for each column; used by one thread.
 */
@FunctionalInterface
public interface ColumnCodec {
  /**
   * @param value never null: text, number, boolean, bytes, {@link java.util.Date}, a time of {@code
   *     java.time}, a list, a map or a struct
   * @param json true for a value of JSON or of a map without a schema, for which fewer conversions
   *     are allowed
   * @return the bytes in the format of CQL's native protocol, or null for a value that means null,
   *     such as the empty text for a number
   * @throws ConversionException where the type has no value that is exactly this one
   */
  ByteBuffer encode(Object value, boolean json) throws ConversionException;
}
