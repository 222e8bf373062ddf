package io.cassink.sink.config;

import java.util.Locale;
import java.util.Optional;

/** Which bad records pass without stopping the task where no dead-letter topic takes them. */
public enum IgnoreErrors {
  NONE,
  ALL,
  /** Rows that the server refuses; a record that cannot be converted still stops the task. */
  DRIVER;

  /** {@code true} and {@code false} are the older words for Driver and None. */
  static Optional<IgnoreErrors> of(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "none", "false" -> Optional.of(NONE);
      case "all" -> Optional.of(ALL);
      case "driver", "true" -> Optional.of(DRIVER);
      default -> Optional.empty();
    };
  }
}
