package io.cassink.sink.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.cassink.sink.mapping.FieldPath;
import io.cassink.sink.mapping.FieldPath.Step;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Pattern;

/** Random JSON, and what Jackson's tree model finds in it: the oracle of the streaming reader. */
final class JsonTrees {
  private static final ObjectMapper TREES = trees(true);
  private static final ObjectMapper TREES_OF_THE_LAST_FIELD = trees(false);
  private static final Pattern EXPONENT = Pattern.compile("[eE][+-]?[0-9]{9}");
  private static final String[] NAMES = {"a", "b", "c", "a.b", "b.c", "é", "x y", ""};
  private static final String[] TEXTS = {
    "", "text", "Zürich", "日本", "\uD83D\uDE00", "\\\"quoted\\\"", "\\u00e9\\n", "\\uD83D\\uDE00"
  };
  private static final String[] NUMBERS = {
    "0",
    "-0",
    "7",
    "-12.50",
    "1e3",
    "2.5E-7",
    "9223372036854775807",
    "18446744073709551621",
    "0.1000000000000000055511151231257827",
    "1e400",
    "-1E+5"
  };

  private JsonTrees() {}

  private static ObjectMapper trees(boolean strict) {
    return JsonMapper.builder()
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .configure(StreamReadFeature.STRICT_DUPLICATE_DETECTION, strict)
        .build();
  }

  static FieldPath path(Random random) {
    List<Step> steps = new ArrayList<>(List.of(new Step.Name(name(random))));
    for (int more = random.nextInt(4); more > 0; more--) {
      steps.add(
          random.nextInt(3) == 0 ? new Step.Index(random.nextInt(3)) : new Step.Name(name(random)));
    }
    if (steps.size() == 1) {
      return FieldPath.named(((Step.Name) steps.get(0)).name());
    }
    boolean literal = steps.equals(List.of(new Step.Name("a"), new Step.Name("b")));
    return new FieldPath(literal ? "a.b" : null, steps);
  }

  private static String name(Random random) {
    return NAMES[random.nextInt(NAMES.length)];
  }

  static String object(Random random, int depth) {
    List<String> fields = new ArrayList<>();
    for (String name : NAMES) {
      if (random.nextBoolean()) {
        fields.add(space(random) + '"' + name + '"' + space(random) + ':' + any(random, depth - 1));
      }
    }
    return space(random) + "{" + String.join(",", fields) + space(random) + "}" + space(random);
  }

  private static String any(Random random, int depth) {
    return space(random)
        + switch (random.nextInt(depth > 0 ? 7 : 5)) {
          case 0 -> "null";
          case 1 -> String.valueOf(random.nextBoolean());
          case 2 -> NUMBERS[random.nextInt(NUMBERS.length)];
          case 3 -> String.valueOf(random.nextLong());
          case 4 -> '"' + TEXTS[random.nextInt(TEXTS.length)] + '"';
          case 5 -> object(random, depth);
          default -> array(random, depth);
        }
        + space(random);
  }

  private static String array(Random random, int depth) {
    List<String> elements = new ArrayList<>();
    for (int more = random.nextInt(4); more > 0; more--) {
      elements.add(any(random, depth - 1));
    }
    return "[" + String.join(",", elements) + space(random) + "]";
  }

  private static String space(Random random) {
    return random.nextInt(4) == 0 ? " \t\r\n".substring(random.nextInt(4)) : "";
  }

  /** The text as a tree, where it is one object in which no field is twice. */
  static Optional<JsonNode> read(String text) {
    return read(TREES, text);
  }

  /** Whether the text is one object, and the same field is twice somewhere in it. */
  static boolean hasFieldTwice(String text) {
    return read(text).isEmpty() && read(TREES_OF_THE_LAST_FIELD, text).isPresent();
  }

  /** Whether the text has an exponent for which there is no BigDecimal. */
  static boolean isBeyondDecimals(String text) {
    return EXPONENT.matcher(text).find();
  }

  private static Optional<JsonNode> read(ObjectMapper trees, String text) {
    try {
      return Optional.ofNullable(trees.readTree(text)).filter(JsonNode::isObject);
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** What the path leads to; empty where that is nothing, an empty Optional inside for a null. */
  static Optional<Optional<Object>> find(JsonNode object, FieldPath path) {
    if (path.literal() != null && object.has(path.literal())) {
      return Optional.of(plain(object.get(path.literal())));
    }
    JsonNode at = object;
    for (Step step : path.steps()) {
      if (at.isNull()) {
        break;
      }
      at =
          step instanceof Step.Index element
              ? at.path(element.index())
              : at.path(((Step.Name) step).name());
      if (at.isMissingNode()) {
        return Optional.empty();
      }
    }
    return Optional.of(plain(at));
  }

  private static Optional<Object> plain(JsonNode node) {
    if (node.isNull()) {
      return Optional.empty();
    }
    if (node.isTextual()) {
      return Optional.of(node.textValue());
    }
    if (node.isBoolean()) {
      return Optional.of(node.booleanValue());
    }
    if (node.isIntegralNumber()) {
      BigInteger number = node.bigIntegerValue();
      return Optional.of(number.bitLength() < 64 ? (Object) number.longValue() : number);
    }
    if (node.isNumber()) {
      return Optional.of(node.decimalValue());
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(element -> list.add(plain(element).orElse(null)));
      return Optional.of(list);
    }
    Map<String, Object> map = new LinkedHashMap<>();
    node.properties()
        .forEach(field -> map.put(field.getKey(), plain(field.getValue()).orElse(null)));
    return Optional.of(map);
  }
}
