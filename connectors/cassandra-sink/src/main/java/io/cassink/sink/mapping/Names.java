package io.cassink.sink.mapping;

/** Names as a mapping writes them. */
final class Names {
  private Names() {}

  /** Letters, digits and underscores may stand without quotes. */
  static boolean isNameCharacter(char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  static String quotedIfNeeded(String name) {
    boolean plain = !name.isEmpty() && name.chars().allMatch(c -> isNameCharacter((char) c));
    return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
  }
}
