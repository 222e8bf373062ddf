package io.cassink.sink.order;

import java.util.Random;

/** Logs of which a lot must be remembered. */
enum WorstLog {
  RISING(200_000, 128) {
    @Override
    long time(Random random, int offset) {
      return offset;
    }
  },
  STANDING_CLOCK(3_000_000, 800) {
    @Override
    long time(Random random, int offset) {
      return 5;
    }
  },
  STANDING_CLOCK_WITH_ONE_ROW(3_000_000, 128) {
    @Override
    long time(Random random, int offset) {
      return 5;
    }

    @Override
    long row(Random random, int offset) {
      return 1;
    }
  },
  FALLING_TIMES(200_000, 1_024) {
    @Override
    long time(Random random, int offset) {
      return 1_000_000 - offset;
    }
  },
  RANDOM_TIMES_IN_AN_HOUR(200_000, 1_024) {
    @Override
    long time(Random random, int offset) {
      return random.nextInt(3_600_000);
    }
  },
  TWO_CLOCKS(200_000, 800) {
    @Override
    long time(Random random, int offset) {
      return offset / 5 + offset % 2 * 3_600_000;
    }
  },
  BATCHES_OF_50_000(500_000, 800) {
    @Override
    long time(Random random, int offset) {
      return offset / 50_000 * 1_000;
    }
  },
  HOT_ROW_OVER_ENDLESS_MILLISECONDS(1_000_000, 128) {
    @Override
    long time(Random random, int offset) {
      return offset / 1_500;
    }

    @Override
    long row(Random random, int offset) {
      return 1;
    }
  },
  MANY_MILLISECONDS_WITH_NEW_ROWS_AGAIN_AND_AGAIN(200_000, 1_024) {
    @Override
    long time(Random random, int offset) {
      return 9_000 - offset % 9_000;
    }
  };

  final int length;
  final int mostKilobytes;

  WorstLog(int length, int mostKilobytes) {
    this.length = length;
    this.mostKilobytes = mostKilobytes;
  }

  abstract long time(Random random, int offset);

  /** All different unless a log says otherwise. */
  long row(Random random, int offset) {
    return offset;
  }
}
