package io.cassink.sink.rows;

import java.util.regex.Pattern;

/** What the text of the {@code query} setting says about it. */
public final class CustomQuery {
  private static final Pattern STRINGS = Pattern.compile("'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"");
  private static final Pattern CONDITION = Pattern.compile("\\bIF\\b", Pattern.CASE_INSENSITIVE);
  private static final Pattern GROWTH = Pattern.compile("=[^=,]*[+-]\\s*[\\[{?:\\w]");
  private static final Pattern FRESH =
      Pattern.compile("\\b(now|uuid|current\\w+)\\s*\\(", Pattern.CASE_INSENSITIVE);
  private static final Pattern TIME =
      Pattern.compile("\\bUSING\\b.*\\bTIMESTAMP\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private static final Pattern TIME_TO_LIVE =
      Pattern.compile("\\bUSING\\b.*\\bTTL\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private CustomQuery() {}

  /** False where a second run has another result: conditions, appends to lists, counters, now(). */
  public static boolean isIdempotent(String query) {
    return !isConditional(query) && !has(GROWTH, query) && !has(FRESH, query);
  }

  /** Whether it is a lightweight transaction, which takes no write time from a client. */
  static boolean isConditional(String query) {
    return has(CONDITION, query);
  }

  static boolean setsWriteTime(String query) {
    return has(TIME, query);
  }

  static boolean setsTimeToLive(String query) {
    return has(TIME_TO_LIVE, query);
  }

  /** Whether the query has it outside of its strings and quoted names. */
  private static boolean has(Pattern pattern, String query) {
    return pattern.matcher(STRINGS.matcher(query).replaceAll("x")).find();
  }
}
