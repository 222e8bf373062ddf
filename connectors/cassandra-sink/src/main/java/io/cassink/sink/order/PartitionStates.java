package io.cassink.sink.order;

import io.cassink.sink.metrics.TaskMetrics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/** The state of each partition that a task reads, by its name in Kafka, before any transform. */
public final class PartitionStates {
  private final Map<TopicPartition, PartitionState> states = new HashMap<>();
  private final Supplier<PartitionOrder> orders;
  private final Duration idleRelease;
  private final TaskMetrics metrics;
  private final HeldRecords held;
  private final Function<TopicPartition, PartitionAccount> accounts;
  private final IdleClock clock;
  private final MemoryBudget memory = new MemoryBudget();

  /** Without accounts of the records. */
  public PartitionStates(
      Supplier<PartitionOrder> orders,
      Duration idleRelease,
      TaskMetrics metrics,
      HeldRecords held,
      long now) {
    this(orders, idleRelease, metrics, held, partition -> null, now);
  }

  /**
   * @param orders makes a new one each time a partition is read from its committed offset on
   * @param idleRelease after how long without records a commit is no longer held for write times
   * @param held counts the records of all partitions
   * @param accounts makes a new one whenever {@code orders} does, or gives null where nobody is
   *     told
   * @param now nanoseconds of the clock that {@link #called} is told of
   */
  public PartitionStates(
      Supplier<PartitionOrder> orders,
      Duration idleRelease,
      TaskMetrics metrics,
      HeldRecords held,
      Function<TopicPartition, PartitionAccount> accounts,
      long now) {
    this.orders = orders;
    this.idleRelease = idleRelease;
    this.metrics = metrics;
    this.held = held;
    this.accounts = accounts;
    this.clock = new IdleClock(idleRelease, now);
  }

  public void open(Collection<TopicPartition> partitions) {
    partitions.forEach(partition -> states.put(partition, newState(partition)));
  }

  private PartitionState newState(TopicPartition partition) {
    return new PartitionState(
        orders,
        new PartitionProgress(partition, held, accounts.apply(partition)),
        metrics.topic(partition.topic()),
        idleRelease);
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
   * @param now nanoseconds of {@link System#nanoTime}
   * @param couldCome false where consumption was paused
   * @param came whether the call has records
   */
  public void called(long now, boolean couldCome, boolean came) {
    boolean known = clock.called(now, couldCome, came);
    states.forEach(
        (partition, state) -> {
          if (!known || memory.waiting().contains(partition)) {
            state.restartIdleTime(clock.time());
          }
        });
  }

  /** Tells that the call is over, so that the worker may poll again. */
  public void returned(long now) {
    clock.returned(now);
  }

  /** The state of the record's partition, which counts the record as delivered. */
  public PartitionState delivered(SinkRecord record) {
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
    state.recordCame(offset, clock.time());
    return state;
  }

  /** Lets the orders forget what no replay can need any more. */
  public void advance() {
    states.values().forEach(PartitionState::advance);
    metrics.offsets().unwritten(held.records());
  }

  /**
   * The partitions of which no record should come, because what the task remembers of all
   * partitions takes too much memory. To be asked after each call.
   */
  public Set<TopicPartition> waitingForMemory() {
    long most = MemoryBudget.mostBytes(states.size());
    if (bytes() > most) {
      states.values().forEach(state -> state.forgetIfIdle(clock.time()));
    }
    long all = bytes();
    if (all > most || !memory.waiting().isEmpty()) {
      memory.allot(
          states.entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, at -> at.getValue().order().bytes())));
    }
    metrics.offsets().memory(all, memory.waiting().size());
    return memory.waiting();
  }

  private long bytes() {
    long all = 0;
    for (PartitionState state : states.values()) {
      all += state.order().bytes();
    }
    return all;
  }

  /** Whether some partition has gone idle, so that a commit is worth asking for; true once. */
  public boolean wantsRelease() {
    boolean wanted = false;
    for (PartitionState state : states.values()) {
      wanted |= state.wantsRelease(clock.time());
    }
    return wanted;
  }

  /** Whether a commit will be worth asking for when no record comes. */
  public boolean awaitsRelease() {
    return states.values().stream().anyMatch(PartitionState::awaitsRelease);
  }

  /**
   * @param current the worker's positions. After a put that has failed they lie before records of
   *     it that are written; Connect would ignore a commit beyond them. Some are of partitions that
   *     another task has by now: the worker keeps them, and warns of a commit for them
   * @return what to commit
   */
  public Map<TopicPartition, OffsetAndMetadata> commits(
      Map<TopicPartition, OffsetAndMetadata> current) {
    Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>(current);
    commits.keySet().removeIf(partition -> !hasBegun(partition));
    long longest =
        HoldBudget.longest(
            HoldBudget.RECORDS,
            commits.entrySet().stream()
                .mapToLong(at -> states.get(at.getKey()).hold(at.getValue().offset(), clock.time()))
                .toArray());
    commits.replaceAll(
        (partition, position) ->
            new OffsetAndMetadata(
                Math.min(
                    position.offset(), states.get(partition).commit(longest, metrics.offsets()))));
    current.forEach(
        (partition, position) -> {
          if (states.containsKey(partition)) {
            commits.putIfAbsent(partition, position);
          }
        });
    showHeld();
    return commits;
  }

  private boolean hasBegun(TopicPartition partition) {
    PartitionState state = states.get(partition);
    return state != null && state.progress().completed() >= 0;
  }

  private void showHeld() {
    long byWrites = 0;
    long byTies = 0;
    for (PartitionState state : states.values()) {
      byWrites += state.heldByWrites();
      byTies += state.heldByTies();
    }
    metrics.offsets().held(byWrites, byTies);
  }
}
