package io.cassink.sink;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * Pauses and resumes the consumption of a task: of all partitions while what was delivered cannot
 * be sent, and of single ones that have to wait for memory.
 */
final class Consumption {
  private final SinkTaskContext context;
  private final Set<TopicPartition> waiting = new HashSet<>();
  private boolean allPaused;

  Consumption(SinkTaskContext context) {
    this.context = context;
  }

  /** Whether all partitions are paused. */
  boolean isPaused() {
    return allPaused;
  }

  /** Partitions that were assigned are not paused, whatever they were before. */
  void opened(Collection<TopicPartition> partitions) {
    waiting.removeAll(partitions);
    if (allPaused) {
      context.pause(partitions.toArray(new TopicPartition[0]));
    }
  }

  void closed(Collection<TopicPartition> partitions) {
    waiting.removeAll(partitions);
  }

  /**
   * @param pauseAll whether no partition should be consumed
   * @param single partitions that should not be consumed in any case
   */
  void set(boolean pauseAll, Set<TopicPartition> single) {
    if (pauseAll == allPaused && single.equals(waiting)) {
      return;
    }
    Set<TopicPartition> assigned = context.assignment();
    Set<TopicPartition> before = allPaused ? assigned : Set.copyOf(waiting);
    allPaused = pauseAll;
    waiting.clear();
    waiting.addAll(single);
    Set<TopicPartition> now = allPaused ? assigned : waiting;
    change(now, before, true);
    change(before, now, false);
  }

  private void change(Set<TopicPartition> of, Set<TopicPartition> without, boolean pauses) {
    Set<TopicPartition> changed = new HashSet<>(of);
    changed.retainAll(context.assignment());
    changed.removeAll(without);
    TopicPartition[] partitions = changed.toArray(new TopicPartition[0]);
    if (partitions.length == 0) {
      return;
    }
    if (pauses) {
      context.pause(partitions);
    } else {
      context.resume(partitions);
    }
  }
}
