package io.cassink.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.sink.SinkConnector;
import org.junit.jupiter.api.Test;

class CassandraSinkConnectorTest {
  private static Map<String, ConfigValue> validate(Map<String, String> config) {
    return new CassandraSinkConnector()
        .validate(config).configValues().stream()
            .filter(value -> !value.errorMessages().isEmpty())
            .collect(Collectors.toMap(ConfigValue::name, value -> value));
  }

  @Test
  void errorsOfTopicsAreUnderTheirFullKeys() {
    Map<String, ConfigValue> errors =
        validate(
            Map.of(
                "topics", "t",
                "topic.t.ks.t.mapping", "id=key, x",
                "topic.t.ks.t.ttl", "soon",
                "contactPoint", "a.example"));
    assertThat(errors).containsOnlyKeys("topic.t.ks.t.mapping", "topic.t.ks.t.ttl", "contactPoint");
    assertThat(errors.get("topic.t.ks.t.mapping").errorMessages())
        .containsExactly("at position 10: expected '=' after x");
  }

  @Test
  void anErrorIsSaidOnce() {
    assertThat(validate(Map.of("topic.t.ks.t.mapping", "id=key", "port", "0")).get("port"))
        .extracting(ConfigValue::errorMessages)
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .hasSize(1);
  }

  @Test
  void theValueOfAMistypedKeyIsNotShown() {
    ConfigValue error =
        validate(Map.of("topic.t.ks.t.mapping", "id=key", "auth.pasword", "s3cret"))
            .get("auth.pasword");
    assertThat(error.errorMessages().get(0)).contains("did you mean auth.password");
    assertThat(error.toString()).doesNotContain("s3cret");
  }

  @Test
  void aClusterThatDoesNotAnswerIsSaidToBeSo() throws IOException {
    int closed;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closed = socket.getLocalPort();
    }
    Map<String, String> config = new HashMap<>();
    config.put("topic.t.ks.t.mapping", "id=key");
    config.put("contactPoints", "127.0.0.1");
    config.put("port", String.valueOf(closed));
    config.put("loadBalancing.localDc", "dc1");
    Map<String, ConfigValue> errors = validate(config);
    assertThat(errors).containsOnlyKeys("contactPoints");
    assertThat(errors.get("contactPoints").errorMessages().get(0))
        .startsWith("no node of 127.0.0.1 answers; look at contactPoints");
  }

  @Test
  void everyTaskGetsTheWholeConfigurationAndItsNumber() {
    CassandraSinkConnector connector = new CassandraSinkConnector();
    Map<String, String> config = Map.of("name", "n");
    connector.start(config);
    assertThat(connector.taskConfigs(2))
        .isEqualTo(
            List.of(Map.of("name", "n", "task.id", "0"), Map.of("name", "n", "task.id", "1")));
    assertThat(connector.taskClass()).isEqualTo(CassandraSinkTask.class);
  }

  @Test
  void aWorkerFindsTheConnector() {
    assertThat(ServiceLoader.load(SinkConnector.class).stream().map(ServiceLoader.Provider::type))
        .contains(CassandraSinkConnector.class);
  }
}
