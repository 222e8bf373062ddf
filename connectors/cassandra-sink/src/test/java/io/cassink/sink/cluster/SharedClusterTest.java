package io.cassink.sink.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.api.core.CqlSession;
import com.datastax.oss.driver.api.core.metadata.Metadata;
import com.datastax.oss.driver.api.core.metadata.Node;
import io.cassink.sink.config.ConnectionSettings;
import io.cassink.sink.config.SettingsReader;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tasks share a session, and which get one that is opened anew. */
class SharedClusterTest {
  @TempDir Path folder;

  private final Map<String, String> config = new HashMap<>();
  private final List<SharedCluster> joined = new ArrayList<>();
  private final List<Session> opened = new ArrayList<>();

  /** A session with one node. */
  private static final class Session {
    private int connections = 1;
    private boolean closed;

    Cluster cluster() {
      return new Cluster(
          proxy(
              CqlSession.class,
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "getMetadata" -> metadata();
                    case "forceCloseAsync" -> {
                      closed = true;
                      yield null;
                    }
                    default -> throw new UnsupportedOperationException(method.getName());
                  }));
    }

    private Metadata metadata() {
      Node node =
          proxy(
              Node.class,
              (proxy, method, arguments) ->
                  method.getName().equals("getOpenConnections") ? connections : "dc1");
      return proxy(
          Metadata.class,
          (proxy, method, arguments) ->
              Map.of(UUID.fromString("00000000-0000-0000-0000-000000000001"), node));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
      return type.cast(
          Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
  }

  @BeforeEach
  void configure() throws Exception {
    config.put("topic.t.ks.t.mapping", "id=key");
    config.put("contactPoints", "db.example");
    config.put("loadBalancing.localDc", "dc1");
    config.put("ssl.provider", "JDK");
    config.put("ssl.truststore.path", folder.resolve("trust.p12").toString());
    config.put("ssl.truststore.password", "secret");
    Files.writeString(folder.resolve("trust.p12"), "old");
  }

  @AfterEach
  void leave() {
    joined.forEach(SharedCluster::close);
  }

  private SharedCluster join(String connector) throws Exception {
    ConnectionSettings settings = SettingsReader.read(config).settings().orElseThrow().connection();
    SharedCluster cluster =
        SharedCluster.join(
            connector,
            config,
            settings,
            (unused, name, timeout) -> {
              opened.add(new Session());
              return opened.get(opened.size() - 1).cluster();
            });
    joined.add(cluster);
    return cluster;
  }

  @Test
  void tasksOfOneConfigurationShareASessionThatTheLastOneCloses() throws Exception {
    SharedCluster first = join("shop");
    config.put("task.id", "1");
    SharedCluster second = join("shop");
    assertThat(second.cluster()).isSameAs(first.cluster());
    assertThat(first.users()).isEqualTo(2);
    first.close();
    first.close();
    assertThat(opened.get(0).closed).isFalse();
    second.close();
    assertThat(opened.get(0).closed).isTrue();
  }

  @Test
  void aTaskThatStartsAfterARotationOfFilesGetsANewSessionAndTheOthersKeepTheirs()
      throws Exception {
    SharedCluster old = join("shop");
    Files.writeString(folder.resolve("trust.p12"), "new");
    SharedCluster restarted = join("shop");
    assertThat(restarted.cluster()).isNotSameAs(old.cluster());
    assertThat(opened.get(0).closed).isFalse();
    assertThat(join("shop").cluster()).isSameAs(restarted.cluster());
    assertThat(old.users()).isEqualTo(3);
    old.close();
    assertThat(opened.get(0).closed).isTrue();
    assertThat(opened.get(1).closed).isFalse();
  }

  @Test
  void aPasswordThatTheWorkerLooksUpAnewOpensANewSession() throws Exception {
    SharedCluster old = join("shop");
    config.put("ssl.truststore.password", "rotated");
    assertThat(join("shop").cluster()).isNotSameAs(old.cluster());
  }

  @Test
  void aSessionThatHasLostAllNodesIsNotJoined() throws Exception {
    SharedCluster old = join("shop");
    opened.get(0).connections = 0;
    SharedCluster restarted = join("shop");
    assertThat(restarted.cluster()).isNotSameAs(old.cluster());
    old.close();
    assertThat(join("shop").cluster()).isSameAs(restarted.cluster());
  }

  @Test
  void aSessionThatCannotBeOpenedLeavesNothingBehind() throws Exception {
    ConnectionSettings settings = SettingsReader.read(config).settings().orElseThrow().connection();
    assertThatThrownBy(
            () ->
                SharedCluster.join(
                    "shop",
                    config,
                    settings,
                    (unused, name, timeout) -> {
                      throw new IllegalStateException("no");
                    }))
        .hasMessage("no");
    assertThat(join("shop").users()).isEqualTo(1);
  }
}
