package io.cassink.sink.cluster;

/** No session with the cluster; the message says why. */
public final class ClusterUnreachableException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String setting;
  private final boolean passing;

  /** For what only a person can mend. */
  ClusterUnreachableException(String setting, String message, Throwable cause) {
    this(setting, message, cause, false);
  }

  /**
   * @param setting the key to look at first
   * @param passing whether the same settings may succeed later
   */
  ClusterUnreachableException(String setting, String message, Throwable cause, boolean passing) {
    super(message, cause);
    this.setting = setting;
    this.passing = passing;
  }

  /** The key of the setting to look at first. */
  public String setting() {
    return setting;
  }

  /** Whether the same settings may succeed later, when the cluster is up again. */
  public boolean isPassing() {
    return passing;
  }
}
