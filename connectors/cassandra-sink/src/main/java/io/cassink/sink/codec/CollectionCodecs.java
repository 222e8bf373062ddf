package io.cassink.sink.codec;

import com.datastax.oss.driver.api.core.type.UserDefinedType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/**
 * The codecs of collections, tuples, user-defined types and vectors, in the formats of section 6 of
 * CQL's native protocol, version 4: lengths are four bytes, and a null field of a tuple has length
 * -1.
 */
final class CollectionCodecs {
  /** The brackets that may be missing around a text which is not part of a JSON document. */
  private enum Brackets {
    SQUARE("[", "]"),
    CURLY("{", "}"),
    NONE("", "");

    private final String open;
    private final String close;

    Brackets(String open, String close) {
      this.open = open;
      this.close = close;
    }

    String around(String text) {
      String stripped = text.strip();
      boolean isThere = stripped.startsWith(open) && stripped.endsWith(close);
      return isThere ? stripped : open + stripped + close;
    }
  }

  private CollectionCodecs() {}

  /** A list, or a set, in which elements with equal bytes appear once. */
  static ColumnCodec list(ColumnCodec element, boolean distinct, String type) {
    return (value, json) -> {
      Object read = containerOf(value, json, Brackets.SQUARE, type);
      if (read == null) {
        return null;
      }
      Collection<ByteBuffer> parts = distinct ? new LinkedHashSet<>() : new ArrayList<>();
      int index = 0;
      for (Object item : elementsOf(read, type)) {
        parts.add(encode(element, item, json || isText(value), "[" + index++ + "]"));
      }
      return counted(parts.size(), parts);
    };
  }

  static ColumnCodec map(ColumnCodec key, ColumnCodec content, String type) {
    return (value, json) -> {
      Object read = containerOf(value, json, Brackets.CURLY, type);
      if (read == null) {
        return null;
      }
      boolean fromJson = json || isText(value);
      List<ByteBuffer> parts = new ArrayList<>();
      for (Map.Entry<?, ?> entry : entriesOf(read, type).entrySet()) {
        parts.add(encode(key, entry.getKey(), fromJson, "a key"));
        parts.add(encode(content, entry.getValue(), fromJson, "a value"));
      }
      return counted(parts.size() / 2, parts);
    };
  }

  static ColumnCodec tuple(List<ColumnCodec> fields, String type) {
    return (value, json) -> {
      Object read = containerOf(value, json, Brackets.NONE, type);
      return read == null
          ? null
          : fields(fields, elementsOf(read, type), json || isText(value), type);
    };
  }

  /**
   * Takes an object with exactly the type's fields, or an array with as many values as it has
   * fields.
   */
  static ColumnCodec userDefined(UserDefinedType udt, List<ColumnCodec> fields, String type) {
    List<String> names = udt.getFieldNames().stream().map(name -> name.asInternal()).toList();
    return (value, json) -> {
      Object read = containerOf(value, json, Brackets.NONE, type);
      if (read == null) {
        return null;
      }
      if (read instanceof Collection<?> list) {
        return fields(fields, list, json || isText(value), type);
      }
      Map<?, ?> entries = entriesOf(read, type);
      List<Object> values = new ArrayList<>(names.size());
      for (String name : names) {
        if (!entries.containsKey(name)) {
          throw new ConversionException("an object lacks the field " + name + " of " + type);
        }
        values.add(entries.get(name));
      }
      if (entries.size() > names.size()) {
        throw new ConversionException("an object has fields that " + type + " has not");
      }
      return fields(fields, values, json || isText(value), type);
    };
  }

  /**
   * @param elementSize bytes of an element, or -1 where each is preceded by its length
   */
  static ColumnCodec vector(ColumnCodec element, int dimensions, int elementSize, String type) {
    return (value, json) -> {
      Object read = containerOf(value, json, Brackets.SQUARE, type);
      if (read == null) {
        return null;
      }
      Collection<?> items = elementsOf(read, type);
      if (items.size() != dimensions) {
        throw new ConversionException(
            "an array of " + items.size() + " elements cannot be " + type);
      }
      List<ByteBuffer> parts = new ArrayList<>(2 * dimensions);
      int index = 0;
      for (Object item : items) {
        ByteBuffer part = encode(element, item, json || isText(value), "[" + index++ + "]");
        if (elementSize < 0) {
          parts.add(variableLength(part.remaining()));
        }
        parts.add(part);
      }
      return joined(parts);
    };
  }

  private static boolean isText(Object value) {
    return value instanceof String || Values.isBytes(value);
  }

  /** A text is read as JSON; null for the empty text, and for JSON's null. */
  private static Object containerOf(Object value, boolean json, Brackets brackets, String type)
      throws ConversionException {
    if (!isText(value)) {
      return value;
    }
    String text = value instanceof String string ? string : Values.utf8(value);
    if (text.isEmpty()) {
      return null;
    }
    return JsonText.readLeniently(json ? text : brackets.around(text), type);
  }

  private static Collection<?> elementsOf(Object value, String type) throws ConversionException {
    if (value instanceof Collection<?> list) {
      return list;
    }
    throw Values.cannotBe(value, type);
  }

  private static Map<?, ?> entriesOf(Object value, String type) throws ConversionException {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    if (value instanceof Struct struct) {
      Map<String, Object> entries = new LinkedHashMap<>();
      for (Field field : struct.schema().fields()) {
        entries.put(field.name(), struct.get(field));
      }
      return entries;
    }
    throw Values.cannotBe(value, type);
  }

  private static ByteBuffer encode(ColumnCodec codec, Object item, boolean json, String where)
      throws ConversionException {
    try {
      ByteBuffer bytes = item == null ? null : codec.encode(item, json);
      if (bytes == null) {
        throw new ConversionException("is null, which no collection holds");
      }
      return bytes;
    } catch (ConversionException e) {
      throw e.at(where);
    }
  }

  private static ByteBuffer fields(
      List<ColumnCodec> codecs, Collection<?> values, boolean json, String type)
      throws ConversionException {
    if (values.size() != codecs.size()) {
      throw new ConversionException("an array of " + values.size() + " values cannot be " + type);
    }
    ByteBuffer[] parts = new ByteBuffer[codecs.size()];
    int size = 0;
    int index = 0;
    for (Object value : values) {
      try {
        parts[index] = value == null ? null : codecs.get(index).encode(value, json);
      } catch (ConversionException e) {
        throw e.at("field " + index);
      }
      size += 4 + (parts[index] == null ? 0 : parts[index].remaining());
      index++;
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

  private static ByteBuffer counted(int count, Collection<ByteBuffer> parts) {
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

  private static ByteBuffer joined(List<ByteBuffer> parts) {
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
}
