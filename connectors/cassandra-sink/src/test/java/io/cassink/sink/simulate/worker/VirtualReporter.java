package io.cassink.sink.simulate.worker;

import io.cassink.sink.simulate.generate.Disturbance.Kind;
import io.cassink.sink.simulate.time.VirtualTiming;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;

/** Connect's reporter with its dead-letter topic. */
final class VirtualReporter implements ErrantRecordReporter {
  private final VirtualTiming timing;
  private final Weather weather;
  private final Random random;

  /** How many letters there are of each record, by {@code partition@offset}. */
  private final Map<String, Integer> letters;

  private final List<CompletableFuture<Void>> pending = new ArrayList<>();

  VirtualReporter(
      VirtualTiming timing, Weather weather, Random random, Map<String, Integer> letters) {
    this.timing = timing;
    this.weather = weather;
    this.random = random;
    this.letters = letters;
  }

  static Map<String, Integer> newTopic() {
    return new TreeMap<>();
  }

  @Override
  public Future<Void> report(SinkRecord record, Throwable error) {
    CompletableFuture<Void> written = new CompletableFuture<>();
    pending.add(written);
    boolean fails = weather.is(Kind.REPORTER_FAILS, timing.nanoTime()) && random.nextBoolean();
    timing.after(
        random.nextInt(fails ? 2_000 : 60) * 1_000_000L,
        () -> {
          pending.remove(written);
          if (fails) {
            written.completeExceptionally(new ConnectException("no leader"));
          } else {
            letters.merge(
                record.originalKafkaPartition() + "@" + record.originalKafkaOffset(),
                1,
                Integer::sum);
            written.complete(null);
          }
        });
    return written;
  }

  /** Connect waits for all reports before it asks what to commit. */
  void awaitAll() {
    while (!timing.run(pending::isEmpty, 1_000_000_000L)) {
      // They all end.
    }
  }
}
