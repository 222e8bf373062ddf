package io.cassink.sink.codec;

import java.nio.ByteBuffer;

/**
 * Cassandra's unsigned integer of variable length: as many leading one-bits in the first byte as
 * bytes follow, then the number, highest byte first.
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
