package io.cassink.sink.cluster;

/** A task cannot start now; the same settings may succeed later. */
public sealed class NotReadyException extends Exception
    permits ClusterUnreachableException, TableTakenException {
  private static final long serialVersionUID = 1L;

  private final String awaited;

  /**
   * @param awaited what must happen first, after the word "until" or "when"
   */
  NotReadyException(String message, String awaited, Throwable cause) {
    super(message, cause);
    this.awaited = awaited;
  }

  /** For example {@code the cluster is up}. */
  public String awaited() {
    return awaited;
  }
}
