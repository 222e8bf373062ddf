package io.cassink.datastax.engine;

import com.datastax.oss.common.sink.config.CassandraSinkConfig;
import java.util.Map;

/**
 * The engine's configuration with a text that hides the secrets. The engine logs that text at INFO,
 * and would show passwords given as {@code datastax-java-driver.*} settings.
 */
final class MaskedConfig extends CassandraSinkConfig {
  MaskedConfig(Map<String, String> settings) {
    super(settings);
  }

  @Override
  public String toString() {
    String text = super.toString();
    for (Map.Entry<String, String> setting : getJavaDriverSettings().entrySet()) {
      if (Secrets.isSecret(setting.getKey(), setting.getValue())) {
        text = text.replace(setting.toString(), setting.getKey() + "=" + Secrets.MASK);
      }
    }
    return text;
  }
}
