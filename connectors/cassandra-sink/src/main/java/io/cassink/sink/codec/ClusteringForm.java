package io.cassink.sink.codec;

import static com.datastax.oss.protocol.internal.ProtocolConstants.DataType.DECIMAL;

import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.ListType;
import com.datastax.oss.driver.api.core.type.MapType;
import com.datastax.oss.driver.api.core.type.SetType;
import com.datastax.oss.driver.api.core.type.TupleType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.api.core.type.VectorType;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * The one form of all clustering values that a server takes for equal: those of {@link
 * ServerOrder}, whose bytes may differ although they compare as equal. These are decimals, of which
 * 1.0, 1.00 and 1 are one, and whatever holds them. Values of a partition key have no such form:
 * there a server compares the bytes, so that the partitions 1.0 and 1.00 are two.
 */
public final class ClusteringForm {
  private static final UnaryOperator<ByteBuffer> SAME = value -> value;

  private ClusteringForm() {}

  /** For values that this sink's codecs made; the same function for all types that need none. */
  public static UnaryOperator<ByteBuffer> of(DataType type) {
    if (type instanceof VectorType vector) {
      UnaryOperator<ByteBuffer> element = of(vector.getElementType());
      return element == SAME
          ? SAME
          : value -> Parts.vector(vector, all(Parts.ofVector(vector, value), element));
    }
    if (type instanceof ListType list) {
      return elements(of(list.getElementType()));
    }
    if (type instanceof SetType set) {
      return elements(of(set.getElementType()));
    }
    if (type instanceof MapType map) {
      return entries(of(map.getKeyType()), of(map.getValueType()));
    }
    if (type instanceof UserDefinedType udt) {
      return fields(udt.getFieldTypes());
    }
    if (type instanceof TupleType tuple) {
      return fields(tuple.getComponentTypes());
    }
    return type.getProtocolCode() == DECIMAL ? ClusteringForm::decimal : SAME;
  }

  private static ByteBuffer decimal(ByteBuffer value) {
    if (!value.hasRemaining()) {
      return value;
    }
    BigDecimal decimal = DecimalBytes.decode(value);
    return DecimalBytes.encode(
        decimal.signum() == 0 ? BigDecimal.ZERO : decimal.stripTrailingZeros());
  }

  /** Elements of sets are sorted already, and those that are equal have one form. */
  private static UnaryOperator<ByteBuffer> elements(UnaryOperator<ByteBuffer> element) {
    return element == SAME
        ? SAME
        : value -> {
          List<ByteBuffer> parts = all(Parts.ofCollection(value), element);
          return Parts.counted(parts.size(), parts);
        };
  }

  private static UnaryOperator<ByteBuffer> entries(
      UnaryOperator<ByteBuffer> key, UnaryOperator<ByteBuffer> content) {
    return key == SAME && content == SAME
        ? SAME
        : value -> {
          List<ByteBuffer> parts = Parts.ofMap(value);
          for (int i = 0; i < parts.size(); i++) {
            parts.set(i, (i % 2 == 0 ? key : content).apply(parts.get(i)));
          }
          return Parts.counted(parts.size() / 2, parts);
        };
  }

  private static UnaryOperator<ByteBuffer> fields(List<DataType> types) {
    List<UnaryOperator<ByteBuffer>> forms = types.stream().map(ClusteringForm::of).toList();
    return value -> {
      List<ByteBuffer> parts = Parts.ofFields(value, forms.size());
      for (int i = 0; i < parts.size(); i++) {
        parts.set(i, parts.get(i) == null ? null : forms.get(i).apply(parts.get(i)));
      }
      // A field that was added to the type later is not there in older values: it is a null.
      while (!parts.isEmpty() && parts.get(parts.size() - 1) == null) {
        parts.remove(parts.size() - 1);
      }
      return Parts.fields(parts);
    };
  }

  private static List<ByteBuffer> all(List<ByteBuffer> parts, UnaryOperator<ByteBuffer> form) {
    List<ByteBuffer> formed = new ArrayList<>(parts.size());
    for (ByteBuffer part : parts) {
      formed.add(form.apply(part));
    }
    return formed;
  }
}
