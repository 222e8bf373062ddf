package io.cassink.sink.order;

import io.cassink.sink.order.WriteTimeSimulation.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A log of random sections, each with another way of giving records their times. */
final class MixedLog {
  private static final long MILLISECOND = 1_000_000;

  private final Random random;
  private final List<Message> messages = new ArrayList<>();
  private long clock = 1_000_000;
  private long arrival;
  private long value = 1_000_000;

  MixedLog(long seed) {
    random = new Random(seed);
    while (messages.size() < 16_000) {
      section(random.nextInt(8), 300 + random.nextInt(4_000));
      clock += random.nextInt(3);
      if (random.nextInt(4) == 0) {
        long seconds = 1 + random.nextInt(15);
        arrival += seconds * 1_000 * MILLISECOND;
        clock += seconds * 1_000;
      }
    }
  }

  List<Message> messages() {
    return messages;
  }

  private void section(int kind, int length) {
    int keys = 1 + random.nextInt(random.nextBoolean() ? 5 : 500);
    int perMillisecond = 1 + random.nextInt(random.nextBoolean() ? 10 : 600);
    long ahead = 1_000 + random.nextInt(3_600_000);
    long since = clock;
    // In a slow section a millisecond that gets no more records is released by the second.
    long pace = random.nextInt(3) == 0 ? 20 * MILLISECOND : MILLISECOND / 5;
    for (int i = 0; i < length; i++) {
      long time =
          switch (kind) {
            case 0 -> clock; // a clock that stands still
            case 1 -> clock - random.nextInt(3); // several producers
            case 2 -> random.nextInt(30) == 0 ? clock + ahead : clock; // a clock ahead
            case 3 -> 2 * since - clock; // falling
            case 4 -> since + random.nextInt(50); // random
            case 5 -> random.nextInt(9) == 0 ? Math.max(since, clock - random.nextInt(9)) : clock;
            default -> clock; // rising, or hot: see below
          };
      boolean isHot =
          (kind == 7 || ((kind == 1 || kind == 3) && keys < 6)) && random.nextInt(5) > 0;
      add(time, isHot ? 0 : random.nextInt(keys));
      arrival += pace;
      int width = isHot ? 5 * perMillisecond : perMillisecond;
      if (kind != 0 && random.nextInt(width) == 0) {
        clock++;
      }
    }
  }

  private void add(long time, int key) {
    messages.add(new Message(time, key, random.nextInt(10) == 0 ? null : value--, arrival));
  }
}
