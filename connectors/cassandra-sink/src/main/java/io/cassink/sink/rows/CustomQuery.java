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
    String text = STRINGS.matcher(query).replaceAll("x");
    return !isConditional(query) && !GROWTH.matcher(text).find() && !FRESH.matcher(text).find();
  }

  /** Whether it is a lightweight transaction, which takes no write time from a client. */
  static boolean isConditional(String query) {
    return CONDITION.matcher(STRINGS.matcher(query).replaceAll("x")).find();
  }

  static boolean setsWriteTime(String query) {
    return TIME.matcher(STRINGS.matcher(query).replaceAll("x")).find();
  }

  static boolean setsTimeToLive(String query) {
    return TIME_TO_LIVE.matcher(STRINGS.matcher(query).replaceAll("x")).find();
  }
}
