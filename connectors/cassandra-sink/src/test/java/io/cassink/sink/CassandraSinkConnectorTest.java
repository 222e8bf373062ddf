package io.cassink.sink;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
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

  private static Map<String, String> config(String contactPoints) {
    Map<String, String> config = new HashMap<>();
    config.put("name", "shop");
    config.put("topic.t.ks.t.mapping", "id=key");
    config.put("contactPoints", contactPoints);
    config.put("loadBalancing.localDc", "dc1");
    return config;
  }

  private static ServerSocket listening(int last) throws IOException {
    return new ServerSocket(0, 50, InetAddress.getByName("127.0.0." + last));
  }

  /** Its tasks would wait for it. */
  @Test
  void aClusterThatIsDownIsNoMistakeAndTheLogSaysThatItsTablesWereNotLookedAt() throws IOException {
    String closed;
    try (ServerSocket socket = listening(1)) {
      closed = "127.0.0.1:" + socket.getLocalPort();
    }
    try (Logged logged = new Logged("io.cassink.sink.ConfigValidation", Level.WARN)) {
      assertThat(validate(config(closed))).isEmpty();
      assertThat(logged.lines())
          .singleElement()
          .asString()
          .startsWith(
              "WARN shop: accepted without a look at its tables, and its tasks will wait: no node"
                  + " of "
                  + closed
                  + " answers");
    }
  }

  @Test
  void aMistakeThatNeedsNoClusterIsRefusedWhileTheClusterIsDown() throws IOException {
    Map<String, String> config = config("127.0.0.1:1");
    config.put("ssl.provider", "JDK");
    config.put("ssl.truststore.path", "/nowhere/trust.p12");
    config.put("ssl.truststore.password", "secret");
    assertThat(validate(config)).containsOnlyKeys("ssl.truststore.path");
  }

  @Test
  void silentContactPointsAreAskedSideBySide() throws IOException {
    List<ServerSocket> silent = new ArrayList<>();
    try {
      List<String> points = new ArrayList<>();
      for (int i = 1; i <= 20; i++) {
        silent.add(listening(i));
        points.add("127.0.0." + i + ":" + silent.get(i - 1).getLocalPort());
      }
      long began = System.nanoTime();
      assertThat(validate(config(String.join(",", points)))).isEmpty();
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
    } finally {
      for (ServerSocket socket : silent) {
        socket.close();
      }
    }
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
