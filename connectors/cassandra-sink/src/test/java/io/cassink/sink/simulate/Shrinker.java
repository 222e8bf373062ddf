package io.cassink.sink.simulate;

import io.cassink.sink.simulate.generate.Disturbance;
import io.cassink.sink.simulate.generate.RecordSpec;
import io.cassink.sink.simulate.generate.Scenario;
import io.cassink.sink.simulate.generate.WithinLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Leaves out of a failing scenario what its failure does not need. */
final class Shrinker {
  private final Predicate<Scenario> fails;
  private final long deadline;
  private Scenario smallest;

  /**
   * @param fails runs a scenario
   * @param nanos how long to look for smaller ones
   */
  private Shrinker(Scenario failing, Predicate<Scenario> fails, long nanos) {
    this.smallest = failing;
    this.fails = fails;
    this.deadline = System.nanoTime() + nanos;
  }

  static Scenario shrink(Scenario failing, Predicate<Scenario> fails, long nanos) {
    Shrinker shrinker = new Shrinker(failing, fails, nanos);
    boolean smaller = true;
    while (smaller && System.nanoTime() < shrinker.deadline) {
      smaller = shrinker.fewerDisturbances() | shrinker.fewerRecords();
    }
    return shrinker.smallest;
  }

  private boolean isSmaller(Scenario candidate) {
    if (System.nanoTime() > deadline
        || !WithinLimits.holdFor(candidate)
        || !fails.test(candidate)) {
      return false;
    }
    smallest = candidate;
    return true;
  }

  private boolean fewerDisturbances() {
    boolean smaller = false;
    for (int i = smallest.disturbances().size() - 1; i >= 0; i--) {
      List<Disturbance> fewer = new ArrayList<>(smallest.disturbances());
      fewer.remove(i);
      smaller |= isSmaller(smallest.with(smallest.logs(), fewer));
    }
    return smaller;
  }

  /** By halves, quarters and so on of each log. */
  private boolean fewerRecords() {
    boolean smaller = false;
    for (int log = 0; log < smallest.logs().size(); log++) {
      int length = smallest.logs().get(log).size();
      for (int chunk = Math.max(1, length / 2); chunk >= 1; chunk /= 2) {
        for (int from = 0; from < smallest.logs().get(log).size(); ) {
          boolean left = isSmaller(without(log, from, chunk));
          smaller |= left;
          from += left ? 0 : chunk;
        }
      }
    }
    return smaller;
  }

  private Scenario without(int log, int from, int count) {
    List<List<RecordSpec>> logs = new ArrayList<>(smallest.logs());
    List<RecordSpec> shorter = new ArrayList<>(logs.get(log));
    shorter.subList(from, Math.min(shorter.size(), from + count)).clear();
    logs.set(log, shorter);
    return smallest.with(logs, smallest.disturbances());
  }
}
