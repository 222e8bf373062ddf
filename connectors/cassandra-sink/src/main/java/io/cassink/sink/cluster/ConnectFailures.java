package io.cassink.sink.cluster;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import io.cassink.sink.config.ConnectionSettings;
import io.cassink.sink.config.Settings;
import io.cassink.sink.config.SetupException;
import java.time.Duration;
import java.util.Set;

/**
 * Says why connecting failed. Returns a {@link ClusterUnreachableException} where waiting may help,
 * and throws a {@link SetupException} where it cannot.
 */
public final class ConnectFailures {
  private ConnectFailures() {}

  /** No contact point gave a session. */
  static ClusterUnreachableException ofNodes(ConnectionSettings settings, AllNodesFailedException e)
      throws SetupException {
    String reason = ErrorClassifier.describe(e);
    Set<ErrorClassifier.Kind> kinds = ErrorClassifier.kindsAndCauses(e);
    if (kinds.contains(ErrorClassifier.Kind.FORBIDDEN)) {
      throw new SetupException(
          Settings.AUTH_USERNAME,
          "the cluster refuses to log in; correct auth.username and auth.password: " + reason,
          e);
    }
    return passing(
        !kinds.contains(ErrorClassifier.Kind.INCOMPATIBLE), noAnswer(settings) + reason, e);
  }

  /** Every contact point accepts connections or packets, and says nothing. */
  static ClusterUnreachableException ofSilence(ConnectionSettings settings, Duration deadline) {
    return new ClusterUnreachableException(
        noAnswer(settings) + "nothing was said within " + deadline.toSeconds() + " s", null);
  }

  private static String noAnswer(ConnectionSettings settings) {
    String points = String.join(", ", settings.contactPoints());
    return "no node of "
        + (points.isEmpty() ? "127.0.0.1" : points)
        + " answers; look at contactPoints, port and ssl.*: ";
  }

  /** The driver could not even try, or ran out of time. */
  static ClusterUnreachableException ofDriver(RuntimeException e) throws SetupException {
    return passing(
        e instanceof DriverTimeoutException,
        "the driver cannot start: " + ErrorClassifier.describe(e),
        e);
  }

  /** There is a session, and the server prepares no statements. */
  public static ClusterUnreachableException ofPreparing(DriverException e) throws SetupException {
    return ofAnswer("the statements cannot be prepared", e);
  }

  /** There is a session, and the driver cannot read which tables there are. */
  static ClusterUnreachableException ofSchema(RuntimeException e) throws SetupException {
    return ofAnswer("the schema cannot be read", e);
  }

  private static ClusterUnreachableException ofAnswer(String what, RuntimeException e)
      throws SetupException {
    ErrorClassifier.Kind kind = ErrorClassifier.kindOf(e);
    return passing(
        kind != ErrorClassifier.Kind.FORBIDDEN && kind != ErrorClassifier.Kind.REFUSED,
        what + ": " + ErrorClassifier.describe(e),
        e);
  }

  private static ClusterUnreachableException passing(
      boolean passing, String message, Throwable cause) throws SetupException {
    if (!passing) {
      throw new SetupException(Settings.CONTACT_POINTS, message, cause);
    }
    return new ClusterUnreachableException(message, cause);
  }
}
