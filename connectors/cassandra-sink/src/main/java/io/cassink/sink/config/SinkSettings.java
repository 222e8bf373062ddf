package io.cassink.sink.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of a connector, read and checked.
 *
 * @param name of the connector
 * @param order what write times are made of
 * @param orderEpoch microseconds that {@link WriteOrder#LOG} adds to an offset
 * @param generation how many times 100 years are added to every write time
 * @param maxConcurrentRequests in flight, for all tasks of the connector in one worker together
 * @param maxBytesInFlight for one task
 * @param maxRecordsInBatch rows in one request
 * @param retryTimeout how long a failing request is tried again before the task fails; {@link
 *     #FOR_EVER} for ever
 * @param idleRelease after how long without records a commit is no longer held for write times
 * @param ignoreErrors which bad records are passed over
 * @param tolerateAll whether {@code errors.tolerance=all} is set
 * @param metrics where they are shown
 * @param receipts absent where nobody is told what was written
 * @param topics by name
 */
public record SinkSettings(
    String name,
    ConnectionSettings connection,
    WriteOrder order,
    long orderEpoch,
    int generation,
    int maxConcurrentRequests,
    long maxBytesInFlight,
    int maxRecordsInBatch,
    Duration retryTimeout,
    Duration idleRelease,
    IgnoreErrors ignoreErrors,
    boolean tolerateAll,
    MetricSettings metrics,
    Optional<ReceiptSettings> receipts,
    Map<String, TopicSettings> topics) {
  /** Of {@code retry.timeout=-1}: 292 years, the longest that a clock of nanoseconds can count. */
  public static final Duration FOR_EVER = Duration.ofNanos(Long.MAX_VALUE);

  public SinkSettings {
    topics = Map.copyOf(topics);
  }

  /** What write times are made of: docs/decisions/write-times.md. */
  public enum WriteOrder {
    /** The records' times and, within one millisecond, their order in the partition. */
    TIME,
    /** The offsets alone. */
    LOG
  }

  /**
   * Which bad records are passed over where no dead-letter topic takes them; others stop the task.
   */
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

  /**
   * Where metrics are shown.
   *
   * @param jmx whether they are shown as MBeans
   * @param domain of the MBeans
   * @param highestLatency the longest latency that is measured; longer ones count as this one
   * @param task the number of the task in its connector
   */
  public record MetricSettings(boolean jmx, String domain, Duration highestLatency, String task) {}
}
