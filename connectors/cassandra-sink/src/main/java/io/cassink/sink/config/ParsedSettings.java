package io.cassink.sink.config;

import java.util.List;
import java.util.Optional;

/**
 * @param settings absent where there are problems
 */
public record ParsedSettings(Optional<SinkSettings> settings, List<SettingProblem> problems) {
  public ParsedSettings {
    problems = List.copyOf(problems);
  }
}
