package io.cassink.datastax;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigValue;
import org.junit.jupiter.api.Test;

class DataStaxSinkConnectorTest {
  private final DataStaxSinkConnector connector = new DataStaxSinkConnector();

  @Test
  void givesEveryTaskAllSettings() {
    Map<String, String> settings = Map.of("name", "item-sales", "topics", "item_sales");
    connector.start(settings);
    assertThat(connector.taskConfigs(3)).hasSize(3).containsOnly(settings);
    assertThat(connector.taskClass()).isEqualTo(DataStaxSinkTask.class);
    connector.stop();
  }

  @Test
  void knowsTheGlobalSettingsOfTheDataStaxSink() {
    assertThat(connector.config().names())
        .containsExactlyInAnyOrder(
            "contactPoints",
            "port",
            "loadBalancing.localDc",
            "cloud.secureConnectBundle",
            "maxConcurrentRequests",
            "maxNumberOfRecordsInBatch",
            "queryExecutionTimeout",
            "connectionPoolLocalSize",
            "metricsHighestLatency",
            "compression",
            "ignoreErrors",
            "jmx",
            "jmxConnectorDomain");
  }

  @Test
  void validationNamesAWrongGlobalSetting() {
    Config validated = connector.validate(Map.of("port", "many", "compression", "zip"));
    assertThat(validated.configValues())
        .filteredOn(value -> !value.errorMessages().isEmpty())
        .extracting(ConfigValue::name)
        .containsExactlyInAnyOrder("port", "compression");
  }
}
