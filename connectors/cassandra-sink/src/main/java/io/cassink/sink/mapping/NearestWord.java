package io.cassink.sink.mapping;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** "Did you mean": the known word closest to a mistyped one. */
public final class NearestWord {
  private NearestWord() {}

  /**
   * The nearest known word, if it differs in at most a third of the letters and in three at most.
   */
  public static Optional<String> to(String word, Collection<String> known) {
    int limit = Math.min(3, Math.max(1, word.length() / 3));
    return known.stream()
        .filter(candidate -> distance(word, candidate) <= limit)
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /** {@code "; did you mean WORD?"} for the end of a message, or nothing. */
  public static String hint(String word, Collection<String> known) {
    return to(word, known).map(near -> "; did you mean " + near + "?").orElse("");
  }

  /** The same, or {@code "; OTHERWISE A, B"} with all known words. */
  public static String hint(String word, Collection<String> known, String otherwise) {
    String near = hint(word, known);
    return near.isEmpty() ? "; " + otherwise + " " + String.join(", ", known) : near;
  }

  /** The Levenshtein distance, ignoring case. */
  static int distance(String left, String right) {
    String a = left.toLowerCase(Locale.ROOT);
    String b = right.toLowerCase(Locale.ROOT);
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
