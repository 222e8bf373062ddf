package io.cassink.sink.order;

import java.util.Arrays;

/**
 * How many written records a task may hold commits for, over all its partitions: these are written
 * again after a kill, and frequent kills must not stop progress. The longest holds are cut first.
 * With a budget of 10 and holds of 2, 7 and 9, none may be longer than 4.
 */
final class HoldBudget {
  static final long RECORDS = 1_000_000;

  private HoldBudget() {}

  /** The most that one partition may hold so that all together stay within the budget. */
  static long longest(long budget, long[] holds) {
    long[] rising = holds.clone();
    Arrays.sort(rising);
    long left = budget;
    for (int i = 0; i < rising.length; i++) {
      long share = left / (rising.length - i);
      if (rising[i] > share) {
        return share;
      }
      left -= rising[i];
    }
    return Long.MAX_VALUE;
  }
}
