package io.cassink.sink.config;

import io.cassink.sink.mapping.CustomQuery;
import io.cassink.sink.mapping.Mapping;
import io.cassink.sink.mapping.MappingParser;
import io.cassink.sink.mapping.NearestWord;
import io.cassink.sink.mapping.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.ConfigKey;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigValue;

/**
 * Reads the section of one topic and one table by its definition in {@link SectionSettings}. A
 * wrong setting is replaced by its default, so that reading goes on and finds every mistake.
 */
final class SectionReader {
  private static final ConfigDef DEFINITION = SectionSettings.ofTable();

  private final String prefix;
  private final TopicKey names;
  private final boolean isCloud;
  private final List<SettingProblem> problems;

  /** The settings' texts by the last part of their keys, stripped of blanks. */
  private final Map<String, String> texts = new HashMap<>();

  private final Map<String, Object> values = new HashMap<>();

  /**
   * @param prefix of the section's keys, with its last dot
   * @param isCloud whether the cluster is a cloud database
   */
  SectionReader(String prefix, TopicKey names, boolean isCloud, List<SettingProblem> problems) {
    this.prefix = prefix;
    this.names = names;
    this.isCloud = isCloud;
    this.problems = problems;
  }

  /**
   * @param setting the last part of its key
   */
  void add(String setting, String text) {
    if (text != null) {
      texts.put(setting, text.strip());
    }
  }

  TableSettings read() {
    Map<String, ConfigValue> read = DEFINITION.validateAll(texts);
    DEFINITION.configKeys().values().forEach(key -> take(key, read.get(key.name)));
    TableSettings table =
        new TableSettings(
            prefix,
            names.keyspace(),
            names.table(),
            mapping(),
            consistencyLevel(),
            (Long) values.get("ttl"),
            TimeUnit.valueOf(word("ttlTimeUnit")),
            TimeUnit.valueOf(word("timestampTimeUnit")),
            (Boolean) values.get("nullToUnset"),
            (Boolean) values.get("deletesEnabled"),
            query(),
            TableSettings.MissingFields.valueOf(word("missingFields")));
    table.query().ifPresent(query -> checkQuery(query, table));
    if (table.ttlTimeUnit().toSeconds(table.ttl()) > TableSettings.LONGEST_TTL) {
      problem("ttl", TableSettings.TTL_TOO_LONG);
    }
    return table;
  }

  private void take(ConfigKey key, ConfigValue value) {
    boolean isWrong = !value.errorMessages().isEmpty();
    if (isWrong) {
      problem(key.name, whatIsWrong(key, value));
    }
    values.put(key.name, isWrong ? key.defaultValue : value.value());
  }

  /** Our own message, because Connect's names neither the possible values nor the nearest one. */
  private String whatIsWrong(ConfigKey key, ConfigValue value) {
    String text = texts.get(key.name);
    if (key.type == Type.LONG) {
      return value.value() == null
          ? "'" + text + "' is not a whole number"
          : "must be -1 for none, or 0 and more, not " + value.value();
    }
    List<String> known =
        key.type == Type.BOOLEAN
            ? List.of("true", "false")
            : value.recommendedValues().stream().map(Object::toString).toList();
    if (key.name.equals("consistencyLevel")) {
      String level = text.toUpperCase(Locale.ROOT);
      return "'" + level + "' is none" + NearestWord.hint(level, known);
    }
    return "'"
        + text
        + "' is not one of "
        + String.join(", ", known)
        + NearestWord.hint(text, known);
  }

  /** The levels that a cloud database refuses are raised to LOCAL_QUORUM. */
  private String consistencyLevel() {
    String level = word("consistencyLevel");
    return isCloud && level.matches("ANY|ONE|LOCAL_ONE") ? "LOCAL_QUORUM" : level;
  }

  /** Words may be written in any case. */
  private String word(String setting) {
    return values.get(setting).toString().toUpperCase(Locale.ROOT);
  }

  /** Whether it is right CQL is for the server to say; whether it may be run is for the sink. */
  private Optional<CustomQuery> query() {
    String text = (String) values.get("query");
    try {
      return text.isBlank() ? Optional.empty() : Optional.of(CustomQuery.parse(text));
    } catch (IllegalArgumentException e) {
      problem("query", e.getMessage());
      return Optional.empty();
    }
  }

  private void checkQuery(CustomQuery query, TableSettings table) {
    for (CustomQuery.Statement statement : query.statements()) {
      String written = statement.keyspace() + "." + statement.table();
      if (statement.keyspace() == null) {
        problem("query", "name the keyspace: " + table.keyspace() + "." + statement.table());
      } else if (!written.equals(table.qualifiedName())) {
        problem("query", "it writes " + written + ", but is to write " + table.qualifiedName());
      }
    }
    if (table.deletesEnabled()) {
      problem("query", "needs deletesEnabled=false: a query of your own cannot become a DELETE");
    }
    if (table.ttl() >= 0) {
      problem("ttl", "has no effect with a query; write USING TTL into the query");
    }
    if (table.mapping().isEmpty()) {
      problem("mapping", "is needed with a query: its names are the query's bind variables");
    }
    if (table.mapping().flatMap(m -> m.sourceOf(Target.TimeToLive.class)).isPresent()) {
      problem("mapping", "__ttl has no effect with a query; bind a variable in USING TTL");
    }
  }

  /** An empty mapping is a mistake; a missing one means that fields have the names of columns. */
  private Optional<Mapping> mapping() {
    return Optional.ofNullable(texts.get("mapping"))
        .map(
            value -> {
              MappingParser.Result parsed = MappingParser.parse(value);
              for (MappingParser.Problem problem : parsed.problems()) {
                problem("mapping", problem.toString());
              }
              return parsed.mapping();
            });
  }

  private void problem(String setting, String message) {
    problems.add(new SettingProblem(prefix + setting, message));
  }
}
