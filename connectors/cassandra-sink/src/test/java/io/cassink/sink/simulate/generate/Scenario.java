package io.cassink.sink.simulate.generate;

import io.cassink.sink.simulate.generate.Disturbance.Kind;
import java.util.List;
import java.util.Map;

/**
 * All that a simulation needs: the same scenario gives the same course.
 *
 * @param settings of the connector
 * @param logs of each partition of the topic
 * @param epoch of order=log, or negative for order=time
 * @param badRecords what becomes of them
 * @param pollRecords the most that one poll gives
 * @param commitMillis between two commits
 * @param jsonText whether values are JSON texts, or else maps
 * @param longestValue bytes above which the server refuses a value
 * @param padding bytes of a field in every value that no column takes
 * @param withinLimits whether order=time promises that the table is the fold; without it only
 *     offsets, letters and memory are judged
 * @param chance of all that is drawn while it runs
 */
public record Scenario(
    long seed,
    Map<String, String> settings,
    List<TableSpec> tables,
    List<List<RecordSpec>> logs,
    int tasks,
    long epoch,
    int generation,
    BadRecords badRecords,
    int pollRecords,
    long commitMillis,
    boolean jsonText,
    int longestElement,
    int longestValue,
    int padding,
    boolean withinLimits,
    List<Disturbance> disturbances,
    long chance) {
  public static final String TOPIC = "t";

  /** What becomes of bad records. */
  public enum BadRecords {
    LETTERS,
    PASSED_OVER
  }

  public Scenario with(List<List<RecordSpec>> newLogs, List<Disturbance> newDisturbances) {
    return new Scenario(
        seed,
        settings,
        tables,
        newLogs,
        tasks,
        epoch,
        generation,
        badRecords,
        pollRecords,
        commitMillis,
        jsonText,
        longestElement,
        longestValue,
        padding,
        withinLimits,
        newDisturbances,
        chance);
  }

  /** The index of the first record at or behind the offset. */
  public int indexOf(int partition, long offset) {
    List<RecordSpec> log = logs.get(partition);
    int low = 0;
    int high = log.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (log.get(middle).offset() < offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Whether a task that does not fail can do everything just once. Where one starts anew, none of
   * the records before may be waiting to be tried again: those behind it that are written are
   * written again. For the same reason all of a poll must be sent while the last commit waits.
   */
  public boolean isCarriedOutOnce() {
    if (startsAnew() && !canBeDrained()) {
      return false;
    }
    return disturbances.stream().allMatch(d -> startsAnew() ? d.isClean() : !d.repeats());
  }

  /**
   * Whether the rows of a poll are sent within the two seconds of a commit, at up to 15 ms each.
   */
  private boolean canBeDrained() {
    int atOnce = Integer.parseInt(settings.get("maxConcurrentRequests"));
    return pollRecords * tables.size() * 15 <= 2_000 * atOnce;
  }

  /**
   * Whether no bad record can be reported twice: one process reads all, and knows its commits and
   * what becomes of the reports that it has handed over.
   */
  public boolean reportsOnce() {
    return tasks == 1
        && disturbances.stream()
            .noneMatch(
                d ->
                    d.losesProcess()
                        || d.kind() == Kind.COMMITS_FAIL
                        || d.kind() == Kind.REPORTER_BLOCKS);
  }

  /** What may be in flight, what may wait to be sent, and three polls. */
  public long mostBytesKept() {
    return Long.parseLong(settings.get("maxBytesInFlight"))
        + (1 << 20)
        + 3L * pollRecords * padding;
  }

  /** Whether a request may fail though it is carried out, so that it is sent again. */
  public boolean losesAnswers() {
    return disturbances.stream().anyMatch(d -> d.kind() == Kind.LOSSY);
  }

  /** Whether some task begins again from a committed offset. */
  public boolean startsAnew() {
    return disturbances.stream().anyMatch(d -> d.kind() == Kind.STOP || d.kind() == Kind.REBALANCE);
  }

  /** Whether a request may go on failing for longer than {@code retry.timeout}. */
  public boolean mayGiveUp() {
    long failing =
        disturbances.stream()
            .filter(d -> d.kind() != Kind.PAUSE)
            .mapToLong(Disturbance::nanos)
            .sum();
    return failing >= Long.parseLong(settings.get("retry.timeout")) * 1_000_000_000L;
  }

  /** Nanoseconds without records after which commits are no longer held for write times. */
  public long idleNanos() {
    return Long.parseLong(settings.get("order.idleRelease")) * 1_000_000_000L;
  }

  /** From when on nothing goes wrong any more. */
  public long quietFrom() {
    long last = 0;
    for (Disturbance disturbance : disturbances) {
      last = Math.max(last, disturbance.at() + disturbance.nanos());
    }
    for (List<RecordSpec> log : logs) {
      for (RecordSpec record : log) {
        last = Math.max(last, record.availableAt());
      }
    }
    return last;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("seed " + seed + "\nsettings " + settings);
    for (TableSpec table : tables) {
      text.append("\ntable ").append(table);
    }
    text.append("\n").append(tasks).append(" task(s), polls of ").append(pollRecords);
    text.append(", a commit every ").append(commitMillis).append(" ms, ").append(badRecords);
    disturbances.forEach(disturbance -> text.append("\n  ").append(disturbance));
    int shown = 0;
    for (List<RecordSpec> log : logs) {
      for (RecordSpec record : log) {
        if (shown++ < 60) {
          text.append("\n  ").append(record);
        }
      }
    }
    return text.append(shown > 60 ? "\n  ... " + shown + " records" : "").toString();
  }
}
