package io.cassink.sink.cluster;

/** A task of the connector's earlier configuration has not stopped and writes a table otherwise. */
public final class TableTakenException extends NotReadyException {
  private static final long serialVersionUID = 1L;

  TableTakenException(String message) {
    super(message, "the task of the earlier configuration has stopped", null);
  }
}
