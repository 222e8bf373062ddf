package io.cassink.datastax.errors;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * The lowest offset of each partition that failed in the batch at hand. The driver's threads report
 * failures side by side and in any order.
 */
public final class FailedOffsets {
  private final Map<TopicPartition, Long> lowest = new ConcurrentHashMap<>();

  /** Remembers the offset, unless a lower one of its partition failed already. */
  public void add(TopicPartition partition, long offset) {
    lowest.merge(partition, offset, Math::min);
  }

  /** Forgets all, for a new batch begins. */
  public void clear() {
    lowest.clear();
  }

  /** The offsets to be delivered again, by partition. */
  public Map<TopicPartition, Long> lowest() {
    return Map.copyOf(lowest);
  }
}
