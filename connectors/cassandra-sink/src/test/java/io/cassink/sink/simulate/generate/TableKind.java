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

  /** Whether its write times must be the same at a replay, so that commits are held for them. */
  public boolean holdsCommits() {
    return this == ROWS || this == INSERT_QUERY || this == UPDATE_QUERY || this == MAP_ENTRY_QUERY;
  }
}
