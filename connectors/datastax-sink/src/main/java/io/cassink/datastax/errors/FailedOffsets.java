package io.cassink.datastax.errors;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;

/**
 * The lowest failed offset of each partition in the current batch. The driver's threads report
 * failures concurrently and in any order.
 */
public final class FailedOffsets {
  private final Map<TopicPartition, Long> lowest = new ConcurrentHashMap<>();

  /** Remembers the offset, unless a lower one of its partition failed already. */
  public void add(TopicPartition partition, long offset) {
    lowest.merge(partition, offset, Math::min);
  }

  /** Forgets all offsets, because a new batch begins. */
  public void clear() {
    lowest.clear();
  }

  /** The offsets to be delivered again, by partition. */
  public Map<TopicPartition, Long> lowest() {
    return Map.copyOf(lowest);
  }
}
