package io.cassink.sink.order;

import io.cassink.sink.metrics.TaskMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** The state of each partition that a task reads, by its name in Kafka, before any transform. */
public final class PartitionStates {
  /**
   * While other partitions get records, one without records is idle only after 12 times as long.
   */
  private static final int SLOWER = 12;

  private final Map<TopicPartition, PartitionState> states = new HashMap<>();
  private final Supplier<PartitionOrder> orders;
  private final Duration idleRelease;
  private final TaskMetrics metrics;
  private final HeldRecords held;

  /** When the task was last called, in nanoseconds: it is known up to then whether records came. */
  private long lastCall;

  /**
   * @param orders makes a new one each time a partition is read from its committed offset on
   * @param idleRelease after how long without records a commit is no longer held for write times
   * @param held counts the records of all partitions
   * @param now nanoseconds of the clock that {@link #called} is told of
   */
  public PartitionStates(
      Supplier<PartitionOrder> orders,
      Duration idleRelease,
      TaskMetrics metrics,
      HeldRecords held,
      long now) {
    this.orders = orders;
    this.idleRelease = idleRelease;
    this.metrics = metrics;
    this.held = held;
    this.lastCall = now;
  }

  public void open(Collection<TopicPartition> partitions) {
    partitions.forEach(partition -> states.put(partition, newState(partition)));
  }

  private PartitionState newState(TopicPartition partition) {
    return new PartitionState(
        orders.get(), new PartitionProgress(partition, held), metrics.topic(partition.topic()));
  }

  /** Answers to writes in flight may still come; they change a state that nobody uses any more. */
  public void close(Collection<TopicPartition> partitions) {
    for (TopicPartition partition : partitions) {
      PartitionState state = states.remove(partition);
      if (state != null) {
        state.progress().revoke();
      }
    }
  }

  /**
   * Tells that the task is called, with or without records.
   *
   * @param couldCome false where consumption was paused, so that the time since the last call does
   *     not count as idle
   * @param came whether the call has records. Other partitions' records may then be waiting in the
   *     consumer, which hands out one partition after the other, so less of the time counts as idle
   */
  public void called(long now, boolean couldCome, boolean came) {
    long elapsed = now - lastCall;
    if (!couldCome || elapsed > idleRelease.toNanos() / 2) {
      states.values().forEach(state -> state.restartIdleTime(now));
    } else if (came) {
      states.values().forEach(state -> state.postponeIdleTime(elapsed - elapsed / SLOWER));
    }
    lastCall = now;
  }

  /** The state of the record's partition, which counts the record as delivered. */
  public PartitionState delivered(SinkRecord record, long now) {
    TopicPartition partition =
        new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    long offset = record.originalKafkaOffset();
    PartitionState state = states.computeIfAbsent(partition, this::newState);
    if (offset <= state.progress().lastOffset()) {
      // The worker went back to its committed offset, so indexes are counted from there again, and
      // what was not sent yet comes again.
      state.progress().revoke();
      state = newState(partition);
      states.put(partition, state);
    }
    state.recordCame(offset, now);
    return state;
  }

  /** Lets the orders forget what no replay can need any more. */
  public void advance() {
    states.values().forEach(PartitionState::advance);
  }

  /** Whether some partition has gone idle, so that a commit is worth asking for; true once. */
  public boolean wantsRelease() {
    boolean wanted = false;
    for (PartitionState state : states.values()) {
      wanted |= state.wantsRelease(lastCall, idleRelease);
    }
    return wanted;
  }

  /** Whether a commit will be worth asking for when no record comes. */
  public boolean awaitsRelease() {
    return states.values().stream().anyMatch(PartitionState::awaitsRelease);
  }

  /**
   * @param current the worker's positions
   * @return what to commit
   */
  public Map<TopicPartition, OffsetAndMetadata> commits(
      Map<TopicPartition, OffsetAndMetadata> current) {
    Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    current.forEach(
        (partition, position) -> {
          PartitionState state = states.get(partition);
          if (state == null || state.progress().completed() < 0) {
            commits.put(partition, position);
          } else {
            long offset = state.commit(position.offset(), lastCall, idleRelease);
            commits.put(partition, new OffsetAndMetadata(offset));
          }
        });
    showHeld();
    return commits;
  }

  private void showHeld() {
    long byWrites = 0;
    long byTies = 0;
    for (PartitionState state : states.values()) {
      byWrites += state.heldByWrites();
      byTies += state.heldByTies();
      metrics.offsets().cutShort(state.newlyCutShort());
      metrics.offsets().forgotten(state.newlyForgotten());
    }
    metrics.offsets().held(byWrites, byTies);
  }
}
