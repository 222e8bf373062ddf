package io.cassink.sink.rows;

/**
 * A table has changed so that it does not fit the settings any more: the task cannot go on until
 * somebody corrects one of them. The message names the table and the column.
 */
public final class SchemaChangedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String change;

  public SchemaChangedException(String change) {
    super(change + "; correct the table or the settings, then restart the task");
    this.change = change;
  }

  /** The message without what to do. */
  String change() {
    return change;
  }
}
