package io.cassink.sink.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverException;
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
import io.cassink.sink.config.SetupException;
import java.lang.reflect.Proxy;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
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
  static final ConnectionSettings SETTINGS =
      SettingsReader.read(
              Map.of(
                  "topic.t.ks.t.mapping", "id=key",
                  "contactPoints", "db.example",
                  "loadBalancing.localDc", "dc1"))
          .settings()
          .orElseThrow()
          .connection();

  private static final Class<?> PASSING = ClusterUnreachableException.class;
  private static final Class<?> LASTING = SetupException.class;

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

  /** The exception, returned or thrown. */
  private static Exception failure(Callable<Exception> connect) {
    try {
      return connect.call();
    } catch (Exception e) {
      return e;
    }
  }

  private static Exception failure(Throwable ofNode) {
    return failure(
        () ->
            ConnectFailures.ofNodes(
                SETTINGS, AllNodesFailedException.fromErrors(List.of(Map.entry(node(), ofNode)))));
  }

  /** For tests of others: no node listens. */
  public static ClusterUnreachableException passing() {
    return (ClusterUnreachableException) failure(new ConnectException("Connection refused"));
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
    assertThat(failure(ofNode)).isInstanceOf(passing ? PASSING : LASTING);
  }

  @Test
  void everyMessageNamesTheSettings() {
    assertThat(failure(new AuthenticationException(END_POINT, "Bad credentials")))
        .hasMessageContaining("correct auth.username and auth.password")
        .asInstanceOf(type(SetupException.class))
        .returns("auth.username", SetupException::key);
    assertThat(passing())
        .hasMessageContaining("no node of db.example answers; look at contactPoints");
    assertThat(failure(new SSLHandshakeException("expired")))
        .hasMessageContaining("no node of db.example answers; look at contactPoints")
        .asInstanceOf(type(SetupException.class))
        .returns("contactPoints", SetupException::key);
  }

  @Test
  void aDriverThatCannotStartIsNotTriedAgain() {
    assertThat(
            failure(() -> ConnectFailures.ofDriver(new IllegalArgumentException("no such option"))))
        .isInstanceOf(LASTING);
    assertThat(failure(() -> ConnectFailures.ofDriver(new DriverTimeoutException("10 s"))))
        .isInstanceOf(PASSING);
  }

  @Test
  void preparingIsTriedAgainWhereTheServerIsNotWell() {
    assertThat(preparing(new NoNodeAvailableException())).isInstanceOf(PASSING);
    assertThat(preparing(new DriverTimeoutException("10 s"))).isInstanceOf(PASSING);
    assertThat(preparing(new UnauthorizedException(null, "no"))).isInstanceOf(LASTING);
    assertThat(preparing(new InvalidQueryException(null, "no"))).isInstanceOf(LASTING);
    assertThat(failure(() -> ConnectFailures.ofSchema(new DriverTimeoutException("10 s"))))
        .hasMessageContaining("the schema cannot be read")
        .isInstanceOf(PASSING);
  }

  private static Exception preparing(DriverException error) {
    return failure(() -> ConnectFailures.ofPreparing(error));
  }
}
