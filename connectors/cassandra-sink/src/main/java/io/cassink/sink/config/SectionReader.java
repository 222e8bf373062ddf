package io.cassink.sink.config;

import io.cassink.sink.mapping.Mapping;
import io.cassink.sink.mapping.MappingParser;
import io.cassink.sink.mapping.MappingProblem;
import io.cassink.sink.mapping.NearestWord;
import io.cassink.sink.mapping.ParsedMapping;
import io.cassink.sink.mapping.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the section of one topic and one table. */
final class SectionReader {
  static final List<String> CONSISTENCY_LEVELS =
      List.of(
          "ANY",
          "ONE",
          "TWO",
          "THREE",
          "QUORUM",
          "ALL",
          "LOCAL_QUORUM",
          "EACH_QUORUM",
          "LOCAL_ONE");

  private final String prefix;
  private final TopicKey names;
  private final Map<String, String> config;
  private final List<SettingProblem> problems;

  /**
   * @param prefix of the section's keys, with its last dot
   */
  SectionReader(
      String prefix, TopicKey names, Map<String, String> config, List<SettingProblem> problems) {
    this.prefix = prefix;
    this.names = names;
    this.config = config;
    this.problems = problems;
  }

  TableSettings read() {
    TableSettings table =
        new TableSettings(
            prefix,
            names.keyspace(),
            names.table(),
            mapping(),
            consistencyLevel(),
            number("ttl", -1),
            unit("ttlTimeUnit", TimeUnit.SECONDS),
            unit("timestampTimeUnit", TimeUnit.MICROSECONDS),
            truth("nullToUnset", true),
            truth("deletesEnabled", true),
            text("query").filter(query -> !query.isBlank()),
            missingFields());
    table.query().ifPresent(query -> checkQuery(table));
    if (table.ttlTimeUnit().toSeconds(table.ttl()) > TableSettings.LONGEST_TTL) {
      problem("ttl", "is longer than 20 years, which is Cassandra's limit");
    }
    return table;
  }

  private void checkQuery(TableSettings table) {
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

  private Optional<Mapping> mapping() {
    return text("mapping")
        .map(
            value -> {
              ParsedMapping parsed = MappingParser.parse(value);
              for (MappingProblem problem : parsed.problems()) {
                problem("mapping", problem.toString());
              }
              return parsed.mapping();
            });
  }

  private String consistencyLevel() {
    String level = text("consistencyLevel").orElse("LOCAL_ONE").toUpperCase(Locale.ROOT);
    if (!CONSISTENCY_LEVELS.contains(level)) {
      problem("consistencyLevel", "'" + level + "' is none" + hint(level, CONSISTENCY_LEVELS));
    }
    return level;
  }

  private MissingFields missingFields() {
    return word(
        "missingFields",
        MissingFields.UNSET,
        List.of("unset", "error"),
        value -> MissingFields.valueOf(value.toUpperCase(Locale.ROOT)));
  }

  private TimeUnit unit(String setting, TimeUnit byDefault) {
    List<String> units = Arrays.stream(TimeUnit.values()).map(Enum::name).toList();
    return word(
        setting, byDefault, units, value -> TimeUnit.valueOf(value.toUpperCase(Locale.ROOT)));
  }

  private boolean truth(String setting, boolean byDefault) {
    return word(
        setting,
        byDefault,
        List.of("true", "false"),
        value -> {
          if (!value.equalsIgnoreCase("true") && !value.equalsIgnoreCase("false")) {
            throw new IllegalArgumentException();
          }
          return Boolean.valueOf(value);
        });
  }

  private long number(String setting, long byDefault) {
    try {
      long number = text(setting).map(Long::parseLong).orElse(byDefault);
      if (number < -1) {
        problem(setting, "must be -1 for none, or 0 and more, not " + number);
      }
      return number;
    } catch (NumberFormatException e) {
      problem(setting, "'" + text(setting).orElse("") + "' is not a whole number");
      return byDefault;
    }
  }

  private <T> T word(String setting, T byDefault, List<String> known, Function<String, T> read) {
    Optional<String> value = text(setting);
    try {
      return value.map(read).orElse(byDefault);
    } catch (IllegalArgumentException e) {
      problem(
          setting,
          "'"
              + value.orElse("")
              + "' is not one of "
              + known.stream().collect(Collectors.joining(", "))
              + hint(value.orElse(""), known));
      return byDefault;
    }
  }

  private Optional<String> text(String setting) {
    return Optional.ofNullable(config.get(prefix + setting)).map(String::strip);
  }

  private static String hint(String word, List<String> known) {
    return NearestWord.to(word, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  private void problem(String setting, String message) {
    problems.add(new SettingProblem(prefix + setting, message));
  }
}
