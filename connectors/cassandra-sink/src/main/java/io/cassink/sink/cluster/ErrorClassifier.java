package io.cassink.sink.cluster;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NodeUnavailableException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.UnsupportedProtocolVersionException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.connection.ConnectionInitException;
import com.datastax.oss.driver.api.core.connection.FrameTooLongException;
import com.datastax.oss.driver.api.core.connection.HeartbeatException;
import com.datastax.oss.driver.api.core.servererrors.BootstrappingException;
import com.datastax.oss.driver.api.core.servererrors.InvalidConfigurationInQueryException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.SyntaxError;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import io.cassink.sink.metrics.RetryCause;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * Classifies errors of the driver, both of requests and of connecting: what to do about them, and
 * their cause in the metric of retries. An unknown error is transient, so that no record is lost.
 */
public final class ErrorClassifier {
  /** The kinds of failures. Those in which trying again is likeliest to help come first. */
  public enum Kind {
    /** The server fails; the same request may succeed later. */
    TRANSIENT,
    /** Client and server agree on no TLS or protocol version. A request treats it as TRANSIENT. */
    INCOMPATIBLE,
    /** As NOT_CARRIED_OUT, and the server asks for less. */
    OVERLOADED,
    /** As TRANSIENT, and the request was certainly not carried out. */
    NOT_CARRIED_OUT,
    /** The server refuses this request; it would refuse it again. */
    REFUSED,
    /** Credentials or permissions. */
    FORBIDDEN
  }

  private record Rule(Class<? extends Throwable> error, Kind kind, RetryCause cause) {}

  /** The first rule whose class an error is an instance of decides. */
  private static final List<Rule> RULES =
      List.of(
          new Rule(OverloadedException.class, Kind.OVERLOADED, RetryCause.OVERLOADED),
          new Rule(RequestThrottlingException.class, Kind.OVERLOADED, RetryCause.OVERLOADED),
          new Rule(BusyConnectionException.class, Kind.NOT_CARRIED_OUT, RetryCause.OVERLOADED),
          new Rule(UnavailableException.class, Kind.NOT_CARRIED_OUT, RetryCause.UNAVAILABLE),
          new Rule(NodeUnavailableException.class, Kind.NOT_CARRIED_OUT, RetryCause.UNAVAILABLE),
          new Rule(BootstrappingException.class, Kind.NOT_CARRIED_OUT, RetryCause.UNAVAILABLE),
          new Rule(UnauthorizedException.class, Kind.FORBIDDEN, RetryCause.SERVER),
          new Rule(AuthenticationException.class, Kind.FORBIDDEN, RetryCause.SERVER),
          new Rule(InvalidQueryException.class, Kind.REFUSED, RetryCause.SERVER),
          new Rule(SyntaxError.class, Kind.REFUSED, RetryCause.SERVER),
          new Rule(InvalidConfigurationInQueryException.class, Kind.REFUSED, RetryCause.SERVER),
          new Rule(FrameTooLongException.class, Kind.REFUSED, RetryCause.SERVER),
          new Rule(IllegalArgumentException.class, Kind.REFUSED, RetryCause.SERVER),
          new Rule(UnsupportedProtocolVersionException.class, Kind.INCOMPATIBLE, RetryCause.SERVER),
          new Rule(GeneralSecurityException.class, Kind.INCOMPATIBLE, RetryCause.SERVER),
          new Rule(SSLException.class, Kind.INCOMPATIBLE, RetryCause.CONNECTION),
          new Rule(DriverTimeoutException.class, Kind.TRANSIENT, RetryCause.TIMEOUT),
          new Rule(WriteTimeoutException.class, Kind.TRANSIENT, RetryCause.TIMEOUT),
          new Rule(ReadTimeoutException.class, Kind.TRANSIENT, RetryCause.TIMEOUT),
          new Rule(ClosedConnectionException.class, Kind.TRANSIENT, RetryCause.CONNECTION),
          new Rule(HeartbeatException.class, Kind.TRANSIENT, RetryCause.CONNECTION),
          new Rule(ConnectionInitException.class, Kind.TRANSIENT, RetryCause.CONNECTION),
          new Rule(IOException.class, Kind.TRANSIENT, RetryCause.CONNECTION),
          new Rule(Throwable.class, Kind.TRANSIENT, RetryCause.SERVER));

  private ErrorClassifier() {}

  /** Where several nodes failed, the first of their kinds in the order of {@link Kind}. */
  public static Kind kindOf(Throwable error) {
    Throwable cause = withoutCompletion(error);
    if (cause instanceof AllNodesFailedException all) {
      return errorsOf(all)
          .map(ErrorClassifier::kindOf)
          .sorted()
          .findFirst()
          .orElse(Kind.NOT_CARRIED_OUT);
    }
    return isOfTheClustersState(cause) ? Kind.NOT_CARRIED_OUT : rule(cause).kind();
  }

  /** The kinds of all nodes' errors and of the causes of these. */
  static Set<Kind> kindsAndCauses(AllNodesFailedException all) {
    return errorsOf(all)
        .flatMap(error -> Stream.iterate(error, cause -> cause != null, Throwable::getCause))
        .map(ErrorClassifier::kindOf)
        .collect(Collectors.toCollection(() -> EnumSet.noneOf(Kind.class)));
  }

  /** What made a request fail, for the metric of retries. */
  public static RetryCause retryCauseOf(Throwable error) {
    Throwable cause = withoutCompletion(error);
    if (cause instanceof AllNodesFailedException all) {
      return errorsOf(all)
          .findFirst()
          .map(ErrorClassifier::retryCauseOf)
          .orElse(RetryCause.UNAVAILABLE);
    }
    return rule(cause).cause();
  }

  private static Rule rule(Throwable error) {
    return RULES.stream().filter(rule -> rule.error().isInstance(error)).findFirst().orElseThrow();
  }

  private static Stream<Throwable> errorsOf(AllNodesFailedException all) {
    return all.getAllErrors().values().stream().flatMap(List::stream);
  }

  private static Throwable withoutCompletion(Throwable error) {
    return error instanceof CompletionException && error.getCause() != null
        ? error.getCause()
        : error;
  }

  /**
   * Refusals that are not the request's fault: a node cannot read users or permissions while the
   * replicas of these are down, or a disk is full (Cassandra's guardrail {@code
   * data_disk_usage_percentage_fail_threshold}).
   */
  private static boolean isOfTheClustersState(Throwable error) {
    String message = String.valueOf(error.getMessage());
    boolean isRefusal =
        error instanceof QueryValidationException || error instanceof AuthenticationException;
    return isRefusal
        && (message.contains("Unable to perform authorization")
            || message.contains("Cannot achieve consistency level")
            || message.contains("disk usage exceeds failure threshold"));
  }

  /** The error in one line, with what each node said. */
  public static String describe(Throwable error) {
    Throwable cause = withoutCompletion(error);
    if (cause instanceof AllNodesFailedException all && !all.getAllErrors().isEmpty()) {
      return all.getAllErrors().entrySet().stream()
          .map(node -> node.getKey().getEndPoint() + ": " + describe(node.getValue().get(0)))
          .collect(Collectors.joining("; "));
    }
    String said = said(cause);
    Throwable root = rootOf(cause);
    boolean saysMore = root.getMessage() != null && !said.contains(root.getMessage());
    return saysMore ? said + ", because of " + said(root) : said;
  }

  private static String said(Throwable error) {
    String message = error.getMessage();
    return error.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }

  /** When a server closes a connection, only the root cause says that a certificate has expired. */
  private static Throwable rootOf(Throwable error) {
    Throwable root = error;
    for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
      root = root.getCause();
    }
    return root;
  }
}
