package io.cassink.sink.cluster;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.NodeUnavailableException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.auth.AuthenticationException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.connection.FrameTooLongException;
import com.datastax.oss.driver.api.core.servererrors.BootstrappingException;
import com.datastax.oss.driver.api.core.servererrors.InvalidConfigurationInQueryException;
import com.datastax.oss.driver.api.core.servererrors.InvalidQueryException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.servererrors.SyntaxError;
import com.datastax.oss.driver.api.core.servererrors.UnauthorizedException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** Tells errors of the driver apart. What it does not know is transient, so no record is lost. */
public final class ErrorClassifier {
  private ErrorClassifier() {}

  public static FailureKind classify(Throwable error) {
    if (error instanceof CompletionException && error.getCause() != null) {
      return classify(error.getCause());
    }
    if (error instanceof AllNodesFailedException all) {
      return ofNodes(all);
    }
    if (error instanceof OverloadedException || error instanceof RequestThrottlingException) {
      return FailureKind.OVERLOADED;
    }
    if (error instanceof UnavailableException
        || error instanceof BootstrappingException
        || error instanceof BusyConnectionException
        || error instanceof NodeUnavailableException) {
      return FailureKind.NOT_CARRIED_OUT;
    }
    if (isOfTheClustersState(error)) {
      return FailureKind.NOT_CARRIED_OUT;
    }
    if (error instanceof UnauthorizedException || error instanceof AuthenticationException) {
      return FailureKind.FORBIDDEN;
    }
    if (error instanceof InvalidQueryException
        || error instanceof SyntaxError
        || error instanceof InvalidConfigurationInQueryException
        || error instanceof FrameTooLongException
        || error instanceof IllegalArgumentException) {
      return FailureKind.REFUSED;
    }
    return FailureKind.TRANSIENT;
  }

  /**
   * Refusals that say nothing of the request: a node cannot read the permissions while their
   * replicas are away, or a disk is full (Cassandra's guardrail {@code
   * data_disk_usage_percentage_fail_threshold}).
   */
  private static boolean isOfTheClustersState(Throwable error) {
    String message = String.valueOf(error.getMessage());
    return error instanceof QueryValidationException
        && (message.contains("Unable to perform authorization")
            || message.contains("Cannot achieve consistency level")
            || message.contains("disk usage exceeds failure threshold"));
  }

  /** Each node may have failed in its own way: the one that leaves most hope counts. */
  private static FailureKind ofNodes(AllNodesFailedException all) {
    Set<FailureKind> kinds = EnumSet.noneOf(FailureKind.class);
    for (Map.Entry<?, List<Throwable>> node : all.getAllErrors().entrySet()) {
      node.getValue().forEach(error -> kinds.add(classify(error)));
    }
    for (FailureKind kind :
        List.of(FailureKind.TRANSIENT, FailureKind.OVERLOADED, FailureKind.NOT_CARRIED_OUT)) {
      if (kinds.contains(kind)) {
        return kind;
      }
    }
    return kinds.stream().findFirst().orElse(FailureKind.NOT_CARRIED_OUT);
  }

  /** The error in one line, with what each node said. */
  public static String describe(Throwable error) {
    Throwable cause =
        error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
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

  /** Where a connection was closed on us, only the root tells of an expired certificate. */
  private static Throwable rootOf(Throwable error) {
    Throwable root = error;
    for (int depth = 0; root.getCause() != null && depth < 20; depth++) {
      root = root.getCause();
    }
    return root;
  }
}
