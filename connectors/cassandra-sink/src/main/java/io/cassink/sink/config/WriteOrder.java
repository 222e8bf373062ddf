package io.cassink.sink.config;

/** Along what the write times of a row rise: docs/decisions/write-times.md. */
public enum WriteOrder {
  /** The records' times, and within one millisecond their offsets. */
  TIME,
  /** The offsets alone. */
  LOG
}
