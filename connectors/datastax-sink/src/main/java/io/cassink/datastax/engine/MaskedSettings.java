package io.cassink.datastax.engine;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Settings whose text hides the secrets: the engine logs its settings when it starts. */
final class MaskedSettings extends AbstractMap<String, String> {
  private final Map<String, String> settings;

  MaskedSettings(Map<String, String> settings) {
    this.settings = new HashMap<>(settings);
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    return settings.entrySet();
  }

  @Override
  public String get(Object name) {
    return settings.get(name);
  }

  @Override
  public String toString() {
    return Secrets.masked(settings).toString();
  }
}
