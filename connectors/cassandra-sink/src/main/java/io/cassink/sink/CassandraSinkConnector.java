package io.cassink.sink;

import io.cassink.sink.config.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * Writes Kafka topics into Cassandra tables. Takes the same configurations as the DataStax Apache
 * Cassandra sink, except for {@code connector.class}.
 */
public final class CassandraSinkConnector extends SinkConnector {
  /** Shown by Connect's {@code GET /connector-plugins}. */
  static final String VERSION =
      Optional.ofNullable(CassandraSinkConnector.class.getPackage().getImplementationVersion())
          .orElse("not packaged");

  private Map<String, String> properties;

  @Override
  public void start(Map<String, String> given) {
    properties = Map.copyOf(given);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return CassandraSinkTask.class;
  }

  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    List<Map<String, String>> configs = new ArrayList<>();
    for (int task = 0; task < maxTasks; task++) {
      Map<String, String> config = new HashMap<>(properties);
      config.put(Settings.TASK, String.valueOf(task));
      configs.add(config);
    }
    return configs;
  }

  @Override
  public void stop() {
    // Sessions and threads belong to the tasks.
  }

  @Override
  public ConfigDef config() {
    return Settings.definition();
  }

  /** Also checks the {@code topic.*} settings, whose names no {@link ConfigDef} can know. */
  @Override
  public Config validate(Map<String, String> given) {
    return new ConfigValidation(given).config();
  }

  @Override
  public String version() {
    return VERSION;
  }
}
