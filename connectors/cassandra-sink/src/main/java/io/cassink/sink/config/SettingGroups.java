package io.cassink.sink.config;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.Validator;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;

/** Builds a {@link ConfigDef} group by group, in the order in which documentation shows it. */
final class SettingGroups {
  private final ConfigDef definition = new ConfigDef();
  private String group;
  private int position;

  SettingGroups group(String name) {
    group = name;
    position = 0;
    return this;
  }

  SettingGroups add(
      String name, Type type, Object byDefault, Importance importance, String documentation) {
    return add(name, type, byDefault, null, importance, documentation);
  }

  SettingGroups add(
      String name,
      Type type,
      Object byDefault,
      Validator validator,
      Importance importance,
      String documentation) {
    definition.define(
        name,
        type,
        byDefault,
        validator,
        importance,
        documentation,
        group,
        ++position,
        type == Type.INT || type == Type.BOOLEAN ? Width.SHORT : Width.LONG,
        name);
    return this;
  }

  /** A setting with a fixed set of values, in any case. */
  SettingGroups words(
      String name, String byDefault, Importance importance, String documentation, String... words) {
    Words known = new Words(List.of(words));
    definition.define(
        name,
        Type.STRING,
        byDefault,
        known,
        importance,
        documentation,
        group,
        ++position,
        Width.SHORT,
        name,
        known);
    return this;
  }

  ConfigDef definition() {
    return definition;
  }

  /** The values of a setting. {@code ignoreErrors} also takes the older true and false. */
  private record Words(List<String> words) implements Validator, ConfigDef.Recommender {
    @Override
    public void ensureValid(String name, Object value) {
      String text = String.valueOf(value);
      boolean older =
          name.equals(Settings.IGNORE_ERRORS) && SinkSettings.IgnoreErrors.of(text).isPresent();
      if (!older && words.stream().noneMatch(word -> word.equalsIgnoreCase(text))) {
        throw new ConfigException(name, value, "must be one of " + String.join(", ", words));
      }
    }

    @Override
    public List<Object> validValues(String name, Map<String, Object> parsedConfig) {
      return List.copyOf(words);
    }

    @Override
    public boolean visible(String name, Map<String, Object> parsedConfig) {
      return true;
    }

    @Override
    public String toString() {
      return "one of " + String.join(", ", words);
    }
  }
}
