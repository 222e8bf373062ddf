package io.cassink.sink.config;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;

/**
 * The definitions of the settings as a JSON Schema (draft 7), from which the CLI and the reference
 * read.
 */
final class SettingsSchema {
  /** {@link ConfigDef.Range} tells its bounds in no other way. */
  private static final Pattern RANGE = Pattern.compile("\\[(-?\\d+),\\.\\.\\.(?:,(\\d+))?]");

  /** Settings that want each other, as {@link ConnectionReader} checks. */
  private static final Map<String, String> DEPENDENCIES =
      Map.of(
          Settings.CONTACT_POINTS, Settings.LOCAL_DC,
          Settings.AUTH_USERNAME, Settings.AUTH_PASSWORD,
          Settings.AUTH_PASSWORD, Settings.AUTH_USERNAME,
          Settings.SSL_CERTIFICATE_CHAIN, Settings.SSL_PRIVATE_KEY,
          Settings.SSL_PRIVATE_KEY, Settings.SSL_CERTIFICATE_CHAIN);

  private static final JsonMapper JSON = new JsonMapper();

  private SettingsSchema() {}

  static ObjectNode schema() {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("$id", "https://cassink.io/schemas/connectors/cassandra-sink.schema.json");
    schema.put("title", "Settings of the Cassandra sink");
    schema.put(
        "description",
        "Made from the definitions of io.cassink.sink. The values are those after their texts are"
            + " read as numbers and booleans. The definitions are of the settings behind"
            + " topic.TOPIC.KEYSPACE.TABLE. and topic.TOPIC.codec.");
    schema.put("type", "object");
    ObjectNode properties = properties(Settings.definition());
    connectsOwn(properties);
    schema.set("properties", properties);
    ObjectNode dependencies = schema.putObject("dependencies");
    DEPENDENCIES.keySet().stream()
        .sorted()
        .forEach(key -> dependencies.putArray(key).add(DEPENDENCIES.get(key)));
    ObjectNode definitions = schema.putObject("definitions");
    section(definitions.putObject("table"), SectionSettings.ofTable());
    section(definitions.putObject("codec"), SectionSettings.ofCodec());
    return schema;
  }

  /** Those of Connect's own settings whose values are worth a look before a worker sees them. */
  private static void connectsOwn(ObjectNode properties) {
    ObjectNode tasks = properties.putObject("tasks.max");
    tasks.put("type", "integer").put("minimum", 1).put("default", 1);
    ObjectNode tolerance = properties.putObject("errors.tolerance");
    tolerance.putArray("enum").add("none").add("all");
    tolerance.put("default", "none");
  }

  private static void section(ObjectNode schema, ConfigDef definition) {
    schema.put("type", "object");
    schema.set("properties", properties(definition));
  }

  private static ObjectNode properties(ConfigDef definition) {
    ObjectNode properties = JSON.createObjectNode();
    for (ConfigKey key : definition.configKeys().values()) {
      properties.set(key.name, property(key));
    }
    return properties;
  }

  private static ObjectNode property(ConfigKey key) {
    ObjectNode property = JSON.createObjectNode();
    if (key.recommender == null) {
      property.put("type", type(key.type));
    } else {
      ArrayNode words = property.putArray("enum");
      key.recommender.validValues(key.name, Map.of()).forEach(word -> words.add(word.toString()));
      if (key.name.equals(Settings.IGNORE_ERRORS)) {
        // What it was before it had words.
        words.add("true").add("false");
      }
    }
    range(property, String.valueOf(key.validator));
    defaultValue(property, key.defaultValue);
    if (key.type == Type.PASSWORD) {
      property.put("writeOnly", true);
    }
    property.put("description", key.documentation);
    property.put("x-group", key.group);
    property.put("x-importance", key.importance.toString().toLowerCase(java.util.Locale.ROOT));
    return property;
  }

  private static void range(ObjectNode property, String validator) {
    Matcher range = RANGE.matcher(validator);
    if (range.matches()) {
      property.put("minimum", Long.parseLong(range.group(1)));
      if (range.group(2) != null) {
        property.put("maximum", Long.parseLong(range.group(2)));
      }
    }
  }

  /** An empty text and an empty list are no value. */
  private static void defaultValue(ObjectNode property, Object value) {
    boolean none = value == null || "".equals(value) || List.of().equals(value);
    if (!none && !value.toString().equals("[hidden]")) {
      property.set("default", JSON.valueToTree(value));
    }
  }

  private static String type(Type type) {
    return switch (type) {
      case INT, LONG, SHORT -> "integer";
      case DOUBLE -> "number";
      case BOOLEAN -> "boolean";
      default -> "string";
    };
  }
}
