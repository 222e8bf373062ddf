package io.cassink.sink.codec;

import java.nio.ByteBuffer;

/** Writes values as the bytes of one CQL type. Compiled once a column, used by one thread. */
@FunctionalInterface
public interface ColumnCodec {
  /**
   * @param value never null: text, number, boolean, bytes, {@link java.util.Date}, a time of {@code
   *     java.time}, a list, a map or a struct
   * @param json true for what was JSON or a map without a schema, where fewer conversions are meant
   * @return the bytes in the form of CQL's native protocol, or null for a value that means null,
   *     such as the empty text for a number
   * @throws ConversionException where the value has no exact counterpart in the type
   */
  ByteBuffer encode(Object value, boolean json) throws ConversionException;
}
