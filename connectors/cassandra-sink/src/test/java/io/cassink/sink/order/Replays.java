package io.cassink.sink.order;

import io.cassink.sink.order.WriteTimeSimulation.Message;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Replays from the offsets that an order says, and compares the write times. */
final class Replays {
  private static final int REPLAYS = 8;

  private Replays() {}

  /**
   * Whether some replay gives another write time to a record that was not written, or a higher one
   * to one that was.
   */
  static boolean differ(List<Message> log, Supplier<PartitionOrder> scheme, long seed) {
    Random random = new Random(seed);
    long[] times = times(log, scheme.get(), 0, log.size());
    for (int replay = 0; replay < REPLAYS; replay++) {
      int delivered = random.nextInt(log.size());
      int completed = delivered - random.nextInt(Math.min(delivered + 1, 3_000));
      PartitionOrder order = scheme.get();
      times(log, order, 0, delivered);
      int from = (int) order.replayFrom(completed);
      long[] again = times(log, scheme.get(), from, log.size());
      for (int offset = from; offset < log.size(); offset++) {
        boolean isHigher = again[offset] > times[offset];
        if (isHigher || (offset >= completed && again[offset] != times[offset])) {
          return true;
        }
      }
    }
    return false;
  }

  private static long[] times(List<Message> log, PartitionOrder order, int from, int to) {
    long[] times = new long[to];
    for (int offset = from; offset < to; offset++) {
      Message message = log.get(offset);
      order.begin(offset, message.milliseconds());
      times[offset] = order.writeTime(WriteTimeSimulation.rowOf(message));
    }
    return times;
  }
}
