package io.cassink.sink.order;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * One partition, one sink that is killed again and again, and a table with Cassandra's rule: the
 * higher write time wins, and of equal ones the tombstone, else the larger value. Values fall, so
 * of two equal write times the record that should win always loses.
 *
 * <p>Writes are in flight across deliveries and are carried out in any order. At a kill half of
 * them are lost; the others may still be carried out long after.
 */
final class WriteTimeSimulation {
  /** A record: a null value deletes. */
  record Message(long milliseconds, int key, Long value) {}

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

  WriteTimeSimulation(List<Message> log, Supplier<PartitionOrder> scheme, long seed) {
    this.log = log;
    this.scheme = scheme;
    this.random = new Random(seed);
  }

  /** The number of keys whose row is wrong in the end. */
  int wrongRows(int crashes) {
    for (int crash = 0; crash < crashes; crash++) {
      run(false);
    }
    run(true);
    return (int)
        expected().entrySet().stream()
            .filter(row -> !row.getValue().equals(valueOf(table.get(row.getKey()))))
            .count();
  }

  /** From the committed offset to a kill, or to the end. */
  private void run(boolean toTheEnd) {
    PartitionOrder order = scheme.get();
    PartitionProgress progress =
        new PartitionProgress(new TopicPartition("t", 0), new HeldRecords());
    long left = log.size() - committed;
    long killAt = toTheEnd ? log.size() : committed + (long) (random.nextDouble() * left);
    long position = committed;
    while (position < killAt) {
      long until = Math.min(killAt, position + 1 + random.nextInt(400));
      for (; position < until; position++) {
        deliver(position, order, progress);
      }
      carryOut(random.nextInt(inFlight.size() + 1));
      if (random.nextInt(3) == 0) {
        commit(order, progress);
      }
    }
    if (toTheEnd) {
      carryOut(inFlight.size());
    } else {
      inFlight.removeIf(sent -> random.nextBoolean());
    }
  }

  private void deliver(long offset, PartitionOrder order, PartitionProgress progress) {
    Message message = log.get((int) offset);
    Ticket ticket = progress.add(new SinkRecord("t", 0, null, null, null, null, offset));
    order.begin(offset, message.milliseconds());
    long time = order.writeTime(message.key() * 0x9e3779b97f4a7c15L);
    inFlight.add(new Sent(message.key(), new Cell(time, message.value()), ticket));
  }

  private void carryOut(int count) {
    for (int i = 0; i < count; i++) {
      int chosen = random.nextInt(inFlight.size());
      Sent sent = inFlight.set(chosen, inFlight.get(inFlight.size() - 1));
      inFlight.remove(inFlight.size() - 1);
      table.merge(sent.key(), sent.cell(), (old, now) -> old.loses(now) ? now : old);
      sent.ticket().release();
    }
  }

  private void commit(PartitionOrder order, PartitionProgress progress) {
    long done = progress.completed();
    order.completed(done);
    committed = Math.max(committed, order.replayFrom(done));
  }

  /** The fold of the log by time, then offset. */
  private Map<Integer, String> expected() {
    Map<Integer, String> rows = new HashMap<>();
    log.stream()
        .sorted(Comparator.comparingLong(Message::milliseconds))
        .forEach(message -> rows.put(message.key(), valueOf(new Cell(0, message.value()))));
    return rows;
  }

  private static String valueOf(Cell cell) {
    return cell == null ? "never written" : cell.value() == null ? "deleted" : "" + cell.value();
  }
}
