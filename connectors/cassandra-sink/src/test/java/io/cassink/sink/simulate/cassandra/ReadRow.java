package io.cassink.sink.simulate.cassandra;

import java.util.List;
import java.util.Map;

/**
 * A row as SELECT shows it.
 *
 * @param key the partition key and the clustering columns; null for those of a partition that has
 *     static values alone
 * @param values of the other columns by name, without those that are null
 */
public record ReadRow(List<Object> key, Map<String, Value> values) {
  /**
   * @param value as the driver's codec gives it
   * @param writeTimes microseconds; one, or one for each element of a collection
   * @param timesToLive seconds that are left; null for none
   */
  public record Value(Object value, List<Long> writeTimes, List<Long> timesToLive) {}
}
