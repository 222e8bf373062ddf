package io.cassink.sink.cluster;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.UnsupportedProtocolVersionException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import io.cassink.sink.config.ConnectionSettings;
import io.cassink.sink.config.Settings;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/** Says why there is no session, and whether waiting can help. */
public final class ConnectFailures {
  private ConnectFailures() {}

  /** No contact point gave a session. */
  static ClusterUnreachableException ofNodes(
      ConnectionSettings settings, AllNodesFailedException e) {
    String reason = ErrorClassifier.describe(e);
    if (has(e, ConnectFailures::isDenied)) {
      return new ClusterUnreachableException(
          Settings.AUTH_USERNAME,
          "the cluster refuses to log in; correct auth.username and auth.password: " + reason,
          e);
    }
    boolean lasting =
        has(e, SSLException.class::isInstance)
            || has(e, GeneralSecurityException.class::isInstance)
            || has(e, UnsupportedProtocolVersionException.class::isInstance);
    String points = String.join(", ", settings.contactPoints());
    return new ClusterUnreachableException(
        Settings.CONTACT_POINTS,
        "no node of "
            + (points.isEmpty() ? "127.0.0.1" : points)
            + " answers; look at contactPoints, port and ssl.*: "
            + reason,
        e,
        !lasting);
  }

  /** The driver could not even try, or ran out of time. */
  static ClusterUnreachableException ofDriver(RuntimeException e) {
    return new ClusterUnreachableException(
        Settings.CONTACT_POINTS,
        "the driver cannot start: " + ErrorClassifier.describe(e),
        e,
        e instanceof DriverTimeoutException);
  }

  /** There is a session, and it prepares no statements. */
  public static ClusterUnreachableException ofPreparing(DriverException e) {
    return ofAnswer("the statements cannot be prepared", e);
  }

  /** There is a session, and it does not tell which tables there are. */
  static ClusterUnreachableException ofSchema(RuntimeException e) {
    return ofAnswer("the schema cannot be read", e);
  }

  private static ClusterUnreachableException ofAnswer(String what, RuntimeException e) {
    FailureKind kind = ErrorClassifier.classify(e);
    return new ClusterUnreachableException(
        Settings.CONTACT_POINTS,
        what + ": " + ErrorClassifier.describe(e),
        e,
        kind != FailureKind.FORBIDDEN && kind != FailureKind.REFUSED);
  }

  /** A node that lacks the replicas of its own users refuses everybody, for the time being. */
  private static boolean isDenied(Throwable error) {
    return error instanceof AuthenticationException
        && !String.valueOf(error.getMessage()).contains("Cannot achieve consistency level");
  }

  private static boolean has(AllNodesFailedException e, Predicate<Throwable> kind) {
    return e.getAllErrors().values().stream()
        .flatMap(List::stream)
        .flatMap(error -> Stream.iterate(error, one -> one != null, Throwable::getCause))
        .anyMatch(kind);
  }
}
