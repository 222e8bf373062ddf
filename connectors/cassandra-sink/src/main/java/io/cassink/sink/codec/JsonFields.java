package io.cassink.sink.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.cassink.sink.mapping.FieldPath;
import io.cassink.sink.mapping.FieldPath.Step;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the mapped fields of a JSON object from a stream; other fields are skipped without being
 * parsed into objects. A mapped field that occurs twice is refused, because it is ambiguous.
 */
final class JsonFields {
  private final Node root = new Node();
  private final int[] literals;
  private final int[] paths;
  private final Object[] found;
  private int pass;

  /**
   * @param fields whose values are wanted, in the order of the slots
   */
  JsonFields(List<FieldPath> fields) {
    literals = new int[fields.size()];
    paths = new int[fields.size()];
    int wanted = 0;
    for (int i = 0; i < fields.size(); i++) {
      FieldPath path = fields.get(i);
      boolean plain = path.isPlainName();
      literals[i] = plain || path.literal() == null ? -1 : wanted;
      if (literals[i] >= 0) {
        Node named = root.child(new Step.Name(path.literal()));
        literals[i] = named.wanted >= 0 ? named.wanted : named.want(wanted++);
      }
      Node node = root;
      for (Step step : path.steps()) {
        node = node.child(step);
      }
      paths[i] = node.wanted >= 0 ? node.wanted : node.want(wanted++);
    }
    found = new Object[wanted];
  }

  /**
   * @param text of JSON, or its UTF-8 bytes
   * @throws ConversionException where the text is not exactly one JSON object
   */
  void read(Object text) throws ConversionException {
    Arrays.fill(found, NestedData.NOTHING);
    pass++;
    try (JsonParser parser = JsonText.parser(text)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new ConversionException("is not a JSON object, so it has no fields");
      }
      object(parser, root);
      if (parser.nextToken() != null) {
        throw new ConversionException("goes on after its JSON object");
      }
    } catch (IOException e) {
      throw new ConversionException("is not JSON" + JsonText.whereIn(e));
    }
  }

  /** The value of the field, or {@link NestedData#NOTHING}. */
  Object value(int field) {
    int literal = literals[field];
    return literal >= 0 && found[literal] != NestedData.NOTHING
        ? found[literal]
        : found[paths[field]];
  }

  private void object(JsonParser parser, Node node) throws IOException, ConversionException {
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_OBJECT;
        token = parser.nextToken()) {
      Node child = node.fields.get(parser.currentName());
      JsonToken value = parser.nextToken();
      if (child == null) {
        parser.skipChildren();
      } else {
        value(parser, value, child);
      }
    }
  }

  private void array(JsonParser parser, Node node) throws IOException, ConversionException {
    int index = 0;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      Node child = node.elements.get(index++);
      if (child == null) {
        parser.skipChildren();
      } else {
        value(parser, token, child);
      }
    }
  }

  private void value(JsonParser parser, JsonToken token, Node node)
      throws IOException, ConversionException {
    if (node.pass == pass) {
      throw new ConversionException("has the field " + node.name + " twice");
    }
    node.pass = pass;
    if (node.wanted >= 0 || token == JsonToken.VALUE_NULL) {
      keep(JsonText.read(parser, token), node);
    } else if (token == JsonToken.START_OBJECT) {
      object(parser, node);
    } else if (token == JsonToken.START_ARRAY) {
      array(parser, node);
    }
  }

  /** Keeps a wanted value, and the wanted values inside it. */
  private void keep(Object value, Node node) {
    if (node.wanted >= 0) {
      found[node.wanted] = value;
    }
    node.fields.forEach((name, child) -> keepInside(value, new Step.Name(name), child));
    node.elements.forEach((index, child) -> keepInside(value, new Step.Index(index), child));
  }

  private void keepInside(Object value, Step step, Node child) {
    Object inside = NestedData.walk(value, List.of(step));
    if (inside != NestedData.NOTHING) {
      keep(inside, child);
    }
  }

  /** A field or element of the JSON object that is wanted, or has wanted ones inside. */
  private static final class Node {
    private final Map<String, Node> fields = new HashMap<>();
    private final Map<Integer, Node> elements = new HashMap<>();
    private String name = "";
    private int wanted = -1;

    /** The number of the last text in which this field occurred. */
    private int pass;

    Node child(Step step) {
      Node child =
          step instanceof Step.Index element
              ? elements.computeIfAbsent(element.index(), index -> new Node())
              : fields.computeIfAbsent(((Step.Name) step).name(), field -> new Node());
      child.name = step instanceof Step.Name field ? field.name() : name;
      return child;
    }

    int want(int index) {
      wanted = index;
      return index;
    }
  }
}
