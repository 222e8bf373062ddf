package io.cassink.sink.config;

/** Settings of a topic that do not fit its table; the message begins with the full key. */
public final class TableFault extends Exception {
  private static final long serialVersionUID = 1L;

  public TableFault(TableSettings table, String setting, String message, Throwable cause) {
    super(table.keyPrefix() + setting + ": " + message, cause);
  }
}
