package io.cassink.sink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.metadata.EndPoint;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.internal.core.metadata.DefaultEndPoint;
import io.cassink.sink.config.ConnectionSettings;
import io.cassink.sink.config.SettingsReader;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which failures to connect are waited out, and which want somebody to act. */
public class ConnectFailuresTest {
  private static final EndPoint END_POINT =
      new DefaultEndPoint(InetSocketAddress.createUnresolved("db.example", 9042));
  private static final ConnectionSettings SETTINGS =
      SettingsReader.read(
              Map.of(
                  "topic.t.ks.t.mapping", "id=key",
                  "contactPoints", "db.example",
                  "loadBalancing.localDc", "dc1"))
          .settings()
          .orElseThrow()
          .connection();

  private static Node node() {
    return (Node)
        Proxy.newProxyInstance(
            Node.class.getClassLoader(),
            new Class<?>[] {Node.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getEndPoint" -> END_POINT;
                  case "hashCode" -> 1;
                  case "equals" -> proxy == arguments[0];
                  default -> "node";
                });
  }

  private static ClusterUnreachableException failure(Throwable ofNode) {
    return ConnectFailures.ofNodes(
        SETTINGS, AllNodesFailedException.fromErrors(List.of(Map.entry(node(), ofNode))));
  }

  /** For tests of others: no node listens. */
  public static ClusterUnreachableException passing() {
    return failure(new ConnectException("Connection refused"));
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new ConnectException("Connection refused"), true),
        Arguments.of(new DriverTimeoutException("no answer"), true),
        Arguments.of(new ClosedConnectionException("gone"), true),
        Arguments.of(
            new AuthenticationException(END_POINT, "Cannot achieve consistency level QUORUM"),
            true),
        Arguments.of(new AuthenticationException(END_POINT, "Bad credentials"), false),
        Arguments.of(
            new ClosedConnectionException("tls", new SSLHandshakeException("expired")), false));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whatCanPassIsWaitedOut(Throwable ofNode, boolean passing) {
    assertThat(failure(ofNode).isPassing()).isEqualTo(passing);
  }

  @Test
  void everyMessageNamesTheSettings() {
    assertThat(failure(new AuthenticationException(END_POINT, "Bad credentials")))
        .hasMessageContaining("correct auth.username and auth.password")
        .returns("auth.username", ClusterUnreachableException::setting);
    assertThat(passing())
        .hasMessageContaining("no node of db.example answers; look at contactPoints")
        .returns("contactPoints", ClusterUnreachableException::setting);
  }

  @Test
  void aDriverThatCannotStartIsNotTriedAgain() {
    assertThat(ConnectFailures.ofDriver(new IllegalArgumentException("no such option")).isPassing())
        .isFalse();
    assertThat(ConnectFailures.ofDriver(new DriverTimeoutException("10 s")).isPassing()).isTrue();
  }

  @Test
  void preparingIsTriedAgainWhereTheServerIsNotWell() {
    assertThat(ConnectFailures.ofPreparing(new NoNodeAvailableException()).isPassing()).isTrue();
    assertThat(ConnectFailures.ofPreparing(new DriverTimeoutException("10 s")).isPassing())
        .isTrue();
    assertThat(ConnectFailures.ofPreparing(new UnauthorizedException(null, "no")).isPassing())
        .isFalse();
    assertThat(ConnectFailures.ofPreparing(new InvalidQueryException(null, "no")).isPassing())
        .isFalse();
    assertThat(ConnectFailures.ofSchema(new DriverTimeoutException("10 s")))
        .hasMessageContaining("the schema cannot be read")
        .matches(ClusterUnreachableException::isPassing);
  }
}
