package io.cassink.sink.write;

/** No session with the cluster; the message says why, and which setting to look at. */
public final class ClusterUnreachableException extends Exception {
  private static final long serialVersionUID = 1L;

  ClusterUnreachableException(String message, Throwable cause) {
    super(message, cause);
  }
}
