package io.cassink.sink.config;

import java.util.List;
import java.util.Optional;

/**
 * The result of reading a configuration.
 *
 * @param legible everything that could be read; absent where it is not enough to connect
 * @param problems all that is wrong; empty for a correct configuration
 */
public record ParsedSettings(Optional<SinkSettings> legible, List<SettingProblem> problems) {
  public ParsedSettings {
    problems = List.copyOf(problems);
  }

  /** Absent where there are problems. */
  public Optional<SinkSettings> settings() {
    return problems.isEmpty() ? legible : Optional.empty();
  }
}
