package io.cassink.sink.config;

/**
 * One mistake in a configuration.
 *
 * @param key in full, of a setting that is wrong or missing
 */
public record SettingProblem(String key, String message) {
  @Override
  public String toString() {
    return key + ": " + message;
  }
}
