package io.cassink.sink.order;

import io.cassink.sink.metrics.TaskMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * One partition, one sink that is killed again and again, and a table with Cassandra's rule: the
 * higher write time wins, and of equal ones the tombstone, else the larger value. Values fall, so
 * of two equal write times the record that should win always loses.
 *
 * <p>Records arrive as time goes by, and after a kill all at once. Writes are in flight across
 * deliveries and are carried out in any order. At a kill half of them are lost; the others may
 * still be carried out long after. Time is virtual.
 */
final class WriteTimeSimulation {
  private static final Duration IDLE = Duration.ofSeconds(5);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final TopicPartition PARTITION = new TopicPartition("t", 0);

  /**
   * A record: a null value deletes.
   *
   * @param arrival nanoseconds
   */
  record Message(long milliseconds, int key, Long value, long arrival) {}

  private record Cell(long writeTime, Long value) {
    boolean loses(Cell other) {
      if (writeTime != other.writeTime) {
        return writeTime < other.writeTime;
      }
      return value != null && (other.value == null || value < other.value);
    }
  }

  private record Sent(int key, Cell cell, Ticket ticket) {}

  private final List<Message> log;
  private final Supplier<PartitionOrder> scheme;
  private final Random random;
  private final Map<Integer, Cell> table = new HashMap<>();
  private final List<Sent> inFlight = new ArrayList<>();
  private long committed;
  private long now;

  /** Until then the cluster answers nothing. */
  private long stuckUntil;

  WriteTimeSimulation(List<Message> log, Supplier<PartitionOrder> scheme, long seed) {
    this.log = log;
    this.scheme = scheme;
    this.random = new Random(seed);
  }

  /** Rounds in which some row is wrong, or a replay gives other write times. */
  static int wrongRounds(LogShape shape, Supplier<PartitionOrder> scheme, int most) {
    int rounds = shape == LogShape.STANDING_CLOCK ? Math.min(most, 6) : most;
    int wrong = 0;
    for (int seed = 0; seed < rounds; seed++) {
      List<Message> all = shape.log(seed);
      // A fault shows where a log ends, and each of its parts is to be the end now and then.
      List<Message> log = all.subList(0, all.size() - new Random(seed).nextInt(all.size() / 2));
      boolean isWrong =
          Replays.differ(log, scheme, seed)
              || new WriteTimeSimulation(log, scheme, seed).wrongRows(6) > 0;
      wrong += isWrong ? 1 : 0;
    }
    return wrong;
  }

  /** The same for order=time; called by name of a class that another class loader has loaded. */
  static int wrongRoundsOfTimeOrder(String shape, int rounds) {
    return wrongRounds(LogShape.valueOf(shape), TimeOrder::new, rounds);
  }

  /** The number of keys whose row is wrong in the end. */
  int wrongRows(int crashes) {
    for (int crash = 0; crash < crashes; crash++) {
      run(false);
    }
    run(true);
    if (committed != log.size()) {
      throw new AssertionError("lag " + (log.size() - committed) + " after all is written");
    }
    Limits limits = new Limits(log);
    Map<Integer, String> fold = fold();
    Map<Integer, String> onePass = onePass();
    return (int)
        fold.keySet().stream()
            .filter(
                key -> {
                  String row = valueOf(table.get(key));
                  return (limits.exact.contains(key) && !row.equals(fold.get(key)))
                      || (limits.repeatable.contains(key) && !row.equals(onePass.get(key)));
                })
            .count();
  }

  /** From the committed offset to a kill, or to the end. */
  private void run(boolean toTheEnd) {
    PartitionStates states =
        new PartitionStates(
            scheme,
            IDLE,
            new TaskMetrics(Duration.ofSeconds(35), () -> now),
            new HeldRecords(),
            now);
    states.called(now, true, false);
    states.open(List.of(PARTITION));
    long left = log.size() - committed;
    long killAt = toTheEnd ? log.size() : committed + (long) (random.nextDouble() * left);
    long position = committed;
    while (position < killAt) {
      long until = poll(position, killAt);
      states.called(now, true, until > position);
      for (; position < until; position++) {
        deliver(position, states);
      }
      // A call in which the task is busy, sometimes for long.
      now += random.nextInt(50) == 0 ? 2 * SECOND : random.nextInt(20_000_000);
      if (random.nextInt(150) == 0) {
        stuckUntil = now + 8 * SECOND;
      }
      if (now >= stuckUntil) {
        carryOut(random.nextInt(inFlight.size() + 1));
      }
      states.advance();
      states.returned(now);
      if (random.nextInt(3) == 0) {
        commit(states, position);
      }
    }
    if (toTheEnd) {
      carryOut(inFlight.size());
      for (int i = 0; i < 9; i++) {
        now += SECOND;
        states.called(now, true, false);
        states.returned(now);
      }
      commit(states, position);
    } else {
      inFlight.removeIf(sent -> random.nextBoolean());
    }
  }

  /** Waits for records, and returns the offset behind those that the poll brings. */
  private long poll(long position, long killAt) {
    long arrival = log.get((int) position).arrival();
    if (arrival > now) {
      now = Math.min(arrival, now + SECOND);
    }
    long until = position;
    long most = Math.min(killAt, position + 1 + random.nextInt(400));
    while (until < most && log.get((int) until).arrival() <= now) {
      until++;
    }
    return until;
  }

  private void deliver(long offset, PartitionStates states) {
    Message message = log.get((int) offset);
    SinkRecord record =
        new SinkRecord("t", 0, null, null, null, null, offset, 0L, TimestampType.CREATE_TIME);
    PartitionState state = states.delivered(record);
    Ticket ticket = state.progress().add(record);
    state.order().begin(offset, message.milliseconds());
    long time = state.order().writeTime(rowOf(message));
    inFlight.add(new Sent(message.key(), new Cell(time, message.value()), ticket));
  }

  static long rowOf(Message message) {
    return message.key() * 0x9e3779b97f4a7c15L;
  }

  /** Mostly those that were sent first, but not in their order. */
  private void carryOut(int count) {
    boolean anyOrder = random.nextInt(4) == 0;
    for (int i = 0; i < count; i++) {
      int among = anyOrder ? inFlight.size() : Math.min(inFlight.size(), 20);
      Sent sent = inFlight.remove(random.nextInt(among));
      table.merge(sent.key(), sent.cell(), (old, now) -> old.loses(now) ? now : old);
      sent.ticket().release();
    }
  }

  private void commit(PartitionStates states, long position) {
    committed =
        states.commits(Map.of(PARTITION, new OffsetAndMetadata(position))).get(PARTITION).offset();
  }

  /** The fold of the log by time, then offset. */
  private Map<Integer, String> fold() {
    Map<Integer, String> rows = new HashMap<>();
    log.stream()
        .sorted(Comparator.comparingLong(Message::milliseconds))
        .forEach(message -> rows.put(message.key(), valueOf(new Cell(0, message.value()))));
    return rows;
  }

  /** What the table holds if the sink is never killed. */
  private Map<Integer, String> onePass() {
    PartitionOrder order = scheme.get();
    Map<Integer, Cell> rows = new HashMap<>();
    for (int offset = 0; offset < log.size(); offset++) {
      Message message = log.get(offset);
      order.begin(offset, message.milliseconds());
      Cell cell = new Cell(order.writeTime(rowOf(message)), message.value());
      rows.merge(message.key(), cell, (old, next) -> old.loses(next) ? next : old);
    }
    Map<Integer, String> values = new HashMap<>();
    rows.forEach((key, cell) -> values.put(key, valueOf(cell)));
    return values;
  }

  private static String valueOf(Cell cell) {
    return cell == null ? "never written" : cell.value() == null ? "deleted" : "" + cell.value();
  }
}
