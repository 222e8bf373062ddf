package io.cassink.sink.simulate.worker;

import io.cassink.sink.SimulatedProcess;
import io.cassink.sink.simulate.cassandra.VirtualSession;
import io.cassink.sink.simulate.generate.Disturbance.Kind;
import io.cassink.sink.simulate.generate.RecordSpec;
import io.cassink.sink.simulate.generate.Scenario;
import io.cassink.sink.simulate.time.VirtualTiming;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * Drives one task as Connect's {@code WorkerSinkTask} does: commit when it is due, poll, put, and
 * at a rebalance or a stop preCommit, close, commit. Each round is an event of the virtual clock,
 * so that a put which waits lets everything else go on.
 */
final class VirtualWorker {
  private static final long MILLI = 1_000_000;

  /** Milliseconds after which a failed task is started again. */
  private static final long RESTART = 1_000;

  private final Surroundings world;
  private final int number;
  private final VirtualTiming timing;
  private final Scenario scenario;

  /** Counts up with each start, so that what belongs to an earlier life does nothing. */
  private int life;

  private int wakeUp;
  private SimulatedProcess process = new SimulatedProcess();
  private SinkTask task;
  private VirtualContext context;
  private VirtualNetwork network;
  private VirtualReporter reporter;
  private final Map<TopicPartition, Long> positions = new HashMap<>();
  private final Map<TopicPartition, Long> delivered = new HashMap<>();
  private Map<TopicPartition, Long> lastCommitted = new HashMap<>();
  private final List<SinkRecord> batch = new ArrayList<>();
  private final Set<Integer> opened = new HashSet<>();
  private boolean pausedForRedelivery;
  private boolean waitsForGroup;
  private List<TopicPartition> nextAssignment;
  private long nextCommit;
  private boolean polling;
  private long pollUntil;
  private long frozenUntil;
  private boolean running;
  private boolean inCall;
  private boolean stopWanted;
  private int turn;
  private int polls;
  private int failures;

  VirtualWorker(Surroundings world, int number) {
    this.world = world;
    this.number = number;
    this.timing = world.timing();
    this.scenario = world.scenario();
  }

  int polls() {
    return polls;
  }

  int failures() {
    return failures;
  }

  boolean isRunning() {
    return running;
  }

  Set<Integer> opened() {
    return opened;
  }

  boolean isSilent(VirtualGroup.Member member) {
    return !running || !member.equals(me()) || frozenUntil > timing.nanoTime();
  }

  private VirtualGroup.Member me() {
    return new VirtualGroup.Member(this, life);
  }

  void start() {
    if (running) {
      // Killed while it failed: both have asked for a new start.
      return;
    }
    int mine = ++life;
    clear();
    network =
        new VirtualNetwork(timing, world.weather(), world.random(), writes -> sent(mine, writes));
    reporter =
        scenario.badRecords() == Scenario.BadRecords.LETTERS
            ? new VirtualReporter(timing, world.weather(), world.random(), world.letters())
            : null;
    context = new VirtualContext(reporter);
    VirtualNetwork ofLife = network;
    task =
        process.task(
            timing,
            () ->
                ofLife.isDown()
                    ? Optional.empty()
                    : Optional.of(new VirtualSession(world.cassandra(), ofLife)));
    task.initialize(context);
    running = true;
    try {
      task.start(scenario.settings());
    } catch (RuntimeException e) {
      fail(e);
      return;
    }
    nextCommit = timing.nanoTime() + scenario.commitMillis() * MILLI;
    waitsForGroup = true;
    world.group().join(me());
  }

  private void clear() {
    positions.clear();
    delivered.clear();
    lastCommitted = new HashMap<>();
    batch.clear();
    opened.clear();
    pausedForRedelivery = false;
    waitsForGroup = false;
    nextAssignment = null;
    frozenUntil = 0;
    inCall = false;
    stopWanted = false;
    polling = false;
  }

  private void sent(int ofLife, List<io.cassink.sink.simulate.cassandra.BoundWrite> writes) {
    if (ofLife == life) {
      world.checks().sent(this, writes);
    }
  }

  /** The process is gone at once. */
  void kill(long nanos) {
    if (!running) {
      return;
    }
    running = false;
    network.kill();
    process = new SimulatedProcess();
    world.group().suspect(me());
    life++;
    timing.after(nanos, this::start);
  }

  void freeze(long nanos) {
    if (running) {
      frozenUntil = timing.nanoTime() + nanos;
      world.group().suspect(me());
    }
  }

  void stop(long nanos) {
    if (!running) {
      return;
    }
    if (inCall || frozenUntil > timing.nanoTime()) {
      stopWanted = true;
      return;
    }
    shutDown();
    timing.after(nanos, this::start);
  }

  /** The end of a task's thread, after a failure too. */
  private void shutDown() {
    inCall = true;
    int mine = life;
    closePartitions(false);
    if (mine != life) {
      return;
    }
    world.group().leave(me());
    task.stop();
    running = false;
    life++;
    inCall = false;
  }

  private void fail(Throwable cause) {
    failures++;
    world.checks().failed(cause);
    shutDown();
    timing.after(RESTART * MILLI, this::start);
  }

  void assign(List<TopicPartition> partitions) {
    nextAssignment = partitions;
    wake();
  }

  /** Lets the next round begin now. */
  void wake() {
    schedule(0);
  }

  private void schedule(long nanos) {
    int mine = life;
    int token = ++wakeUp;
    timing.after(
        nanos,
        () -> {
          if (running && mine == life && token == wakeUp) {
            round();
          }
        });
  }

  private void round() {
    if (inCall) {
      // Woken while a put waits: its own end schedules the next round.
      return;
    }
    long now = timing.nanoTime();
    if (frozenUntil > now) {
      schedule(frozenUntil - now);
      return;
    }
    if (stopWanted) {
      stopWanted = false;
      stop(MILLI);
      return;
    }
    int mine = life;
    inCall = true;
    try {
      turn();
    } catch (RuntimeException e) {
      if (mine == life) {
        inCall = false;
        fail(e);
      }
      return;
    }
    if (mine == life) {
      inCall = false;
      if (nextRoundIn >= 0) {
        schedule(nextRoundIn);
      }
    }
  }

  /** Nanoseconds; negative where something else wakes the task. */
  private long nextRoundIn;

  private void turn() {
    long now = timing.nanoTime();
    int mine = life;
    nextRoundIn = -1;
    if (nextAssignment != null) {
      take(nextAssignment);
      nextRoundIn = 0;
      return;
    }
    if (waitsForGroup) {
      return;
    }
    if (!polling) {
      if (context.commitRequested || now >= nextCommit) {
        commit(false, Set.copyOf(context.assignment));
        nextCommit = timing.nanoTime() + scenario.commitMillis() * MILLI;
        context.commitRequested = false;
        if (mine != life) {
          return;
        }
      }
      beginPoll();
    }
    if (!world.group().isMember(me())) {
      // The group went on without it while it stood still.
      closePartitions(true);
      waitsForGroup = true;
      world.group().join(me());
      return;
    }
    if (world.group().isRebalancing(me())) {
      closePartitions(false);
      if (mine == life) {
        waitsForGroup = true;
        world.group().join(me());
      }
      return;
    }
    poll();
  }

  private void beginPoll() {
    polls++;
    polling = true;
    context.rewinds.forEach(
        (partition, offset) -> {
          positions.put(partition, offset);
          delivered.put(partition, offset);
          lastCommitted.put(partition, offset);
        });
    context.rewinds.clear();
    long timeout = Math.max(0, nextCommit - timing.nanoTime());
    if (context.timeout > 0) {
      timeout = Math.min(timeout, context.timeout * MILLI);
      context.timeout = -1;
    }
    pollUntil = timing.nanoTime() + timeout;
  }

  private void poll() {
    long now = timing.nanoTime();
    List<SinkRecord> polled = pausedForRedelivery ? List.of() : fetch(now);
    if (polled.isEmpty() && now < pollUntil) {
      long next = pausedForRedelivery ? Long.MAX_VALUE : nextAvailable(now);
      nextRoundIn = Math.max(1, Math.min(pollUntil, next) - now);
      return;
    }
    polling = false;
    int mine = life;
    batch.addAll(polled);
    network.delivered((long) scenario.padding() * polled.size());
    world.checks().kept(this, network.unanswered());
    try {
      task.put(new ArrayList<>(batch));
    } catch (RetriableException e) {
      pausedForRedelivery = true;
      nextRoundIn = 0;
      return;
    }
    if (mine != life) {
      return;
    }
    for (SinkRecord record : batch) {
      delivered.put(
          new TopicPartition(record.topic(), record.kafkaPartition()), record.kafkaOffset() + 1);
    }
    // Offsets that compaction or markers took are passed as well.
    positions.forEach((partition, position) -> delivered.merge(partition, position, Math::max));
    batch.clear();
    pausedForRedelivery = false;
    nextRoundIn = 20_000 + world.random().nextInt(200_000);
  }

  private boolean isPaused(TopicPartition partition) {
    return context.paused.contains(partition) || world.weather().is(Kind.PAUSE, timing.nanoTime());
  }

  /** One partition after the other, as a consumer hands out what it has fetched. */
  private List<SinkRecord> fetch(long now) {
    List<TopicPartition> assigned = new ArrayList<>(context.assignment);
    assigned.sort((left, right) -> Integer.compare(left.partition(), right.partition()));
    for (int i = 0; i < assigned.size(); i++) {
      TopicPartition partition = assigned.get((turn + i) % assigned.size());
      if (!isPaused(partition)) {
        List<SinkRecord> records = read(partition, now);
        if (!records.isEmpty()) {
          turn++;
          return records;
        }
      }
    }
    return List.of();
  }

  private List<SinkRecord> read(TopicPartition partition, long now) {
    List<SinkRecord> records = new ArrayList<>();
    List<RecordSpec> log = scenario.logs().get(partition.partition());
    for (int i = scenario.indexOf(partition.partition(), positions.get(partition));
        i < log.size()
            && log.get(i).availableAt() <= now
            && records.size() < scenario.pollRecords();
        i++) {
      records.add(world.record(partition.partition(), i));
      positions.put(partition, log.get(i).offset() + 1);
    }
    return records;
  }

  private long nextAvailable(long now) {
    long next = Long.MAX_VALUE;
    for (TopicPartition partition : context.assignment) {
      if (isPaused(partition)) {
        next = Math.min(next, now + 50 * MILLI);
        continue;
      }
      List<RecordSpec> log = scenario.logs().get(partition.partition());
      int index = scenario.indexOf(partition.partition(), positions.get(partition));
      if (index < log.size()) {
        next = Math.min(next, log.get(index).availableAt());
      }
    }
    return next;
  }

  private void take(List<TopicPartition> partitions) {
    nextAssignment = null;
    waitsForGroup = false;
    context.assignment.clear();
    context.assignment.addAll(partitions);
    context.paused.retainAll(partitions);
    positions.clear();
    delivered.clear();
    lastCommitted = new HashMap<>();
    for (TopicPartition partition : partitions) {
      long position = world.group().position(partition);
      positions.put(partition, position);
      delivered.put(partition, position);
      lastCommitted.put(partition, position);
    }
    polling = false;
    if (!partitions.isEmpty()) {
      partitions.forEach(partition -> opened.add(partition.partition()));
      task.open(partitions);
    }
  }

  /**
   * @param lost whether others have them already, so that there is nothing to commit
   */
  private void closePartitions(boolean lost) {
    int mine = life;
    Set<TopicPartition> all = Set.copyOf(context.assignment);
    if (!all.isEmpty()) {
      if (lost) {
        close(all);
      } else {
        commit(true, all);
      }
    }
    if (mine != life) {
      // It was killed meanwhile, and what follows belongs to its next life.
      return;
    }
    context.assignment.clear();
    batch.clear();
    pausedForRedelivery = false;
  }

  private void close(Collection<TopicPartition> partitions) {
    task.close(partitions);
    partitions.forEach(partition -> opened.remove(partition.partition()));
  }

  private void commit(boolean closing, Set<TopicPartition> partitions) {
    int mine = life;
    if (reporter != null) {
      reporter.awaitAll();
    }
    if (mine != life) {
      return;
    }
    Map<TopicPartition, OffsetAndMetadata> current = new HashMap<>();
    partitions.forEach(
        partition -> current.put(partition, new OffsetAndMetadata(delivered.get(partition))));
    Map<TopicPartition, OffsetAndMetadata> wanted = null;
    try {
      wanted = task.preCommit(new HashMap<>(current));
    } catch (RuntimeException e) {
      if (!closing) {
        positions.putAll(lastCommitted);
        delivered.putAll(lastCommitted);
      }
    } finally {
      if (closing && mine == life) {
        close(partitions);
      }
    }
    if (wanted == null || mine != life) {
      return;
    }
    Map<TopicPartition, Long> offsets = new HashMap<>(lastCommitted);
    wanted.forEach(
        (partition, offset) -> {
          if (partitions.contains(partition)
              && offset.offset() <= current.get(partition).offset()) {
            offsets.put(partition, offset.offset());
          }
        });
    commit(offsets);
  }

  private void commit(Map<TopicPartition, Long> offsets) {
    boolean fails =
        world.weather().is(Kind.COMMITS_FAIL, timing.nanoTime()) && world.random().nextBoolean();
    if (!fails && world.group().commit(me(), offsets)) {
      world.checks().committed(lastCommitted, offsets);
      lastCommitted = offsets;
    }
  }

  @Override
  public String toString() {
    return "task " + number;
  }
}
