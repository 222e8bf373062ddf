package io.cassink.sink.mapping;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The tokens of a CQL text, without comments. */
final class CqlTokens {
  /** In this order: what begins a comment, a string or a name is not read as a symbol. */
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s+|--[^\\n]*|//[^\\n]*|/\\*.*?\\*/"
              + "|(?<string>'(?:[^']|'')*'|\\$\\$.*?\\$\\$)"
              + "|\"(?<quoted>(?:[^\"]|\"\")+)\""
              + "|(?<name>[A-Za-z][A-Za-z0-9_]*)"
              + "|(?<number>[0-9][A-Za-z0-9.]*)"
              + "|(?<symbol>.)",
          Pattern.DOTALL);

  private CqlTokens() {}

  /**
   * @param name of a column, table or function as Cassandra knows it, in lower case unless it is
   *     quoted; else null
   * @param text of a symbol, or of a word that is not quoted, in upper case; else empty
   */
  record Token(String name, String text) {
    boolean is(String wordOrSymbol) {
      return text.equals(wordOrSymbol);
    }
  }

  static List<Token> of(String cql) {
    List<Token> tokens = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(cql);
    while (matcher.find()) {
      String name = matcher.group("name");
      if (name != null) {
        String word = name.toUpperCase(Locale.ROOT);
        tokens.add(new Token(name.toLowerCase(Locale.ROOT), word));
      } else if (matcher.group("quoted") != null) {
        tokens.add(new Token(matcher.group("quoted").replace("\"\"", "\""), ""));
      } else if (matcher.group("symbol") != null) {
        tokens.add(new Token(null, matcher.group("symbol")));
      } else if (matcher.group("string") != null || matcher.group("number") != null) {
        tokens.add(new Token(null, ""));
      }
    }
    return tokens;
  }
}
