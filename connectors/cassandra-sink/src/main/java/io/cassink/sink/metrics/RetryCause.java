package io.cassink.sink.metrics;

import java.util.Locale;

/** Why a request had to be sent again. */
public enum RetryCause {
  TIMEOUT,
  OVERLOADED,
  /** Too few replicas, or no node at all. */
  UNAVAILABLE,
  CONNECTION,
  /** Any other failure of the server. */
  SERVER;

  /** The value of the tag {@code cause}. */
  String tag() {
    return name().toLowerCase(Locale.ROOT);
  }
}
