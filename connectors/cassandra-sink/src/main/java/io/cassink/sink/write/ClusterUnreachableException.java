package io.cassink.sink.write;

/** No session with the cluster; the message says why, and which setting to look at. */
public final class ClusterUnreachableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  /** For what only a person can mend. */
  ClusterUnreachableException(String message, Throwable cause) {
    this(message, cause, false);
  }

  /**
   * @param passing whether the same settings may succeed later
   */
  ClusterUnreachableException(String message, Throwable cause, boolean passing) {
    super(message, cause);
    this.passing = passing;
  }

  /** Whether the same settings may succeed later, when the cluster is up again. */
  public boolean isPassing() {
    return passing;
  }
}
