package io.cassink.sink.cluster;

/** The cluster does not answer now; the same settings may succeed when it is up again. */
public final class ClusterUnreachableException extends NotReadyException {
  private static final long serialVersionUID = 1L;

  ClusterUnreachableException(String message, Throwable cause) {
    super(message, "the cluster is up", cause);
  }
}
