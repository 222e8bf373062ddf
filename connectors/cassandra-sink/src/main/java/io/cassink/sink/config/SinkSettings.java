package io.cassink.sink.config;

import java.time.Duration;
import java.util.Map;

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
}
