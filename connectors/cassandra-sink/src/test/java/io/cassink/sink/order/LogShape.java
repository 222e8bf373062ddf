package io.cassink.sink.order;

import io.cassink.sink.order.WriteTimeSimulation.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** How the times of a topic's records may lie. Values fall; one record in ten deletes. */
enum LogShape {
  /** A producer stamps whole batches with one millisecond. */
  BATCH_STAMPS {
    @Override
    long time(Random random, int offset) {
      return 1_000 + offset / 470;
    }
  },
  ONE_MILLISECOND {
    @Override
    long time(Random random, int offset) {
      return 5;
    }
  },
  /** Two producers, one of them a few milliseconds behind: 5, 4, 5, 4. */
  INTERLEAVED_PRODUCERS {
    @Override
    long time(Random random, int offset) {
      return 1_000 + offset / 200 - (offset % 2) * random.nextInt(3);
    }
  },
  /**
   * One key gets most records, far more than a thousand in each millisecond. So its write times run
   * over from each of five milliseconds into the next ones.
   */
  HOT_KEY {
    @Override
    int length() {
      return 15_000;
    }

    @Override
    long time(Random random, int offset) {
      return 1_000 + offset / 3_000;
    }

    @Override
    int key(Random random, int offset) {
      return random.nextInt(4) > 0 ? 0 : random.nextInt(20);
    }
  },
  /** Some records come late by up to 200 places. */
  LATE_RECORDS {
    @Override
    long time(Random random, int offset) {
      return 1_000
          + (random.nextInt(8) == 0 ? Math.max(0, offset - random.nextInt(200)) : offset) / 40;
    }
  },
  /** Some producers' clocks are a minute ahead, and their records are of one millisecond. */
  CLOCKS_AHEAD {
    @Override
    long time(Random random, int offset) {
      return random.nextInt(50) == 0 ? 61_000 : 1_000 + offset / 300;
    }
  },
  DESCENDING_TIMES {
    @Override
    long time(Random random, int offset) {
      return 1_000_000 - offset / 300;
    }
  },
  /** Far more records of one millisecond than are remembered, with keys that come again late. */
  STANDING_CLOCK {
    @Override
    int length() {
      return 25_000;
    }

    @Override
    long time(Random random, int offset) {
      return 5;
    }

    @Override
    int key(Random random, int offset) {
      return random.nextInt(20_000);
    }
  },
  /**
   * A device whose clock is an hour ahead, with a record now and then; the last one comes early.
   */
  HOUR_AHEAD {
    @Override
    int length() {
      return 25_000;
    }

    private boolean isAhead(int offset) {
      return offset % 2_500 == 7 && offset < 15_000;
    }

    @Override
    long time(Random random, int offset) {
      return isAhead(offset) ? 3_600_000 : 1_000 + offset / 100;
    }

    @Override
    int key(Random random, int offset) {
      return isAhead(offset) ? 0 : random.nextInt(60);
    }
  },
  RANDOM_TIMES {
    @Override
    long time(Random random, int offset) {
      return 1_000 + random.nextInt(300);
    }

    @Override
    int key(Random random, int offset) {
      return random.nextInt(60);
    }
  },
  /** Some 150 records of the one, then some 150 of the other, of different keys. */
  TWO_CLOCKS {
    @Override
    long time(Random random, int offset) {
      return 1_000 + offset / 1_200 + offset / 150 % 2 * 3_600_000;
    }

    @Override
    int key(Random random, int offset) {
      return random.nextInt(30) + offset / 150 % 2 * 30;
    }
  },
  /** The hot key has no record for a while, and then again before the times have caught up. */
  HOT_KEY_WITH_PAUSES {
    @Override
    int length() {
      return 24_000;
    }

    @Override
    long time(Random random, int offset) {
      return 1_000 + offset / 3_000;
    }

    @Override
    int key(Random random, int offset) {
      return offset % 6_000 < 4_500 ? 0 : 1 + random.nextInt(20);
    }
  },
  /** 50 records a second, so milliseconds are released before the next thousand records. */
  SLOW {
    @Override
    long pace() {
      return 20_000_000;
    }

    @Override
    long time(Random random, int offset) {
      return 1_000 + offset / 100;
    }
  },
  /**
   * Each key has thousands of records in turn, and runs over into milliseconds that it had before.
   */
  DESCENDING_HOT_KEYS {
    @Override
    int length() {
      return 24_000;
    }

    @Override
    long time(Random random, int offset) {
      return 1_000_000 - offset / 1_500;
    }

    @Override
    int key(Random random, int offset) {
      return offset / 6_000;
    }
  },
  /** Now this, now that, with pauses between; also what is beyond the limits of the docs. */
  MIXED {
    @Override
    List<Message> log(long seed) {
      return new MixedLog(seed).messages();
    }

    @Override
    long time(Random random, int offset) {
      throw new UnsupportedOperationException();
    }
  };

  abstract long time(Random random, int offset);

  /** Nanoseconds from one record to the next: 10,000 records a second. */
  long pace() {
    return 100_000;
  }

  int length() {
    return 9_000;
  }

  /** The records of a key are close together, so every part of the log decides some row. */
  int key(Random random, int offset) {
    return offset / 60 * 3 + random.nextInt(3);
  }

  List<Message> log(long seed) {
    int length = length();
    Random random = new Random(seed);
    List<Message> log = new ArrayList<>();
    for (int offset = 0; offset < length; offset++) {
      Long value = random.nextInt(10) == 0 ? null : (long) (length - offset);
      log.add(new Message(time(random, offset), key(random, offset), value, offset * pace()));
    }
    return log;
  }
}
