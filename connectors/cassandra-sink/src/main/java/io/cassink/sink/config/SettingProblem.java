package io.cassink.sink.config;

/**
 * One thing wrong with a configuration.
 *
 * @param key in full, as the configuration has it or should have it
 */
public record SettingProblem(String key, String message) {
  @Override
  public String toString() {
    return key + ": " + message;
  }
}
