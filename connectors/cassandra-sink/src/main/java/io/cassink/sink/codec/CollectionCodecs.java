package io.cassink.sink.codec;

import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.api.core.type.VectorType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/**
 * The codecs of collections, tuples, user-defined types and vectors, in the formats of {@link
 * Parts}.
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

  static ColumnCodec list(ColumnCodec element, String type) {
    return (value, json) -> {
      Object read = containerOf(value, json, Brackets.SQUARE, type);
      if (read == null) {
        return null;
      }
      List<ByteBuffer> parts = encodeAll(element, elementsOf(read, type), json || isText(value));
      return Parts.counted(parts.size(), parts);
    };
  }

  /**
   * A set, sorted as a server would sort it. Of elements that are equal to a server, as the
   * decimals 1.0 and 1.00 are, the first one stays.
   */
  static ColumnCodec set(ColumnCodec element, Comparator<ByteBuffer> order, String type) {
    return (value, json) -> {
      Object read = containerOf(value, json, Brackets.SQUARE, type);
      if (read == null) {
        return null;
      }
      TreeSet<ByteBuffer> parts = new TreeSet<>(order);
      parts.addAll(encodeAll(element, elementsOf(read, type), json || isText(value)));
      return Parts.counted(parts.size(), parts);
    };
  }

  /** A map, sorted by its keys as a server would sort it. */
  static ColumnCodec map(
      ColumnCodec key, ColumnCodec content, Comparator<ByteBuffer> order, String type) {
    return (value, json) -> {
      Object read = containerOf(value, json, Brackets.CURLY, type);
      if (read == null) {
        return null;
      }
      boolean fromJson = json || isText(value);
      TreeMap<ByteBuffer, ByteBuffer> sorted = new TreeMap<>(order);
      for (Map.Entry<?, ?> entry : entriesOf(read, type).entrySet()) {
        ByteBuffer name = encode(key, entry.getKey(), fromJson, "a key");
        ByteBuffer held = encode(content, entry.getValue(), fromJson, "a value");
        if (sorted.put(name, held) != null) {
          throw new ConversionException("two names of an object are the same key of " + type);
        }
      }
      List<ByteBuffer> parts = new ArrayList<>(2 * sorted.size());
      sorted.forEach((name, held) -> parts.addAll(List.of(name, held)));
      return Parts.counted(sorted.size(), parts);
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
   * Takes an object with the type's fields, or an array of their values in their order. Both may
   * have fewer where missing ones are null: the type may have got more since.
   */
  static ColumnCodec userDefined(
      UserDefinedType udt, List<ColumnCodec> fields, boolean missingAreNull, String type) {
    List<String> names = udt.getFieldNames().stream().map(name -> name.asInternal()).toList();
    return (value, json) -> {
      Object read = containerOf(value, json, Brackets.NONE, type);
      if (read == null) {
        return null;
      }
      List<Object> values = new ArrayList<>(names.size());
      if (read instanceof Collection<?> list) {
        values.addAll(list);
        while (missingAreNull && values.size() < names.size()) {
          values.add(null);
        }
      } else {
        Map<?, ?> entries = entriesOf(read, type);
        for (String name : names) {
          if (!missingAreNull && !entries.containsKey(name)) {
            throw new ConversionException("an object lacks the field " + name + " of " + type);
          }
          values.add(entries.get(name));
        }
        requireKnown(entries, names, type);
      }
      return fields(fields, values, json || isText(value), type);
    };
  }

  private static void requireKnown(Map<?, ?> entries, List<String> names, String type)
      throws ConversionException {
    for (Object name : entries.keySet()) {
      if (!(name instanceof String text && names.contains(text))) {
        throw new ConversionException("an object has fields that " + type + " has not");
      }
    }
  }

  static ColumnCodec vector(ColumnCodec element, VectorType vector, String type) {
    return (value, json) -> {
      Object read = containerOf(value, json, Brackets.SQUARE, type);
      if (read == null) {
        return null;
      }
      Collection<?> items = elementsOf(read, type);
      if (items.size() != vector.getDimensions()) {
        throw new ConversionException(
            "an array of " + items.size() + " elements cannot be " + type);
      }
      return Parts.vector(vector, encodeAll(element, items, json || isText(value)));
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
    String text =
        JsonText.withoutMark(value instanceof String string ? string : Values.utf8(value));
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
        entries.put(field.name(), NestedData.valueOf(struct, field));
      }
      return entries;
    }
    throw Values.cannotBe(value, type);
  }

  private static List<ByteBuffer> encodeAll(ColumnCodec codec, Collection<?> items, boolean json)
      throws ConversionException {
    List<ByteBuffer> parts = new ArrayList<>(items.size());
    for (Object item : items) {
      parts.add(encode(codec, item, json, "[" + parts.size() + "]"));
    }
    return parts;
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
    List<ByteBuffer> parts = new ArrayList<>(codecs.size());
    for (Object value : values) {
      int index = parts.size();
      try {
        parts.add(value == null ? null : codecs.get(index).encode(value, json));
      } catch (ConversionException e) {
        throw e.at("field " + index);
      }
    }
    return Parts.fields(parts);
  }
}
