package io.cassink.sink.codec;

import java.util.Locale;

/** The words that texts have for booleans. */
final class BooleanWords {
  private BooleanWords() {}

  /** Null for any other word. */
  static Boolean read(String text) {
    return switch (text.strip().toLowerCase(Locale.ROOT)) {
      case "1", "y", "t", "yes", "true" -> Boolean.TRUE;
      case "0", "n", "f", "no", "false" -> Boolean.FALSE;
      default -> null;
    };
  }
}
