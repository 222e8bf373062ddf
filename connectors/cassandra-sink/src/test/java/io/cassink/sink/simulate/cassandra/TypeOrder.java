package io.cassink.sink.simulate.cassandra;

import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.ListType;
import com.datastax.oss.driver.api.core.type.MapType;
import com.datastax.oss.driver.api.core.type.SetType;
import com.datastax.oss.driver.api.core.type.TupleType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** How a server orders values of a type, and so which it takes for equal. */
final class TypeOrder {
  private TypeOrder() {}

  static Comparator<ByteBuffer> of(DataType type) {
    return (left, right) -> compare(type, left, right);
  }

  /** Of the keys under which a column's cells lie. */
  static Comparator<ByteBuffer> ofPaths(DataType type) {
    if (type instanceof MapType map && !map.isFrozen()) {
      return of(map.getKeyType());
    }
    if (type instanceof SetType set && !set.isFrozen()) {
      return of(set.getElementType());
    }
    return Cell::compareBytes;
  }

  static int compare(DataType type, ByteBuffer left, ByteBuffer right) {
    if (left == null || right == null) {
      return left == right ? 0 : left == null ? -1 : 1;
    }
    if (left.remaining() == 0 || right.remaining() == 0) {
      return Integer.compare(left.remaining(), right.remaining());
    }
    if (type.equals(DataTypes.INT)) {
      return Integer.compare(left.getInt(left.position()), right.getInt(right.position()));
    }
    if (type.equals(DataTypes.BIGINT) || type.equals(DataTypes.TIMESTAMP)) {
      return Long.compare(left.getLong(left.position()), right.getLong(right.position()));
    }
    if (type.equals(DataTypes.DECIMAL)) {
      return decimal(left).compareTo(decimal(right));
    }
    if (type instanceof ListType list) {
      return compareAll(list.getElementType(), elements(left), elements(right));
    }
    if (type instanceof SetType set) {
      return compareAll(set.getElementType(), elements(left), elements(right));
    }
    if (type instanceof MapType map) {
      return comparePairs(map, pairs(left), pairs(right));
    }
    if (type instanceof UserDefinedType udt) {
      return compareFields(udt.getFieldTypes(), left, right);
    }
    if (type instanceof TupleType tuple) {
      return compareFields(tuple.getComponentTypes(), left, right);
    }
    return Cell.compareBytes(left, right);
  }

  private static BigDecimal decimal(ByteBuffer bytes) {
    ByteBuffer rest = bytes.duplicate();
    int scale = rest.getInt();
    byte[] unscaled = new byte[rest.remaining()];
    rest.get(unscaled);
    return new BigDecimal(new BigInteger(unscaled), scale);
  }

  private static int compareAll(DataType type, List<ByteBuffer> left, List<ByteBuffer> right) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int order = compare(type, left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  private static int comparePairs(MapType map, List<ByteBuffer> left, List<ByteBuffer> right) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      DataType type = i % 2 == 0 ? map.getKeyType() : map.getValueType();
      int order = compare(type, left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.size(), right.size());
  }

  private static int compareFields(List<DataType> types, ByteBuffer left, ByteBuffer right) {
    List<ByteBuffer> leftFields = fields(left);
    List<ByteBuffer> rightFields = fields(right);
    for (int i = 0; i < Math.min(leftFields.size(), rightFields.size()); i++) {
      int order = compare(types.get(i), leftFields.get(i), rightFields.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(leftFields.size(), rightFields.size());
  }

  /** Of a serialized list or set. */
  static List<ByteBuffer> elements(ByteBuffer collection) {
    return read(collection, 1);
  }

  /** Keys and values of a serialized map, in turn. */
  static List<ByteBuffer> pairs(ByteBuffer map) {
    return read(map, 2);
  }

  private static List<ByteBuffer> read(ByteBuffer collection, int perElement) {
    ByteBuffer rest = collection.duplicate();
    int count = rest.getInt() * perElement;
    List<ByteBuffer> read = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      read.add(sized(rest));
    }
    return read;
  }

  /** Of a serialized UDT or tuple; a null for each null field. */
  static List<ByteBuffer> fields(ByteBuffer value) {
    ByteBuffer rest = value.duplicate();
    List<ByteBuffer> read = new ArrayList<>();
    while (rest.hasRemaining()) {
      read.add(sized(rest));
    }
    return read;
  }

  private static ByteBuffer sized(ByteBuffer rest) {
    int size = rest.getInt();
    if (size < 0) {
      return null;
    }
    ByteBuffer element = rest.slice(rest.position(), size);
    rest.position(rest.position() + size);
    return element;
  }

  /** As a server stores it: elements of frozen sets and maps in their order, each once. */
  static ByteBuffer stored(DataType type, ByteBuffer value) {
    if (value == null || value.remaining() == 0) {
      return value;
    }
    if (type instanceof SetType set) {
      List<ByteBuffer> sorted = new ArrayList<>();
      elements(value).forEach(element -> sorted.add(stored(set.getElementType(), element)));
      sorted.sort(of(set.getElementType()));
      for (int i = sorted.size() - 1; i > 0; i--) {
        if (compare(set.getElementType(), sorted.get(i), sorted.get(i - 1)) == 0) {
          sorted.remove(i);
        }
      }
      return written(sorted, sorted.size());
    }
    if (type instanceof MapType map) {
      List<ByteBuffer> flat = pairs(value);
      List<ByteBuffer[]> entries = new ArrayList<>();
      for (int i = 0; i < flat.size(); i += 2) {
        entries.add(
            new ByteBuffer[] {
              stored(map.getKeyType(), flat.get(i)), stored(map.getValueType(), flat.get(i + 1))
            });
      }
      entries.sort((l, r) -> compare(map.getKeyType(), l[0], r[0]));
      List<ByteBuffer> sorted = new ArrayList<>();
      entries.forEach(entry -> sorted.addAll(List.of(entry)));
      return written(sorted, entries.size());
    }
    if (type instanceof ListType list) {
      List<ByteBuffer> all = new ArrayList<>();
      elements(value).forEach(element -> all.add(stored(list.getElementType(), element)));
      return written(all, all.size());
    }
    if (type instanceof UserDefinedType udt) {
      List<ByteBuffer> fields = fields(value);
      List<ByteBuffer> all = new ArrayList<>();
      for (int i = 0; i < fields.size(); i++) {
        all.add(stored(udt.getFieldTypes().get(i), fields.get(i)));
      }
      return written(all, -1);
    }
    return value;
  }

  /**
   * @param count written before the elements; negative for a UDT, which has none
   */
  static ByteBuffer written(List<ByteBuffer> elements, int count) {
    int size = count < 0 ? 0 : 4;
    for (ByteBuffer element : elements) {
      size += 4 + (element == null ? 0 : element.remaining());
    }
    ByteBuffer made = ByteBuffer.allocate(size);
    if (count >= 0) {
      made.putInt(count);
    }
    for (ByteBuffer element : elements) {
      made.putInt(element == null ? -1 : element.remaining());
      if (element != null) {
        made.put(element.duplicate());
      }
    }
    return made.flip();
  }
}
