package io.cassink.sink.rows;

/** The statements that a record can become. */
public enum StatementKind {
  INSERT,
  DELETE,
  /** Adds to the counters of a row; has no write time. */
  COUNT,
  /** The statement of the {@code query} setting. */
  QUERY
}
