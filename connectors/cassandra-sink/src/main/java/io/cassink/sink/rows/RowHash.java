package io.cassink.sink.rows;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A 64-bit hash of keys. Equal hashes of different rows do no harm, so 64 bits are enough. */
final class RowHash {
  private static final long PRIME = 0x9e3779b97f4a7c15L;

  private RowHash() {}

  static long of(String text) {
    long hash = PRIME;
    for (int i = 0; i < text.length(); i++) {
      hash = mix(hash ^ text.charAt(i));
    }
    return hash;
  }

  static long with(long hash, ByteBuffer bytes) {
    ByteBuffer rest = bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    long mixed = mix(hash ^ bytes.remaining());
    while (rest.remaining() >= 8) {
      mixed = mix(mixed ^ rest.getLong());
    }
    long tail = 0;
    while (rest.hasRemaining()) {
      tail = tail << 8 | rest.get() & 0xff;
    }
    return mix(mixed ^ tail);
  }

  private static long mix(long value) {
    long mixed = value * PRIME;
    mixed ^= mixed >>> 32;
    mixed *= 0xd6e8feb86659fd93L;
    return mixed ^ mixed >>> 29;
  }
}
