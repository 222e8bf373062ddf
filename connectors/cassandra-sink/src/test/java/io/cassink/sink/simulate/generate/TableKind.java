package io.cassink.sink.simulate.generate;

/** How the records of a topic are written to a table. */
public enum TableKind {
  /** INSERT and DELETE by the mapping. */
  ROWS,
  /** Counters by the mapping. */
  COUNTERS,
  /** A list that is not frozen, and nothing else. */
  LISTS,
  /** {@code query}: INSERT. */
  INSERT_QUERY,
  /** {@code query}: UPDATE of columns, which leaves no row marker. */
  UPDATE_QUERY,
  /** {@code query}: an entry of a map. */
  MAP_ENTRY_QUERY,
  /** {@code query}: an append to a list. */
  APPEND_QUERY,
  /** {@code query}: an addition to a counter. */
  COUNT_QUERY,
  /** {@code query}: INSERT with a USING TIMESTAMP of its own. */
  OWN_TIME_QUERY;

  public boolean isQuery() {
    return ordinal() >= INSERT_QUERY.ordinal();
  }

  /** Whether a statement that is carried out twice has another effect than once. */
  public boolean isRepeatable() {
    return this != COUNTERS && this != LISTS && this != APPEND_QUERY && this != COUNT_QUERY;
  }

  /** Whether its write times are computed, so that commits are held for them. */
  public boolean takesWriteTime() {
    return this != COUNTERS && this != COUNT_QUERY && this != OWN_TIME_QUERY;
  }
}
