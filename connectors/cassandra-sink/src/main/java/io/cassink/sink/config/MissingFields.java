package io.cassink.sink.config;

/** What a mapped field means that a record does not have at all. */
public enum MissingFields {
  /** Its column is not touched. */
  UNSET,
  /** The record is bad. */
  ERROR
}
