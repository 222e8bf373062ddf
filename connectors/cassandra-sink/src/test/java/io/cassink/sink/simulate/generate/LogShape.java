package io.cassink.sink.simulate.generate;

import java.util.Random;

/** How the times of a log run. */
enum LogShape {
  /** A record every few milliseconds. */
  SPREAD,
  /** Batches of one time, as a producer with linger stamps them, or LogAppendTime. */
  BATCHES,
  ONE_MILLISECOND,
  /** Two producers in turns, each with its own time. */
  INTERLEAVED,
  /** Some records come late. */
  LATE,
  /** Some producers' clocks are an hour ahead. */
  AHEAD,
  /** A clock stands still after a while. */
  STUCK,
  FALLING,
  /** Long logs only: more than 1000 records of a row in each millisecond, over many of them. */
  HOT;

  /**
   * @param position in the log
   * @param step records in a batch, or so
   */
  long millis(Random random, int position, int step) {
    return switch (this) {
      case SPREAD -> position * 3L + random.nextInt(3);
      case BATCHES -> position / step;
      case ONE_MILLISECOND -> 0;
      case INTERLEAVED -> position / step * 2 + position % 2;
      case LATE ->
          (random.nextInt(6) == 0 ? Math.max(0, position - random.nextInt(40)) : position) / step;
      case AHEAD -> random.nextInt(12) == 0 ? 3_600_000 : position / step;
      case STUCK -> Math.min(position, 30) / step;
      case HOT -> position / (step * 10);
      case FALLING -> 10_000 - position / step;
    };
  }
}
