package io.cassink.sink.order;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which partitions have to wait because what is counted of all partitions of the task takes too
 * much memory. Counts end as a partition's log goes on, so those with most memory go on, and those
 * with least wait.
 *
 * <p>Say 60 partitions have logs whose times fall, for which each needs 0.9 MB. When they have come
 * to 0.53 MB each, they take 32 MB, and half of them wait; when the others take 32 MB again, half
 * of those wait, and so on. As soon as those that go on have read on into better times, or have
 * come to their end and are idle, the others follow one after the other.
 */
final class MemoryBudget {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryBudget.class);

  private static final long BYTES = 32L << 20;

  /** What a log with rising times needs, so that a task with 1000 such partitions does not wait. */
  private static final long BYTES_A_PARTITION = 200L << 10;

  private final Set<TopicPartition> waiting = new HashSet<>();

  /** The partitions that wait. */
  Set<TopicPartition> waiting() {
    return waiting;
  }

  static long mostBytes(int partitions) {
    return Math.max(BYTES, partitions * BYTES_A_PARTITION);
  }

  /**
   * Says anew which partitions wait.
   *
   * @param bytes of each partition
   */
  void allot(Map<TopicPartition, Long> bytes) {
    boolean nobodyWaited = waiting.isEmpty();
    waiting.retainAll(bytes.keySet());
    long most = mostBytes(bytes.size());
    long all = bytes.values().stream().mapToLong(Long::longValue).sum();
    List<TopicPartition> byBytes =
        bytes.keySet().stream()
            .filter(partition -> waiting.contains(partition) == all <= most)
            .sorted(Comparator.comparing(bytes::get))
            .toList();
    if (all > most) {
      waiting.addAll(byBytes.subList(0, byBytes.size() / 2));
    } else if (all < most - most / 8 && !byBytes.isEmpty()) {
      waiting.remove(byBytes.get(byBytes.size() - 1));
    }
    if (nobodyWaited != waiting.isEmpty()) {
      warn(all, bytes.size());
    }
  }

  private void warn(long bytes, int partitions) {
    LOG.warn(
        "what is remembered of {} partitions for order=time takes {} KB: {}",
        partitions,
        bytes >> 10,
        waiting.isEmpty()
            ? "no partition waits any more"
            : "these partitions and perhaps more wait until others need less, see"
                + " partitions-waiting-for-memory: "
                + waiting
                + ". Give the connector more tasks (tasks.max) if this lasts");
  }
}
