package io.cassink.transforms;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.connect.components.Versioned;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/**
 * A predicate that is true when one field of the record's key or value equals a constant, matches a
 * regular expression or is empty. With Kafka's own Filter it drops records by their content.
 *
 * @param <R> the record's type
 */
public class FieldMatches<R extends ConnectRecord<R>> implements Predicate<R>, Versioned {
  static final String FIELD = "field";
  static final String EQUALS = "equals";
  static final String MATCHES = "matches";
  static final String EMPTY = "empty";

  private static final List<String> PARTS = List.of("key", "value");

  private static final ConfigDef CONFIG =
      new ConfigDef()
          .define(
              FIELD,
              Type.STRING,
              ConfigDef.NO_DEFAULT_VALUE,
              ConfigDef.LambdaValidator.with(
                  FieldMatches::checkField, () -> "key, value, or a path such as value.store_id"),
              Importance.HIGH,
              "Field to test: key, value, or a path into it such as value.store_id.")
          .define(
              EQUALS,
              Type.STRING,
              null,
              Importance.MEDIUM,
              "True when the field equals this constant.")
          .define(
              MATCHES,
              Type.STRING,
              null,
              ConfigDef.LambdaValidator.with(
                  FieldMatches::checkPattern, () -> "a Java regular expression"),
              Importance.MEDIUM,
              "True when the whole text of the field matches this regular expression.")
          .define(
              EMPTY,
              Type.BOOLEAN,
              false,
              Importance.MEDIUM,
              "True when the field is absent, null or the empty string.");

  private Function<R, Object> part;
  private Optional<FieldPath> path;
  private FieldCheck check;
  private String field;

  @Override
  public ConfigDef config() {
    return CONFIG;
  }

  @Override
  public String version() {
    return getClass().getPackage().getImplementationVersion();
  }

  /**
   * @throws ConfigException if the field is not a valid path, a pattern does not compile, or not
   *     exactly one of equals, matches and empty=true is set
   */
  @Override
  public void configure(Map<String, ?> properties) {
    AbstractConfig config = new AbstractConfig(CONFIG, properties, false);
    field = config.getString(FIELD);
    String[] partAndPath = field.split("\\.", 2);
    part = "key".equals(partAndPath[0]) ? R::key : R::value;
    path = Arrays.stream(partAndPath).skip(1).findFirst().map(FieldPath::new);
    check = onlyCheck(config);
  }

  /**
   * @throws org.apache.kafka.connect.errors.DataException if there is a path, but the key or value
   *     is neither null, Struct nor Map
   */
  @Override
  public boolean test(R record) {
    Object root = part.apply(record);
    if (path.isEmpty()) {
      return check.passes(Optional.ofNullable(root));
    }
    if (root == null) {
      return false;
    }
    Container.require(root, record, "FieldMatches cannot look up " + field);
    return check.passes(path.get().find(root));
  }

  /** Does nothing: no resources are held. */
  @Override
  public void close() {}

  private static FieldCheck onlyCheck(AbstractConfig config) {
    String equals = config.getString(EQUALS);
    String matches = config.getString(MATCHES);
    boolean empty = config.getBoolean(EMPTY);
    int set = (equals != null ? 1 : 0) + (matches != null ? 1 : 0) + (empty ? 1 : 0);
    if (set != 1) {
      throw new ConfigException(
          "FieldMatches on "
              + config.getString(FIELD)
              + (set == 0 ? " has no test" : " has more than one test")
              + ": set exactly one of equals, matches and empty=true");
    }
    if (empty) {
      return FieldCheck.empty();
    }
    return equals != null
        ? FieldCheck.equalTo(equals)
        : FieldCheck.matches(Pattern.compile(matches));
  }

  private static void checkField(String name, Object value) {
    String[] partAndPath = String.valueOf(value).split("\\.", 2);
    if (!PARTS.contains(partAndPath[0])) {
      throw new ConfigException(name, value, "must be key, value, or begin with key. or value.");
    }
    if (partAndPath.length == 2) {
      try {
        new FieldPath(partAndPath[1]);
      } catch (IllegalArgumentException e) {
        throw new ConfigException(name, value, e.getMessage());
      }
    }
  }

  private static void checkPattern(String name, Object value) {
    if (value == null) {
      return;
    }
    try {
      Pattern.compile((String) value);
    } catch (PatternSyntaxException e) {
      throw new ConfigException(
          name, value, "no regular expression: " + e.getDescription() + " at " + e.getIndex());
    }
  }
}
