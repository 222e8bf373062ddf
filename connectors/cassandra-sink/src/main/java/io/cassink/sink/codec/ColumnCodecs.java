package io.cassink.sink.codec;

import static com.datastax.oss.protocol.internal.ProtocolConstants.DataType.*;

import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.ListType;
import com.datastax.oss.driver.api.core.type.MapType;
import com.datastax.oss.driver.api.core.type.SetType;
import com.datastax.oss.driver.api.core.type.TupleType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.api.core.type.VectorType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Compiles codecs from a column's type and its topic's settings. */
public final class ColumnCodecs {
  private final ScalarCodecs scalars;
  private final boolean missingFieldsAreNull;

  /**
   * @param missingFieldsAreNull whether an object may lack fields of its user-defined type
   */
  public ColumnCodecs(ConversionSettings settings, boolean missingFieldsAreNull) {
    this.scalars = new ScalarCodecs(settings);
    this.missingFieldsAreNull = missingFieldsAreNull;
  }

  /**
   * @throws UnsupportedTypeException for a custom type of the server
   */
  public ColumnCodec of(DataType type) throws UnsupportedTypeException {
    String name = type.asCql(false, true);
    if (type instanceof VectorType vector) {
      return CollectionCodecs.vector(of(vector.getElementType()), vector, name);
    }
    if (type instanceof ListType list) {
      return CollectionCodecs.list(of(list.getElementType()), name);
    }
    if (type instanceof SetType set) {
      DataType element = set.getElementType();
      return CollectionCodecs.set(of(element), ServerOrder.of(element), name);
    }
    if (type instanceof MapType map) {
      DataType key = map.getKeyType();
      return CollectionCodecs.map(of(key), of(map.getValueType()), ServerOrder.of(key), name);
    }
    if (type instanceof UserDefinedType udt) {
      return CollectionCodecs.userDefined(
          udt, all(udt.getFieldTypes()), missingFieldsAreNull, name);
    }
    if (type instanceof TupleType tuple) {
      return CollectionCodecs.tuple(all(tuple.getComponentTypes()), name);
    }
    return scalar(type, name);
  }

  private List<ColumnCodec> all(List<DataType> types) throws UnsupportedTypeException {
    List<ColumnCodec> codecs = new ArrayList<>();
    for (DataType type : types) {
      codecs.add(of(type));
    }
    return codecs;
  }

  private ColumnCodec scalar(DataType type, String name) throws UnsupportedTypeException {
    return switch (type.getProtocolCode()) {
      case ASCII -> scalars::ascii;
      case VARCHAR -> scalars::text;
      case BIGINT, COUNTER -> scalars::bigint;
      case INT -> scalars::integer;
      case SMALLINT -> scalars::smallint;
      case TINYINT -> scalars::tinyint;
      case VARINT -> scalars::varint;
      case DECIMAL -> scalars::decimal;
      case DOUBLE -> scalars::doubleNumber;
      case FLOAT -> scalars::floatNumber;
      case BOOLEAN -> scalars::bool;
      case TIMESTAMP -> scalars::timestamp;
      case DATE -> scalars::date;
      case TIME -> scalars::time;
      case DURATION -> scalars::duration;
      case INET -> scalars::inet;
      case UUID -> scalars::uuid;
      case TIMEUUID -> scalars::timeuuid;
      case BLOB -> scalars::blob;
      default -> throw new UnsupportedTypeException(name);
    };
  }

  /** Reads {@code __timestamp} out of a logical type that is an instant; null for other values. */
  public Instant instant(Object value) throws ConversionException {
    boolean isInstant =
        value instanceof java.util.Date
            || value instanceof Instant
            || (value instanceof DebeziumTime time && time.time() instanceof Instant);
    return isInstant ? scalars.instant(value) : null;
  }

  /** Reads {@code __ttl} or {@code __timestamp}: a whole number, or null for the empty text. */
  public Long wholeNumber(Object value) throws ConversionException {
    return scalars.numbers().readLong(value, "a whole number", Long.MIN_VALUE, Long.MAX_VALUE);
  }
}
