package io.cassink.sink.codec;

import static com.datastax.oss.protocol.internal.ProtocolConstants.DataType.*;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.data.CqlDuration;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.ListType;
import com.datastax.oss.driver.api.core.type.MapType;
import com.datastax.oss.driver.api.core.type.SetType;
import com.datastax.oss.driver.api.core.type.TupleType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.api.core.type.VectorType;
import com.datastax.oss.driver.api.core.type.codec.TypeCodecs;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Writes the bytes of one CQL type as JSON, from which {@link ColumnCodecs} with its default
 * settings makes the same bytes again. Compiled once for each column; used by any thread.
 */
public interface ColumnJson {
  /**
   * @param bytes that a {@link ColumnCodec} of the type has made; their position does not change
   * @param json of UTF-8 bytes, not of characters
   */
  void write(ByteBuffer bytes, JsonGenerator json) throws IOException;

  /** The value as the name of a JSON object's field. */
  default String name(ByteBuffer bytes) throws IOException {
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    try (JsonGenerator json = JsonText.STRICT.createGenerator(text)) {
      write(bytes, json);
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  /**
   * @throws IllegalArgumentException for a custom type of the server, for which there is no codec
   */
  static ColumnJson of(DataType type) {
    if (type instanceof VectorType vector) {
      ColumnJson element = of(vector.getElementType());
      return (bytes, json) -> array(element, Parts.ofVector(vector, bytes), json);
    }
    if (type instanceof ListType list) {
      ColumnJson element = of(list.getElementType());
      return (bytes, json) -> array(element, Parts.ofCollection(bytes), json);
    }
    if (type instanceof SetType set) {
      ColumnJson element = of(set.getElementType());
      return (bytes, json) -> array(element, Parts.ofCollection(bytes), json);
    }
    if (type instanceof MapType map) {
      return map(of(map.getKeyType()), of(map.getValueType()));
    }
    if (type instanceof UserDefinedType udt) {
      List<String> names = udt.getFieldNames().stream().map(name -> name.asInternal()).toList();
      return userDefined(names, all(udt.getFieldTypes()));
    }
    if (type instanceof TupleType tuple) {
      return tuple(all(tuple.getComponentTypes()));
    }
    return scalar(type);
  }

  private static List<ColumnJson> all(List<DataType> types) {
    List<ColumnJson> all = new ArrayList<>();
    types.forEach(type -> all.add(of(type)));
    return all;
  }

  private static void array(ColumnJson element, List<ByteBuffer> parts, JsonGenerator json)
      throws IOException {
    json.writeStartArray();
    for (ByteBuffer part : parts) {
      element.write(part, json);
    }
    json.writeEndArray();
  }

  private static ColumnJson map(ColumnJson key, ColumnJson content) {
    return (bytes, json) -> {
      json.writeStartObject();
      List<ByteBuffer> parts = Parts.ofMap(bytes);
      for (int i = 0; i < parts.size(); i += 2) {
        json.writeFieldName(key.name(parts.get(i)));
        content.write(parts.get(i + 1), json);
      }
      json.writeEndObject();
    };
  }

  private static ColumnJson userDefined(List<String> names, List<ColumnJson> fields) {
    return (bytes, json) -> {
      json.writeStartObject();
      List<ByteBuffer> parts = Parts.ofFields(bytes, names.size());
      for (int i = 0; i < parts.size(); i++) {
        json.writeFieldName(names.get(i));
        field(fields.get(i), parts.get(i), json);
      }
      json.writeEndObject();
    };
  }

  private static ColumnJson tuple(List<ColumnJson> fields) {
    return (bytes, json) -> {
      json.writeStartArray();
      List<ByteBuffer> parts = Parts.ofFields(bytes, fields.size());
      for (int i = 0; i < parts.size(); i++) {
        field(fields.get(i), parts.get(i), json);
      }
      json.writeEndArray();
    };
  }

  private static void field(ColumnJson field, ByteBuffer part, JsonGenerator json)
      throws IOException {
    if (part == null) {
      json.writeNull();
    } else {
      field.write(part, json);
    }
  }

  private static ColumnJson scalar(DataType type) {
    return switch (type.getProtocolCode()) {
      case ASCII, VARCHAR -> new Text();
      case BIGINT, COUNTER -> text(bytes -> Long.toString(longOf(bytes)));
      case INT -> number(bytes -> Integer.toString(intOf(bytes)));
      case SMALLINT -> number(bytes -> Short.toString(bytes.getShort(bytes.position())));
      case TINYINT -> number(bytes -> Byte.toString(bytes.get(bytes.position())));
      case VARINT -> text(bytes -> new BigInteger(arrayOf(bytes)).toString());
      case DECIMAL -> text(bytes -> DecimalBytes.decode(bytes).toString());
      case DOUBLE -> number(bytes -> Double.toString(Double.longBitsToDouble(longOf(bytes))));
      case FLOAT -> number(bytes -> Float.toString(Float.intBitsToFloat(intOf(bytes))));
      case BOOLEAN -> number(bytes -> Boolean.toString(bytes.get(bytes.position()) != 0));
      case TIMESTAMP -> text(bytes -> InstantText.of(longOf(bytes)));
      // As it was encoded: in an int, whose overflow is meant.
      case DATE -> text(bytes -> LocalDate.ofEpochDay(intOf(bytes) + Integer.MIN_VALUE).toString());
      case TIME ->
          text(
              bytes ->
                  DateTimeFormatter.ISO_LOCAL_TIME.format(LocalTime.ofNanoOfDay(longOf(bytes))));
      case DURATION -> text(ColumnJson::duration);
      case INET -> text(ColumnJson::inet);
      case UUID, TIMEUUID ->
          text(
              bytes ->
                  new UUID(longOf(bytes), bytes.getLong(bytes.position() + Long.BYTES)).toString());
      // In Base64 a blob could begin with 0x, by which the codec tells the two forms apart.
      case BLOB -> text(bytes -> "0x" + HexFormat.of().formatHex(arrayOf(bytes)));
      default -> throw new IllegalArgumentException("no JSON for " + type.asCql(false, true));
    };
  }

  /** Most of what is written: its bytes are those of the JSON, but for escapes. */
  record Text() implements ColumnJson {
    @Override
    public void write(ByteBuffer bytes, JsonGenerator json) throws IOException {
      if (bytes.hasArray()) {
        int start = bytes.arrayOffset() + bytes.position();
        json.writeUTF8String(bytes.array(), start, bytes.remaining());
      } else {
        json.writeString(utf8(bytes));
      }
    }

    @Override
    public String name(ByteBuffer bytes) {
      return utf8(bytes);
    }
  }

  private static ColumnJson text(Function<ByteBuffer, String> text) {
    return new Scalar(text, false);
  }

  /**
   * A word of JSON, or a number; NaN and the infinities are texts, for JSON has no such numbers.
   */
  private static ColumnJson number(Function<ByteBuffer, String> text) {
    return new Scalar(text, true);
  }

  /**
   * @param text of the value
   * @param isBare whether it stands in JSON without quotes
   */
  record Scalar(Function<ByteBuffer, String> text, boolean isBare) implements ColumnJson {
    @Override
    public void write(ByteBuffer bytes, JsonGenerator json) throws IOException {
      String value = text.apply(bytes);
      if (isBare && !isNoNumber(value)) {
        json.writeRawValue(value);
      } else {
        json.writeString(value);
      }
    }

    private static boolean isNoNumber(String value) {
      return value.equals("NaN") || value.endsWith("Infinity");
    }

    @Override
    public String name(ByteBuffer bytes) {
      return text.apply(bytes);
    }
  }

  private static long longOf(ByteBuffer bytes) {
    return bytes.getLong(bytes.position());
  }

  private static int intOf(ByteBuffer bytes) {
    return bytes.getInt(bytes.position());
  }

  private static byte[] arrayOf(ByteBuffer bytes) {
    return Values.bytes(bytes);
  }

  private static String utf8(ByteBuffer bytes) {
    return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
  }

  /** The codec takes an empty text for a null. */
  private static String duration(ByteBuffer bytes) {
    CqlDuration duration = TypeCodecs.DURATION.decode(bytes, ProtocolVersion.DEFAULT);
    String text = String.valueOf(duration);
    return text.isEmpty() ? "0s" : text;
  }

  private static String inet(ByteBuffer bytes) {
    try {
      return InetAddress.getByAddress(arrayOf(bytes)).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address is of 4 or 16 bytes", e);
    }
  }
}
