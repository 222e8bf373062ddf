package io.cassink.sink.codec;

import static com.datastax.oss.protocol.internal.ProtocolConstants.DataType.*;

import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.ListType;
import com.datastax.oss.driver.api.core.type.MapType;
import com.datastax.oss.driver.api.core.type.SetType;
import com.datastax.oss.driver.api.core.type.TupleType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.api.core.type.VectorType;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;

/**
 * How a server orders the values of a type, as bytes of the native protocol. It sorts the elements
 * of sets and the keys of maps so, keeps one of those that compare as equal, and takes two rows of
 * a partition for one where their clustering columns do. The decimals 1.0 and 1.00 are equal, the
 * doubles 0.0 and -0.0 are not.
 */
final class ServerOrder {
  private ServerOrder() {}

  static Comparator<ByteBuffer> of(DataType type) {
    Comparator<ByteBuffer> order = ofContent(type);
    return (left, right) ->
        left.hasRemaining() && right.hasRemaining()
            ? order.compare(left, right)
            : Boolean.compare(left.hasRemaining(), right.hasRemaining());
  }

  private static Comparator<ByteBuffer> ofContent(DataType type) {
    if (type instanceof VectorType vector) {
      Comparator<ByteBuffer> element = of(vector.getElementType());
      return parts(value -> Parts.ofVector(vector, value), position -> element);
    }
    if (type instanceof ListType list) {
      return parts(Parts::ofCollection, always(list.getElementType()));
    }
    if (type instanceof SetType set) {
      return parts(Parts::ofCollection, always(set.getElementType()));
    }
    if (type instanceof MapType map) {
      Comparator<ByteBuffer> key = of(map.getKeyType());
      Comparator<ByteBuffer> content = of(map.getValueType());
      return parts(Parts::ofMap, position -> position % 2 == 0 ? key : content);
    }
    if (type instanceof UserDefinedType udt) {
      return fields(udt.getFieldTypes());
    }
    if (type instanceof TupleType tuple) {
      return fields(tuple.getComponentTypes());
    }
    return scalar(type);
  }

  private static Comparator<ByteBuffer> scalar(DataType type) {
    return switch (type.getProtocolCode()) {
      case BIGINT, COUNTER, TIMESTAMP -> Comparator.comparingLong(ServerOrder::first8);
      case INT -> Comparator.comparingInt(bytes -> bytes.getInt(bytes.position()));
      case SMALLINT -> Comparator.comparingInt(bytes -> bytes.getShort(bytes.position()));
      case TINYINT -> Comparator.comparingInt(bytes -> bytes.get(bytes.position()));
      case DOUBLE -> Comparator.comparingDouble(bytes -> bytes.getDouble(bytes.position()));
      case FLOAT ->
          (left, right) ->
              Float.compare(left.getFloat(left.position()), right.getFloat(right.position()));
      case VARINT -> Comparator.comparing(bytes -> new BigInteger(Values.bytes(bytes)));
      case DECIMAL -> Comparator.comparing(DecimalBytes::decode);
      case UUID -> ServerOrder::compareUuids;
      case TIMEUUID -> ServerOrder::compareTimeUuids;
      default -> ServerOrder::compareBytes;
    };
  }

  private static long first8(ByteBuffer bytes) {
    return bytes.getLong(bytes.position());
  }

  private static long last8(ByteBuffer bytes) {
    return bytes.getLong(bytes.position() + 8);
  }

  private static int compareBytes(ByteBuffer left, ByteBuffer right) {
    int common = Math.min(left.remaining(), right.remaining());
    for (int i = 0; i < common; i++) {
      int order =
          Byte.compareUnsigned(left.get(left.position() + i), right.get(right.position() + i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.remaining(), right.remaining());
  }

  /** By version; those of version 1 by their times, all others by their bytes. */
  private static int compareUuids(ByteBuffer left, ByteBuffer right) {
    long leftHigh = first8(left);
    long rightHigh = first8(right);
    int order = Long.compare(leftHigh >>> 12 & 0xf, rightHigh >>> 12 & 0xf);
    if (order == 0) {
      boolean hasTime = (leftHigh >>> 12 & 0xf) == 1;
      order =
          hasTime
              ? Long.compareUnsigned(timeFirst(leftHigh), timeFirst(rightHigh))
              : Long.compareUnsigned(leftHigh, rightHigh);
    }
    return order == 0 ? Long.compareUnsigned(last8(left), last8(right)) : order;
  }

  /** By their times; those of one time by their last 8 bytes, each of which is signed. */
  private static int compareTimeUuids(ByteBuffer left, ByteBuffer right) {
    int order = Long.compare(timeFirst(first8(left)), timeFirst(first8(right)));
    long sign = 0x0080808080808080L;
    return order == 0 ? Long.compare(last8(left) ^ sign, last8(right) ^ sign) : order;
  }

  /** The time of a UUID's first 8 bytes, whose lowest 32 bits come first there. */
  private static long timeFirst(long high) {
    return high << 48 | (high << 16 & 0xffff00000000L) | high >>> 32;
  }

  private interface Splitter {
    List<ByteBuffer> split(ByteBuffer value);
  }

  private interface Orders {
    Comparator<ByteBuffer> at(int position);
  }

  private static Orders always(DataType type) {
    Comparator<ByteBuffer> order = of(type);
    return position -> order;
  }

  /** Part by part; of values that begin alike, the one with fewer parts comes first. */
  private static Comparator<ByteBuffer> parts(Splitter splitter, Orders orders) {
    return (left, right) -> {
      List<ByteBuffer> lefts = splitter.split(left);
      List<ByteBuffer> rights = splitter.split(right);
      for (int i = 0; i < Math.min(lefts.size(), rights.size()); i++) {
        int order = orders.at(i).compare(lefts.get(i), rights.get(i));
        if (order != 0) {
          return order;
        }
      }
      return Integer.compare(lefts.size(), rights.size());
    };
  }

  /** Field by field; a null comes first, and a field that is not there at all is a null. */
  private static Comparator<ByteBuffer> fields(List<DataType> types) {
    List<Comparator<ByteBuffer>> orders = types.stream().map(ServerOrder::of).toList();
    return (left, right) -> {
      List<ByteBuffer> lefts = Parts.ofFields(left, orders.size());
      List<ByteBuffer> rights = Parts.ofFields(right, orders.size());
      for (int i = 0; i < orders.size(); i++) {
        ByteBuffer of = lefts.get(i);
        ByteBuffer with = rights.get(i);
        int order =
            of != null && with != null
                ? orders.get(i).compare(of, with)
                : Boolean.compare(of != null, with != null);
        if (order != 0) {
          return order;
        }
      }
      return 0;
    };
  }
}
