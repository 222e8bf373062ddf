package io.cassink.sink.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NoNodeAvailableException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.connection.FrameTooLongException;
import com.datastax.oss.driver.api.core.metadata.Node;
import com.datastax.oss.driver.api.core.servererrors.DefaultWriteType;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.ServerError;
import com.datastax.oss.driver.api.core.servererrors.SyntaxError;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import io.cassink.sink.cluster.ErrorClassifier.Kind;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ErrorClassifierTest {
  private static final Node NODE = null;

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(new DriverTimeoutException("30 s"), Kind.TRANSIENT),
        Arguments.of(new ClosedConnectionException("gone"), Kind.TRANSIENT),
        Arguments.of(new ServerError(NODE, "internal"), Kind.TRANSIENT),
        Arguments.of(
            new WriteTimeoutException(
                NODE, DefaultConsistencyLevel.QUORUM, 1, 2, DefaultWriteType.SIMPLE),
            Kind.TRANSIENT),
        Arguments.of(new IllegalStateException("never seen"), Kind.TRANSIENT),
        Arguments.of(new NoNodeAvailableException(), Kind.NOT_CARRIED_OUT),
        Arguments.of(
            new UnavailableException(NODE, DefaultConsistencyLevel.QUORUM, 2, 1),
            Kind.NOT_CARRIED_OUT),
        Arguments.of(new OverloadedException(NODE), Kind.OVERLOADED),
        Arguments.of(new InvalidQueryException(NODE, "no"), Kind.REFUSED),
        Arguments.of(new SyntaxError(NODE, "no"), Kind.REFUSED),
        Arguments.of(new FrameTooLongException(null, "256 MB"), Kind.REFUSED),
        Arguments.of(
            new UnauthorizedException(
                NODE,
                "Unable to perform authorization of permissions: Cannot achieve consistency level"
                    + " LOCAL_ONE"),
            Kind.NOT_CARRIED_OUT),
        Arguments.of(
            new InvalidQueryException(
                NODE,
                "Guardrail replica_disk_usage violated: Write request failed because disk usage"
                    + " exceeds failure threshold in at least one replica."),
            Kind.NOT_CARRIED_OUT),
        Arguments.of(new UnauthorizedException(NODE, "no"), Kind.FORBIDDEN));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void tellsWhoMustAct(Throwable error, Kind kind) {
    assertThat(ErrorClassifier.kindOf(error)).isEqualTo(kind);
    assertThat(ErrorClassifier.kindOf(new CompletionException(error))).isEqualTo(kind);
  }

  @Test
  void aDescriptionNamesTheRootWhereItSaysMore() {
    Throwable alert = new SSLHandshakeException("Received fatal alert: certificate_expired");
    Throwable closed = new IllegalStateException("closed", new RuntimeException("decoding", alert));
    assertThat(ErrorClassifier.describe(closed))
        .isEqualTo(
            "IllegalStateException: closed, because of SSLHandshakeException: Received fatal alert:"
                + " certificate_expired");
    assertThat(ErrorClassifier.describe(new RuntimeException("a: b", new RuntimeException("b"))))
        .isEqualTo("RuntimeException: a: b");
  }
}
