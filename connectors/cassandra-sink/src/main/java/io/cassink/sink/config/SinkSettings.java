package io.cassink.sink.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that a configuration says, checked.
 *
 * @param name of the connector
 * @param order along what write times rise
 * @param orderEpoch microseconds that {@link WriteOrder#LOG} adds to an offset
 * @param generation how many shifts are added to every write time
 * @param maxConcurrentRequests in flight, of all tasks of the connector in one worker
 * @param maxBytesInFlight of one task's requests
 * @param maxRecordsInBatch of one request
 * @param retryTimeout how long a failing server is tried again before the task fails
 * @param idleRelease after how long without records the commit goes past open ties
 * @param ignoreErrors which bad records pass
 * @param tolerateAll the worker's {@code errors.tolerance=all}
 * @param metrics where they are shown
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
    Map<String, TopicSettings> topics) {
  public SinkSettings {
    topics = Map.copyOf(topics);
  }

  /** Along what the write times of a row rise: docs/decisions/write-times.md. */
  public enum WriteOrder {
    /** The records' times, and within one millisecond their offsets. */
    TIME,
    /** The offsets alone. */
    LOG
  }

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

  /**
   * Where metrics are shown, and as what.
   *
   * @param jmx whether as MBeans
   * @param domain of the MBeans' names
   * @param highestLatency of a write; longer ones count as this one
   * @param task the number of the task in its connector
   */
  public record MetricSettings(boolean jmx, String domain, Duration highestLatency, String task) {}
}
