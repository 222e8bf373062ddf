package io.cassink.sink.codec;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;

/** A decimal in the native protocol's format: four bytes of scale, then the unscaled number. */
final class DecimalBytes {
  private DecimalBytes() {}

  static ByteBuffer encode(BigDecimal decimal) {
    byte[] unscaled = decimal.unscaledValue().toByteArray();
    return ByteBuffer.allocate(4 + unscaled.length).putInt(decimal.scale()).put(unscaled).flip();
  }

  static BigDecimal decode(ByteBuffer bytes) {
    ByteBuffer rest = bytes.duplicate();
    int scale = rest.getInt();
    byte[] unscaled = new byte[rest.remaining()];
    rest.get(unscaled);
    return new BigDecimal(new BigInteger(unscaled), scale);
  }
}
