package io.cassink.sink;

import io.cassink.sink.cluster.Cluster;
import io.cassink.sink.cluster.ClusterUnreachableException;
import io.cassink.sink.config.SettingProblem;
import io.cassink.sink.config.Settings;
import io.cassink.sink.config.SettingsReader;
import io.cassink.sink.config.SetupException;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.rows.TableCheck;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks a configuration before it runs: the settings, then the tables of the live cluster. A
 * cluster that does not answer is no mistake of the configuration, for its tasks would wait;
 * Connect knows no warnings, so only the worker's log says that the tables were not looked at.
 */
final class ConfigValidation {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigValidation.class);
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private final Map<String, String> given;
  private final Map<String, ConfigValue> values = new LinkedHashMap<>();

  ConfigValidation(Map<String, String> given) {
    this.given = given;
    for (ConfigValue value : Settings.definition().validate(given)) {
      values.put(value.name(), value);
    }
  }

  Config config() {
    SettingsReader.Result parsed = SettingsReader.read(given);
    parsed.problems().forEach(this::add);
    DeadLetters.warnings(given).forEach(warning -> LOG.warn("{}: {}", given.get("name"), warning));
    parsed.legible().ifPresent(this::lookAtCluster);
    return new Config(new ArrayList<>(values.values()));
  }

  /** Done even when a setting is wrong, so that one validation shows every mistake. */
  private void lookAtCluster(SinkSettings settings) {
    try (Cluster cluster = Cluster.look(settings.connection(), "cassink validation", DEADLINE)) {
      TableCheck live = new TableCheck(cluster).check(settings);
      live.problems().forEach(this::add);
      live.warnings(settings).forEach(warning -> LOG.warn("{}: {}", settings.name(), warning));
      cluster.checkDatacenter(settings.connection());
    } catch (ClusterUnreachableException e) {
      LOG.warn(
          "{}: accepted without a look at its tables, and its tasks will wait: {}",
          settings.name(),
          e.getMessage());
    } catch (SetupException e) {
      add(new SettingProblem(e.key(), e.getMessage()));
    }
  }

  private void add(SettingProblem problem) {
    ConfigValue value =
        values.computeIfAbsent(
            problem.key(), key -> new ConfigValue(key, shown(key), List.of(), new ArrayList<>()));
    if (!value.errorMessages().contains(problem.message())) {
      value.addErrorMessage(problem.message());
    }
  }

  /** Null for anything but a topic's setting: the value of a mistyped key may be a secret. */
  private String shown(String key) {
    return key.startsWith("topic.") ? given.get(key) : null;
  }
}
