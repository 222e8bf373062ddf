package io.cassink.sink.codec;

import java.nio.ByteBuffer;

/**
 * Cassandra's unsigned integer of variable length, for example 300 as 0x81 0x2c: the number of
 * leading one bits in the first byte is the number of bytes that follow; the highest byte comes
 * first.
 */
final class VariableLength {
  private VariableLength() {}

  static ByteBuffer encode(int number) {
    int following = 0;
    while (following < 4 && number >>> (7 * (following + 1)) != 0) {
      following++;
    }
    ByteBuffer bytes = ByteBuffer.allocate(following + 1);
    long value = number;
    for (int i = following; i >= 0; i--) {
      bytes.put(i, (byte) value);
      value >>>= 8;
    }
    int ones = 0xff00 >> following & 0xff;
    return bytes.put(0, (byte) (bytes.get(0) | ones));
  }
}
