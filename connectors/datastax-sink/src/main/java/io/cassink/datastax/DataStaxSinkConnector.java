package io.cassink.datastax;

import com.datastax.oss.common.sink.config.CassandraSinkConfig;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/**
 * Writes topics into Cassandra tables with the engine of the DataStax Apache Cassandra sink. A
 * configuration of that sink runs unchanged, except for its {@code connector.class}.
 */
public class DataStaxSinkConnector extends SinkConnector {
  private Map<String, String> properties;

  @Override
  public String version() {
    return getClass().getPackage().getImplementationVersion();
  }

  /** Keeps the settings for the tasks, which check them. */
  @Override
  public void start(Map<String, String> props) {
    properties = Map.copyOf(props);
  }

  @Override
  public Class<? extends Task> taskClass() {
    return DataStaxSinkTask.class;
  }

  /** Gives every task all settings: tasks of one connector share one session. */
  @Override
  public List<Map<String, String>> taskConfigs(int maxTasks) {
    return Collections.nCopies(maxTasks, properties);
  }

  /** Does nothing: the last task to stop closes the session. */
  @Override
  public void stop() {}

  /**
   * The engine's global settings. Its {@code topic.*}, {@code auth.*}, {@code ssl.*} and {@code
   * datastax-java-driver.*} settings are not among them, so Connect's validation cannot see them.
   */
  @Override
  public ConfigDef config() {
    return CassandraSinkConfig.GLOBAL_CONFIG_DEF;
  }
}
