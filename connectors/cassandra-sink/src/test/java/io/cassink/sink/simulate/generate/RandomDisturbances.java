package io.cassink.sink.simulate.generate;

import io.cassink.sink.simulate.generate.Disturbance.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** What goes wrong, and when. */
final class RandomDisturbances {
  private static final long SECOND = 1_000_000_000L;

  private final Random random;

  RandomDisturbances(Random random) {
    this.random = random;
  }

  /**
   * @param clean only what a task does in good order
   * @param longestPause nanoseconds, of all pauses of the connector together: a paused connector
   *     looks idle, which is beyond the limits of order=time
   * @param mayAddColumns whether a new column changes no record's row
   */
  List<Disturbance> disturbances(
      boolean clean, long longestPause, boolean mayAddColumns, int tasks, long until) {
    long pauseLeft = longestPause;
    List<Disturbance> all = new ArrayList<>();
    Kind[] kinds = Kind.values();
    int count = random.nextInt(clean ? 4 : 7);
    while (all.size() < count) {
      Kind kind = kinds[random.nextInt(kinds.length)];
      Disturbance made =
          new Disturbance(
              (long) (random.nextDouble() * (until + SECOND)),
              kind,
              kind == Kind.PAUSE ? (long) (random.nextDouble() * pauseLeft) : nanos(kind),
              random.nextInt(tasks));
      if ((!clean || made.isClean()) && (kind != Kind.ADD_COLUMN || mayAddColumns)) {
        all.add(made);
        pauseLeft -= kind == Kind.PAUSE ? made.nanos() : 0;
      }
    }
    all.sort(Comparator.comparingLong(Disturbance::at));
    return all;
  }

  private long nanos(Kind kind) {
    double most =
        switch (kind) {
          case REBALANCE, ADD_COLUMN -> 0;
          case FREEZE, DOWN, SILENT -> 8;
          case REPORTER_BLOCKS -> 6;
          default -> 3;
        };
    return (long) (random.nextDouble() * most * SECOND);
  }
}
