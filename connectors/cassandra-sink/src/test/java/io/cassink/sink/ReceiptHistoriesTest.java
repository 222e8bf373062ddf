package io.cassink.sink;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import io.cassink.sink.receipts.MockClients;
import io.cassink.sink.receipts.TaskReceipts;
import io.cassink.sink.simulate.time.VirtualTiming;
import io.cassink.sink.write.ScriptedCluster;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;

/**
 * Random histories of two partitions: rows that overwrite each other, answers and failures of
 * servers in any order, receipts that are acknowledged late, partitions that are taken away, kills.
 * Whatever happens, nothing is told before its row is there, nothing is committed before it is
 * told, all is told in the end, and once where that is promised.
 */
class ReceiptHistoriesTest {
  private static final int RECORDS = 60;

  /** Of each kind. Many more, as {@code -Dhistories=10000}, after a change of receipts. */
  private static final int HISTORIES = Integer.getInteger("histories", 60);

  /** So long things go wrong. Then a task that goes on comes to its end. */
  private static final int DISTURBED_STEPS = 3_000;

  private static final List<TopicPartition> PARTITIONS =
      List.of(new TopicPartition("t", 0), new TopicPartition("t", 1));

  @ParameterizedTest
  @CsvSource({"record, false", "record, true", "range, true"})
  void tellEachRecordAfterItsRowAndBeforeItsCommit(String mode, boolean transactional)
      throws Exception {
    // Brokers are often slow here, of which the log would tell.
    try (Logged logged = new Logged(TaskReceipts.class.getName(), Level.OFF)) {
      for (int seed = 1; seed <= HISTORIES; seed++) {
        try {
          new History(mode, transactional, seed).run();
        } catch (Throwable e) {
          throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
        }
      }
      assertThat(logged.events()).isEmpty();
    }
  }

  /** Whether a history finds something wrong; for the sink with a fault in it. */
  public static boolean isWrong(String mode, boolean transactional, int rounds) {
    try (Logged logged = new Logged(Logger.ROOT_LOGGER_NAME, Level.OFF)) {
      for (int seed = 1; seed <= rounds; seed++) {
        try {
          new History(mode, transactional, seed).run();
        } catch (Throwable e) {
          return true;
        }
      }
      assertThat(logged.events()).isEmpty();
    }
    return false;
  }

  private static final class History {
    private final boolean isRange;
    private final boolean transactional;
    private final Random random;
    private final VirtualTiming timing;
    private final ScriptedCluster cluster;
    private final MockClients brokers = new MockClients();
    private final ContextStub context = new ContextStub();
    private final Map<TopicPartition, Long> committed = new HashMap<>();
    private final Map<TopicPartition, Long> position = new HashMap<>();

    /** What is in the table, as {@code partition@offset}. */
    private final Set<String> durable = new HashSet<>();

    /** The offsets whose receipts are acknowledged, by partition. */
    private final List<BitSet> acknowledged = List.of(new BitSet(), new BitSet());

    /** What was told since its partition was opened, so that it is told in order. */
    private final Map<Integer, Long> lastTold = new HashMap<>();

    /** Whether records are taken at once, because every partition is opened. */
    private boolean isReady;

    /** Until when brokers do not answer, so that the receipts' thread blocks. */
    private long blockedUntil;

    private StartedSink sink;

    History(String mode, boolean transactional, long seed) {
      this.isRange = mode.equals("range");
      this.transactional = transactional;
      this.random = new Random(seed);
      this.timing = new VirtualTiming(seed);
      this.cluster = new ScriptedCluster(timing);
      timing.blockThreads(() -> blockedUntil);
      brokers.onSend = this::sent;
      brokers.onAcknowledge = this::acknowledged;
    }

    void run() throws Exception {
      start();
      for (int steps = 0; !isDone(); steps++) {
        assertThat(steps).as("a task that goes on comes to its end").isLessThan(20_000);
        step(steps < DISTURBED_STEPS);
      }
      check();
      sink.stop();
    }

    private void start() throws Exception {
      Map<String, String> config = new HashMap<>();
      config.put("name", "test");
      config.put("topic.t.ks.t.mapping", "id=key, a=value.a");
      config.put("order", "log");
      config.put("order.epoch", "1000");
      config.put("retry.timeout", "-1");
      config.put("receipts.topic", "written");
      config.put("receipts.bootstrap.servers", "a.example:9092");
      config.put("receipts.mode", isRange ? "range" : "record");
      config.put("receipts.transactional", String.valueOf(transactional));
      config.put("maxNumberOfRecordsInBatch", String.valueOf(1 + random.nextInt(4)));
      sink =
          ScriptedSink.start(
              config, context, cluster, timing, () -> {}, new ReportedRecords(), brokers);
      PARTITIONS.forEach(this::opens);
    }

    private void opens(TopicPartition partition) {
      context.assigned.add(partition);
      position.put(partition, committed.getOrDefault(partition, 0L));
      lastTold.remove(partition.partition());
      isReady = false;
      sink.open(List.of(partition));
    }

    private void step(boolean isDisturbed) throws Exception {
      int drawn = random.nextInt(20);
      if (!isDisturbed && (drawn < 3 || drawn == 15 || drawn == 16)) {
        return;
      }
      switch (drawn) {
        case 0 -> {
          // Killed: what is in flight may still arrive.
          while (cluster.waiting() > 0) {
            answer(random.nextBoolean());
          }
          sink.stop();
          context.assigned.clear();
          context.paused.clear();
          start();
        }
        case 1, 2 -> {
          TopicPartition taken = PARTITIONS.get(random.nextInt(2));
          if (random.nextBoolean()) {
            commit();
          }
          context.assigned.remove(taken);
          sink.close(List.of(taken));
          // The worker forgets that it was paused.
          context.paused.remove(taken);
          put(random.nextInt(3));
          opens(taken);
        }
        case 3, 4, 5 -> commit();
        case 16 -> rewind(PARTITIONS.get(random.nextInt(2)));
        case 6, 7, 8, 9, 10 -> {
          if (cluster.waiting() > 0) {
            answer(!isDisturbed || random.nextInt(5) > 0);
          }
        }
        case 11, 12, 13 -> acknowledge();
        case 14 -> timing.run(() -> false, Duration.ofMillis(random.nextInt(6_000)).toNanos());
        case 15 -> {
          // Not while it is blocked already: its operations keep their order.
          if (blockedUntil < timing.nanoTime()) {
            blockedUntil = timing.nanoTime() + Duration.ofMillis(random.nextInt(500)).toNanos();
          }
        }
        default -> put(random.nextInt(8));
      }
    }

    /** As the worker does after a put that has failed, with the partition in the same hands. */
    private void rewind(TopicPartition partition) {
      long from = committed.getOrDefault(partition, 0L);
      if (isReady && context.paused.isEmpty() && from < position.get(partition)) {
        position.put(partition, from);
        lastTold.remove(partition.partition());
        put(1 + random.nextInt(7));
      }
    }

    private void put(int most) {
      List<SinkRecord> records = new ArrayList<>();
      for (TopicPartition partition : context.assigned) {
        long next = position.get(partition);
        for (int i = 0; i < most && next < RECORDS && context.paused.isEmpty(); i++) {
          records.add(record(partition, next++));
        }
        position.put(partition, next);
      }
      sink.put(records);
      isReady |= context.paused.isEmpty();
      timing.run(() -> false, 1_000_000);
    }

    /** The same one each time it is read. */
    private static SinkRecord record(TopicPartition partition, long offset) {
      Random own = new Random(31 * offset + partition.partition());
      String value =
          switch (own.nextInt(8)) {
            case 0 -> null;
            case 1 -> "{}";
            default -> "{\"a\":\"" + offset + "\"}";
          };
      String key = "k" + own.nextInt(3);
      return new SinkRecord(
          "t",
          partition.partition(),
          null,
          key,
          null,
          value,
          offset,
          5L,
          TimestampType.CREATE_TIME);
    }

    private void answer(boolean well) {
      int index = random.nextInt(cluster.waiting());
      if (well) {
        durable.addAll(cluster.positionsOf(index));
      }
      cluster.answer(index, well ? null : new ClosedConnectionException("gone"));
    }

    private void acknowledge() {
      for (int some = random.nextInt(6); some > 0 && brokers.plain != null; some--) {
        brokers.plain.completeNext();
      }
    }

    private void commit() {
      Map<TopicPartition, OffsetAndMetadata> current = new HashMap<>();
      for (TopicPartition partition : context.assigned) {
        current.put(partition, new OffsetAndMetadata(position.get(partition)));
      }
      sink.preCommit(current)
          .forEach((partition, offset) -> committed.put(partition, offset.offset()));
      committed.forEach(
          (partition, offset) -> {
            if (transactional) {
              assertThat(Math.max(0, brokers.progress(partition))).isGreaterThanOrEqualTo(offset);
            } else {
              assertThat(toldBelow(partition)).isGreaterThanOrEqualTo(offset);
            }
          });
    }

    private void sent(ProducerRecord<byte[], byte[]> message) {
      if (isRange) {
        return;
      }
      int partition = Integer.parseInt(header(message, "cassink.partition"));
      long offset = Long.parseLong(header(message, "cassink.offset"));
      assertThat(durable).contains(partition + "@" + offset);
      assertThat(offset).isGreaterThan(lastTold.getOrDefault(partition, -1L));
      lastTold.put(partition, offset);
    }

    private long toldBelow(TopicPartition partition) {
      return acknowledged.get(partition.partition()).nextClearBit(0);
    }

    private static String header(ProducerRecord<byte[], byte[]> message, String name) {
      return new String(message.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private void acknowledged(ProducerRecord<byte[], byte[]> message) {
      if (!isRange) {
        int partition = Integer.parseInt(header(message, "cassink.partition"));
        acknowledged.get(partition).set(Integer.parseInt(header(message, "cassink.offset")));
      }
    }

    private static List<Long> offsets(long until) {
      List<Long> all = new ArrayList<>();
      for (long offset = 0; offset < until; offset++) {
        all.add(offset);
      }
      return all;
    }

    private static long number(String range, String name) {
      return Long.parseLong(range.replaceAll(".*\"" + name + "\":(\\d+).*", "$1"));
    }

    private boolean isDone() {
      return committed.size() == 2 && committed.values().stream().allMatch(at -> at == RECORDS);
    }

    private void check() throws Exception {
      for (TopicPartition partition : PARTITIONS) {
        if (isRange) {
          long next = 0;
          long counted = 0;
          for (ProducerRecord<byte[], byte[]> message : brokers.committed(partition)) {
            String range = new String(message.value(), StandardCharsets.UTF_8);
            assertThat(range).contains("\"from\":" + next + ",");
            next = number(range, "to");
            counted += number(range, "written");
            counted += number(range, "deleted");
            counted += number(range, "superseded");
          }
          assertThat(next).isEqualTo(RECORDS);
          assertThat(counted).isEqualTo(RECORDS);
        } else if (transactional) {
          assertThat(brokers.committed(partition))
              .extracting(message -> Long.parseLong(header(message, "cassink.offset")))
              .containsExactlyElementsOf(offsets(RECORDS));
        } else {
          assertThat(toldBelow(partition)).isEqualTo(RECORDS);
        }
      }
    }
  }
}
