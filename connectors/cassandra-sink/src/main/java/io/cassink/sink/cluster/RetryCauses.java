package io.cassink.sink.cluster;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.NodeUnavailableException;
import com.datastax.oss.driver.api.core.RequestThrottlingException;
import com.datastax.oss.driver.api.core.connection.BusyConnectionException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.connection.ConnectionInitException;
import com.datastax.oss.driver.api.core.connection.HeartbeatException;
import com.datastax.oss.driver.api.core.servererrors.BootstrappingException;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.ReadTimeoutException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import io.cassink.sink.metrics.RetryCause;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionException;

/** Names what made a request fail, for the metric of retries. */
public final class RetryCauses {
  private RetryCauses() {}

  public static RetryCause of(Throwable error) {
    if (error instanceof CompletionException && error.getCause() != null) {
      return of(error.getCause());
    }
    if (error instanceof AllNodesFailedException all) {
      return all.getAllErrors().values().stream()
          .flatMap(List::stream)
          .findFirst()
          .map(RetryCauses::of)
          .orElse(RetryCause.UNAVAILABLE);
    }
    if (isOneOf(
        error,
        DriverTimeoutException.class,
        WriteTimeoutException.class,
        ReadTimeoutException.class)) {
      return RetryCause.TIMEOUT;
    }
    if (isOneOf(
        error,
        OverloadedException.class,
        RequestThrottlingException.class,
        BusyConnectionException.class)) {
      return RetryCause.OVERLOADED;
    }
    if (isOneOf(
        error,
        UnavailableException.class,
        NodeUnavailableException.class,
        BootstrappingException.class)) {
      return RetryCause.UNAVAILABLE;
    }
    boolean connection =
        isOneOf(
            error,
            ClosedConnectionException.class,
            HeartbeatException.class,
            ConnectionInitException.class,
            IOException.class);
    return connection ? RetryCause.CONNECTION : RetryCause.SERVER;
  }

  private static boolean isOneOf(Throwable error, Class<?>... classes) {
    for (Class<?> one : classes) {
      if (one.isInstance(error)) {
        return true;
      }
    }
    return false;
  }
}
