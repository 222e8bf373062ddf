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
  };

  abstract long time(Random random, int offset);

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
      log.add(new Message(time(random, offset), key(random, offset), value));
    }
    return log;
  }
}
