package io.cassink.sink.simulate.worker;

import com.datastax.oss.driver.api.core.type.DataTypes;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Column;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Role;
import io.cassink.sink.simulate.cassandra.VirtualCassandra;
import io.cassink.sink.simulate.generate.Disturbance;
import io.cassink.sink.simulate.generate.RecordSpec;
import io.cassink.sink.simulate.generate.Scenario;
import io.cassink.sink.simulate.generate.TableSpec;
import io.cassink.sink.simulate.judge.TableJudge;
import io.cassink.sink.simulate.time.VirtualTiming;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/** Runs a scenario: disturbances, then quiet until all is committed, then the checks. */
public final class Simulation {
  private static final long SECOND = 1_000_000_000L;

  /** Virtual seconds after the last disturbance within which everything must be committed. */
  private static final int LONGEST_QUIET = 240;

  /** Polls of all tasks in that time: a few a second. */
  private static final int MOST_POLLS = 20_000;

  /** What a task may say when it fails: it was asked to, or cannot know what happened. */
  private static final List<String> EXPECTED_FAILURES =
      List.of(
          "it is unknown whether a statement was carried out",
          "No record is lost: restart the task",
          "cannot be written; the offset is held");

  /** What it may say besides where {@code retry.timeout} is shorter than disturbances last. */
  private static final String GAVE_UP = "no record is lost: restart the task";

  private final Scenario scenario;
  private final VirtualTiming timing;
  private final Surroundings world;
  private final List<VirtualWorker> workers = new ArrayList<>();

  /**
   * @param findings what is wrong; empty where all is right
   * @param records of all partitions
   */
  public record Result(List<String> findings, int records, int polls, int failures) {}

  private Simulation(Scenario scenario) {
    this.scenario = scenario;
    this.timing = new VirtualTiming(scenario.chance() + 1);
    VirtualCassandra cassandra =
        new VirtualCassandra(
            "cluster-" + scenario.seed(),
            scenario.tables().stream().map(TableSpec::definitions).toList(),
            scenario.longestElement(),
            scenario.longestValue());
    Map<String, Integer> letters = VirtualReporter.newTopic();
    Accounts accounts = new Accounts(scenario, cassandra, letters);
    this.world =
        new Surroundings(
            scenario,
            timing,
            new Random(scenario.chance()),
            new Weather(shifted(scenario.disturbances(), timing.nanoTime())),
            cassandra,
            new VirtualGroup(timing, scenario.logs().size()),
            letters,
            new Checks(scenario, accounts::isAccounted),
            Surroundings.unread(scenario));
  }

  private static List<Disturbance> shifted(List<Disturbance> disturbances, long by) {
    return disturbances.stream()
        .map(d -> new Disturbance(d.at() + by, d.kind(), d.nanos(), d.task()))
        .toList();
  }

  public static Result run(Scenario scenario) {
    return new Simulation(scenario).run();
  }

  private Result run() {
    try {
      course();
    } catch (VirtualTiming.SpinningException e) {
      world.checks().add(e.getMessage());
    }
    int records = scenario.logs().stream().mapToInt(List::size).sum();
    return new Result(
        world.checks().findings(),
        records,
        workers.stream().mapToInt(VirtualWorker::polls).sum(),
        world.checks().failures().size());
  }

  private void course() {
    timing.blockThreads(
        () -> world.weather().until(Disturbance.Kind.REPORTER_BLOCKS, timing.nanoTime()));
    for (int i = 0; i < scenario.tasks(); i++) {
      workers.add(new VirtualWorker(world, i));
    }
    workers.forEach(worker -> timing.after(0, worker::start));
    scenario.disturbances().forEach(d -> timing.after(d.at(), () -> begin(d)));
    timing.run(() -> false, scenario.quietFrom() + 1);
    int before = polls();
    boolean done = false;
    for (int i = 0; i < LONGEST_QUIET * 4 && !done; i++) {
      timing.run(() -> false, SECOND / 4);
      done = isCommitted();
    }
    if (!done) {
      world
          .checks()
          .add(
              "not all is committed after "
                  + LONGEST_QUIET
                  + " s of quiet: "
                  + world.group().committed());
    }
    if (polls() - before > MOST_POLLS) {
      world.checks().add((polls() - before) + " polls until all was committed");
    }
    // What was still under way at a kill arrives, and rows whose time is over go.
    timing.run(() -> false, 6 * SECOND);
    judge();
  }

  private int polls() {
    return workers.stream().mapToInt(VirtualWorker::polls).sum();
  }

  private void begin(Disturbance disturbance) {
    VirtualWorker worker = workers.get(Math.max(0, disturbance.task()));
    switch (disturbance.kind()) {
      case KILL -> worker.kill(disturbance.nanos());
      case STOP -> worker.stop(disturbance.nanos());
      case FREEZE -> worker.freeze(disturbance.nanos());
      case REBALANCE -> world.group().rebalance();
      case ADD_COLUMN -> addColumn();
      default -> {
        // It is in the weather.
      }
    }
  }

  private void addColumn() {
    for (TableSpec table : scenario.tables()) {
      ColumnDefinitions definitions = table.definitions();
      List<Column> columns = new ArrayList<>(definitions.columns());
      boolean counts = columns.stream().anyMatch(c -> c.type().equals(DataTypes.COUNTER));
      columns.add(new Column("added", counts ? DataTypes.COUNTER : DataTypes.TEXT, Role.REGULAR));
      world
          .cassandra()
          .alter(new ColumnDefinitions(definitions.keyspace(), definitions.table(), columns));
    }
  }

  private boolean isCommitted() {
    for (int partition = 0; partition < scenario.logs().size(); partition++) {
      List<RecordSpec> log = scenario.logs().get(partition);
      long end = log.isEmpty() ? 0 : log.get(log.size() - 1).offset() + 1;
      if (world.group().position(new TopicPartition(Scenario.TOPIC, partition)) < end) {
        return false;
      }
    }
    return true;
  }

  private void judge() {
    Checks checks = world.checks();
    long slack = 4 + timing.nanoTime() / SECOND;
    boolean once = scenario.isCarriedOutOnce() && checks.failures().isEmpty() && holdsNothing();
    boolean promised = scenario.withinLimits() || scenario.epoch() >= 0;
    for (TableSpec table : promised ? scenario.tables() : List.<TableSpec>of()) {
      new TableJudge(scenario, table, timing.currentTimeMillis(), slack, once)
          .findings(
              world
                  .cassandra()
                  .read(table.definitions().qualifiedName(), timing.currentTimeMillis()))
          .forEach(finding -> checks.add(table.definitions().qualifiedName() + " " + finding));
    }
    judgeLetters();
    for (String failure : checks.failures()) {
      boolean isExpected =
          EXPECTED_FAILURES.stream().anyMatch(failure::contains)
              || (scenario.mayGiveUp() && failure.contains(GAVE_UP));
      if (!isExpected) {
        checks.add("a task failed: " + failure);
      }
    }
  }

  /** Whether the topic feeds nothing whose write times hold commits back. */
  private boolean holdsNothing() {
    return scenario.epoch() >= 0
        || scenario.tables().stream().noneMatch(table -> table.kind().holdsCommits());
  }

  private void judgeLetters() {
    Set<String> bad = new TreeSet<>();
    for (List<RecordSpec> log : scenario.logs()) {
      for (RecordSpec record : log) {
        if (record.fault() != null) {
          bad.add(record.partition() + "@" + record.offset());
        }
      }
    }
    Set<String> letters = world.letters().keySet();
    for (String position : letters) {
      if (!bad.contains(position)) {
        world.checks().add(position + " has a letter, and is a good record");
      }
    }
    if (scenario.reportsOnce()) {
      world
          .letters()
          .forEach(
              (position, count) -> {
                if (count > 1) {
                  world.checks().add(position + " has " + count + " letters");
                }
              });
    }
    if (scenario.badRecords() == Scenario.BadRecords.LETTERS) {
      bad.removeAll(letters);
      bad.forEach(position -> world.checks().add(position + " is a bad record without a letter"));
    }
  }
}
