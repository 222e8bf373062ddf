package io.cassink.sink.codec;

import com.datastax.oss.driver.api.core.type.VectorType;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Values that hold other values, in the formats of section 6 of CQL's native protocol, version 4:
 * lengths are four bytes, and a null field of a tuple has length -1.
 */
final class Parts {
  private Parts() {}

  /** The elements of a list or set. */
  static List<ByteBuffer> ofCollection(ByteBuffer value) {
    return ofCounted(value, 1);
  }

  /** The keys and contents of a map, in turn. */
  static List<ByteBuffer> ofMap(ByteBuffer value) {
    return ofCounted(value, 2);
  }

  private static List<ByteBuffer> ofCounted(ByteBuffer value, int each) {
    ByteBuffer rest = value.duplicate();
    int count = rest.getInt() * each;
    List<ByteBuffer> parts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      parts.add(next(rest, rest.getInt()));
    }
    return parts;
  }

  /** The fields of a tuple or user-defined type; null for a null, and for one that is not there. */
  static List<ByteBuffer> ofFields(ByteBuffer value, int count) {
    ByteBuffer rest = value.duplicate();
    List<ByteBuffer> parts = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      int length = rest.hasRemaining() ? rest.getInt() : -1;
      parts.add(length < 0 ? null : next(rest, length));
    }
    return parts;
  }

  /** The elements of a vector. */
  static List<ByteBuffer> ofVector(VectorType type, ByteBuffer value) {
    int size = elementSize(type);
    ByteBuffer rest = value.duplicate();
    List<ByteBuffer> parts = new ArrayList<>(type.getDimensions());
    while (rest.hasRemaining()) {
      parts.add(next(rest, size < 0 ? readVariableLength(rest) : size));
    }
    return parts;
  }

  /** Bytes of a vector's element, or -1 where each is preceded by its length. */
  static int elementSize(VectorType type) {
    return CodecRegistry.DEFAULT.codecFor(type.getElementType()).serializedSize().orElse(-1);
  }

  private static ByteBuffer next(ByteBuffer rest, int length) {
    ByteBuffer part = rest.slice(rest.position(), length);
    rest.position(rest.position() + length);
    return part;
  }

  /**
   * @param count of elements, or of pairs of key and content
   */
  static ByteBuffer counted(int count, Collection<ByteBuffer> parts) {
    int size = 4;
    for (ByteBuffer part : parts) {
      size += 4 + part.remaining();
    }
    ByteBuffer whole = ByteBuffer.allocate(size).putInt(count);
    for (ByteBuffer part : parts) {
      whole.putInt(part.remaining()).put(part.duplicate());
    }
    return whole.flip();
  }

  static ByteBuffer fields(List<ByteBuffer> parts) {
    int size = 0;
    for (ByteBuffer part : parts) {
      size += 4 + (part == null ? 0 : part.remaining());
    }
    ByteBuffer whole = ByteBuffer.allocate(size);
    for (ByteBuffer part : parts) {
      whole.putInt(part == null ? -1 : part.remaining());
      if (part != null) {
        whole.put(part.duplicate());
      }
    }
    return whole.flip();
  }

  static ByteBuffer vector(VectorType type, List<ByteBuffer> elements) {
    boolean haveLengths = elementSize(type) < 0;
    List<ByteBuffer> parts = new ArrayList<>(2 * elements.size());
    for (ByteBuffer element : elements) {
      if (haveLengths) {
        parts.add(variableLength(element.remaining()));
      }
      parts.add(element);
    }
    ByteBuffer whole = ByteBuffer.allocate(parts.stream().mapToInt(ByteBuffer::remaining).sum());
    parts.forEach(part -> whole.put(part.duplicate()));
    return whole.flip();
  }

  /**
   * Cassandra's unsigned integer of variable length, for example 300 as 0x81 0x2c: the number of
   * leading one bits in the first byte is the number of bytes that follow; the highest byte comes
   * first.
   */
  private static ByteBuffer variableLength(int number) {
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

  private static int readVariableLength(ByteBuffer bytes) {
    int first = bytes.get() & 0xff;
    int following = Integer.numberOfLeadingZeros(~(first << 24));
    int number = first & 0xff >> following;
    for (int i = 0; i < following; i++) {
      number = number << 8 | bytes.get() & 0xff;
    }
    return number;
  }
}
