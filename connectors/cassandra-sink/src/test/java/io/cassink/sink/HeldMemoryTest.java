package io.cassink.sink;

import static io.cassink.sink.ScriptedSink.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import io.cassink.sink.timing.FakeTiming;
import io.cassink.sink.write.ScriptedCluster;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.SchemaBuilder;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the heap holds for records that are not done, and that the task stops taking more. */
class HeldMemoryTest {
  private static final long MOST = 16 << 20;

  private final FakeTiming timing = new FakeTiming();
  private final ContextStub context = new ContextStub();
  private final ScriptedCluster cluster = new ScriptedCluster(timing);
  private StartedSink sink;

  /** As Connect's own record, which keeps the bytes that were read. */
  private static final class ReadRecord extends SinkRecord {
    private final byte[] raw;

    ReadRecord(long offset, Object value, byte[] raw) {
      super(
          "t",
          0,
          null,
          "k" + offset,
          null,
          value,
          offset,
          1000L + offset,
          TimestampType.CREATE_TIME);
      this.raw = raw;
    }

    @Override
    public boolean equals(Object other) {
      return other == this;
    }

    @Override
    public int hashCode() {
      return raw.length;
    }
  }

  private void start(String... keysValues) throws Exception {
    Map<String, String> config = new HashMap<>();
    config.put("name", "held");
    config.put("topic.t.ks.t.mapping", "id=key, a=value.a");
    config.put("order", "log");
    config.put("order.epoch", "0");
    for (int i = 0; i < keysValues.length; i += 2) {
      config.put(keysValues[i], keysValues[i + 1]);
    }
    sink = ScriptedSink.start(config, context, cluster, timing, () -> {});
    context.assigned.add(PARTITION);
    sink.open(List.of(PARTITION));
  }

  private void reportsLetters() {
    context.reporter = (record, error) -> CompletableFuture.completedFuture(null);
  }

  @AfterEach
  void stop() {
    sink.stop();
  }

  private long held() throws Exception {
    ObjectName name = new ObjectName("cassink.sink:type=task-metrics,connector=held,task=0");
    return ((Number)
            ManagementFactory.getPlatformMBeanServer().getAttribute(name, "bytes-in-flight"))
        .longValue();
  }

  private static SinkRecord large(long offset) {
    String value = "{\"a\":\"x\",\"payload\":\"" + "y".repeat(300_000) + "\"}";
    return new ReadRecord(offset, value, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Three records a call, as a consumer hands them out of fetches of 1 MiB. */
  private long takenUntilPaused(long most) {
    long offset = 0;
    while (context.paused.isEmpty() && offset < most) {
      sink.put(List.of(large(offset++), large(offset++), large(offset++)));
    }
    return offset;
  }

  @Test
  void wholeRecordsCountUntilTheyAreDone() throws Exception {
    reportsLetters();
    start("errors.tolerance", "all");
    long taken = takenUntilPaused(3_000);
    assertThat(taken * 600_000).isCloseTo(MOST, within(3 * 600_000L));
    assertThat(held()).isCloseTo(taken * 600_000, within(100_000L));
    cluster.answerAll(null);
    sink.put(List.of());
    assertThat(context.paused).isEmpty();
    assertThat(committed(taken)).isEqualTo(taken);
    assertThat(held()).isZero();
  }

  @Test
  void theTaskWaitsAndGoesOnWhileTheClusterFailsForTenMinutes() throws Exception {
    reportsLetters();
    start("errors.tolerance", "all", "retry.timeout", "3600");
    long taken = takenUntilPaused(3_000);
    long end = timing.now + Duration.ofMinutes(10).toNanos();
    while (timing.now < end) {
      cluster.answerAll(new ClosedConnectionException("silent"));
      sink.put(List.of());
      assertThat(context.paused).containsExactly(PARTITION);
      timing.now += Duration.ofMillis(100).toNanos();
    }
    for (int i = 0; i < 200; i++) {
      cluster.answerAll(null);
      sink.put(List.of());
      timing.now += Duration.ofMillis(100).toNanos();
    }
    assertThat(context.paused).isEmpty();
    assertThat(committed(taken)).isEqualTo(taken);
  }

  /** Their rows may have to be made again: LiveTables. */
  @Test
  void soTheyDoWithoutAReporter() throws Exception {
    start();
    long taken = takenUntilPaused(3_000);
    assertThat(held()).isCloseTo(taken * 600_000, within(100_000L));
  }

  @Test
  void recordsThatAreDoneCountNoMoreButTheirTicketsDoUntilTheEarlierOnesAreDone() throws Exception {
    start("maxNumberOfRecordsInBatch", "1");
    sink.put(List.of(large(0), large(1), large(2)));
    long three = held();
    cluster.answer(1, null);
    cluster.answer(1, null);
    sink.put(List.of());
    assertThat(held()).isCloseTo(three / 3 + 2 * 64, within(50L));
    cluster.answerAll(null);
    sink.put(List.of());
    assertThat(held()).isZero();
  }

  @Test
  void aRevokedPartitionHoldsNothing() throws Exception {
    reportsLetters();
    start(
        "errors.tolerance", "all", "maxConcurrentRequests", "1", "maxNumberOfRecordsInBatch", "1");
    sink.put(List.of(large(0), large(1), large(2)));
    sink.close(List.of(PARTITION));
    sink.put(List.of());
    assertThat(held()).isCloseTo(600_000, within(10_000L));
    cluster.answerAll(null);
    sink.put(List.of());
    assertThat(held()).isZero();
  }

  private long committed(long position) {
    return sink.preCommit(Map.of(PARTITION, new OffsetAndMetadata(position)))
        .get(PARTITION)
        .offset();
  }

  @Test
  void whatIsCountedIsWhatTheHeapHolds() throws Exception {
    reportsLetters();
    start("errors.tolerance", "all", "maxBytesInFlight", String.valueOf(1 << 30));
    String text = "{\"a\":\"x\",\"payload\":\"" + "y".repeat(1_000) + "\"}";
    assertCounted(
        20_000,
        offset ->
            new ReadRecord(
                offset, new String(text.toCharArray()), text.getBytes(StandardCharsets.UTF_8)));
    assertCounted(
        20_000,
        offset -> {
          Map<String, Object> value = new HashMap<>();
          for (int i = 0; i < 20; i++) {
            value.put(
                "field" + i, i % 2 == 0 ? (Object) (offset * 1_000 + i) : "text " + offset + i);
          }
          value.put("a", "x");
          return new ReadRecord(offset, value, new byte[400]);
        });
    SchemaBuilder builder = SchemaBuilder.struct().field("a", Schema.STRING_SCHEMA);
    for (int i = 0; i < 20; i++) {
      builder.field("f" + i, i % 2 == 0 ? Schema.INT64_SCHEMA : Schema.STRING_SCHEMA);
    }
    Schema schema = builder.build();
    assertCounted(
        20_000,
        offset -> {
          Struct value = new Struct(schema).put("a", "x");
          for (int i = 0; i < 20; i++) {
            value.put("f" + i, i % 2 == 0 ? (Object) (offset * 1_000 + i) : "text " + offset + i);
          }
          return new ReadRecord(offset, value, new byte[200]);
        });
  }

  private interface Maker {
    SinkRecord at(long offset);
  }

  private long nextOffset;

  /**
   * The heap's growth is measured, so the bounds are wide: they catch what is not counted at all.
   * Other tests' threads may end meanwhile and give memory back, which only makes the growth less.
   */
  private void assertCounted(int count, Maker maker) throws Exception {
    long before = used();
    for (int calls = 0; calls < count / 500; calls++) {
      List<SinkRecord> records = new ArrayList<>(500);
      for (int i = 0; i < 500; i++) {
        records.add(maker.at(nextOffset++));
      }
      sink.put(records);
    }
    long grown = used() - before;
    assertThat((double) held() / grown).isBetween(0.6, 2.5);
    while (held() > 0) {
      cluster.answerAll(null);
      sink.put(List.of());
    }
    cluster.forget();
  }

  /**
   * What earlier tests have left to finalizers, cleaners and soft references goes by more than one
   * collection: bytes once none of them frees any.
   */
  private static long used() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 20; i++) {
      System.gc();
      long now = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
      if (used - now < 100_000) {
        return now;
      }
      used = now;
    }
    return used;
  }
}
