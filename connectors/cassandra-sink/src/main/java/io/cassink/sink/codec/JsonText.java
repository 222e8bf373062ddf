package io.cassink.sink.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;

/** Reads JSON, strictly for whole records and leniently for texts of collections, and writes it. */
final class JsonText {
  /** Levels of nesting. A deeper text is refused before it can overflow the stack. */
  static final int DEEPEST = 500;

  private static final StreamReadConstraints LIMITS =
      StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build();

  static final JsonFactory STRICT =
      JsonFactory.builder()
          .streamReadConstraints(LIMITS)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .build();

  private static final JsonFactory LENIENT =
      JsonFactory.builder()
          .streamReadConstraints(LIMITS)
          .enable(JsonReadFeature.ALLOW_SINGLE_QUOTES)
          .enable(JsonReadFeature.ALLOW_UNQUOTED_FIELD_NAMES)
          .enable(JsonReadFeature.ALLOW_MISSING_VALUES)
          .enable(JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
          .build();

  private JsonText() {}

  /**
   * The list or map of a text for a collection. Quotes may be single, and names need none.
   *
   * @return null for a blank text and for the JSON null
   */
  static Object readLeniently(String text, String type) throws ConversionException {
    try (JsonParser parser = LENIENT.createParser(text)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        return null;
      }
      if (first.isScalarValue() && first != JsonToken.VALUE_NULL) {
        throw new ConversionException("a text is not JSON for " + type);
      }
      Object value = read(parser, first);
      if (parser.nextToken() != null) {
        throw new ConversionException("a text goes on after its JSON");
      }
      return value;
    } catch (IOException e) {
      throw new ConversionException("a text is not JSON for " + type + whereIn(e));
    }
  }

  /** Reads the value that begins with the token. Fields that occur twice are refused. */
  static Object read(JsonParser parser, JsonToken token) throws IOException, ConversionException {
    switch (token) {
      case START_OBJECT -> {
        Map<String, Object> map = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          if (map.containsKey(name)) {
            throw new ConversionException("a JSON object has a field twice");
          }
          map.put(name, read(parser, parser.nextToken()));
        }
        return map;
      }
      case START_ARRAY -> {
        List<Object> list = new ArrayList<>();
        for (JsonToken next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          list.add(read(parser, next));
        }
        return list;
      }
      default -> {
        return scalar(parser, token);
      }
    }
  }

  /** Integers become Long or BigInteger, other numbers BigDecimal, so nothing is rounded. */
  static Object scalar(JsonParser parser, JsonToken token) throws IOException, ConversionException {
    return switch (token) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT ->
          parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? parser.getBigIntegerValue()
              : Long.valueOf(parser.getLongValue());
      case VALUE_NUMBER_FLOAT -> decimal(parser);
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> null;
      default -> throw new ConversionException("JSON ends too early");
    };
  }

  private static BigDecimal decimal(JsonParser parser) throws IOException, ConversionException {
    try {
      return parser.getDecimalValue();
    } catch (NumberFormatException e) {
      throw new ConversionException("a number has an exponent that is out of range");
    }
  }

  /**
   * {@code " (see line 1, column 17)"}. The parser's own message is not used, because it may quote
   * the record.
   */
  static String whereIn(IOException e) {
    if (e instanceof com.fasterxml.jackson.core.exc.StreamConstraintsException) {
      return ": it is nested deeper than " + DEEPEST + " or holds a text or number too long";
    }
    if (e instanceof com.fasterxml.jackson.core.JsonProcessingException located
        && located.getLocation() != null) {
      return " (see line "
          + located.getLocation().getLineNr()
          + ", column "
          + located.getLocation().getColumnNr()
          + ")";
    }
    return "";
  }

  /** A list, map or struct as JSON, without spaces. */
  static String of(Object value) throws ConversionException {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = STRICT.createGenerator(text)) {
      write(generator, value);
    } catch (IOException e) {
      throw new ConversionException("cannot be written as JSON");
    }
    return text.toString();
  }

  private static void write(JsonGenerator generator, Object value) throws IOException {
    if (value == null) {
      generator.writeNull();
    } else if (value instanceof Map<?, ?> map) {
      generator.writeStartObject();
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        generator.writeFieldName(String.valueOf(entry.getKey()));
        write(generator, entry.getValue());
      }
      generator.writeEndObject();
    } else if (value instanceof Struct struct) {
      generator.writeStartObject();
      for (Field field : struct.schema().fields()) {
        generator.writeFieldName(field.name());
        write(generator, NestedData.valueOf(struct, field));
      }
      generator.writeEndObject();
    } else if (value instanceof Collection<?> list) {
      generator.writeStartArray();
      for (Object element : list) {
        write(generator, element);
      }
      generator.writeEndArray();
    } else if (value instanceof Boolean truth) {
      generator.writeBoolean(truth);
    } else if (value instanceof Number number) {
      writeNumber(generator, number);
    } else if (Values.isBytes(value)) {
      generator.writeBinary(Values.bytes(value));
    } else if (value instanceof DebeziumTime time) {
      write(generator, time.raw());
    } else if (value instanceof java.util.Date date) {
      generator.writeString(date.toInstant().toString());
    } else {
      generator.writeString(value.toString());
    }
  }

  private static void writeNumber(JsonGenerator generator, Number number) throws IOException {
    if (number instanceof BigDecimal decimal) {
      generator.writeNumber(decimal);
    } else if (number instanceof BigInteger integer) {
      generator.writeNumber(integer);
    } else if (number instanceof Double || number instanceof Float) {
      if (Double.isFinite(number.doubleValue())) {
        generator.writeNumber(number.toString());
      } else {
        generator.writeString(number.toString());
      }
    } else {
      generator.writeNumber(number.longValue());
    }
  }

  /** The text without a byte order mark at its beginning, which some producers write. */
  static String withoutMark(String text) {
    return text.startsWith("\ufeff") ? text.substring(1) : text;
  }

  private static boolean hasMark(ByteBuffer bytes) {
    int at = bytes.position();
    return bytes.remaining() >= 3
        && bytes.get(at) == (byte) 0xef
        && bytes.get(at + 1) == (byte) 0xbb
        && bytes.get(at + 2) == (byte) 0xbf;
  }

  /**
   * A parser of JSON text or of UTF-8 bytes. The bytes are checked first, because the parser
   * accepts some malformed UTF-8.
   *
   * @throws ConversionException for malformed UTF-8, even in fields that are not mapped
   */
  static JsonParser parser(Object text) throws IOException, ConversionException {
    if (text instanceof String string) {
      return STRICT.createParser(withoutMark(string));
    }
    ByteBuffer bytes =
        text instanceof ByteBuffer buffer && buffer.hasArray()
            ? buffer
            : ByteBuffer.wrap(Values.bytes(text));
    int start = bytes.arrayOffset() + bytes.position();
    Values.requireUtf8(bytes.array(), start, bytes.remaining());
    int mark = hasMark(bytes) ? 3 : 0;
    return STRICT.createParser(bytes.array(), start + mark, bytes.remaining() - mark);
  }
}
