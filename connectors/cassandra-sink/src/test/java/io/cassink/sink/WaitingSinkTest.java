package io.cassink.sink;

import static io.cassink.sink.ScriptedSink.PARTITION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.cassink.sink.cluster.ClusterUnreachableException;
import io.cassink.sink.cluster.ConnectFailuresTest;
import io.cassink.sink.cluster.TableClaimsTest;
import io.cassink.sink.config.SettingsReader;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.timing.FakeTiming;
import io.cassink.sink.timing.Timing;
import io.cassink.sink.write.ScriptedCluster;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.junit.jupiter.api.Test;

/** A task that is started while its cluster is down. */
class WaitingSinkTest {
  private final ContextStub context = new ContextStub();
  private final ScriptedCluster cluster = new ScriptedCluster(Timing.SYSTEM);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final AtomicInteger attempts = new AtomicInteger();
  private final ClusterUnreachableException down = ConnectFailuresTest.passing();

  private StartedSink connected() {
    try {
      return ScriptedSink.start(
          Map.of("topic.t.ks.t.mapping", "id=key"),
          context,
          cluster,
          Timing.SYSTEM,
          stopped::countDown);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private WaitingSink waiting(Duration budget, WaitingSink.Attempt attempt) {
    SinkSettings settings =
        SettingsReader.read(
                Map.of(
                    "name", "shop",
                    "topic.t.ks.t.mapping", "id=key",
                    "retry.timeout", String.valueOf(budget.toSeconds())))
            .settings()
            .orElseThrow();
    context.assigned.add(PARTITION);
    WaitingSink sink = new WaitingSink(settings, context, attempt, down, Timing.SYSTEM);
    sink.open(List.of(PARTITION));
    return sink;
  }

  private static SinkRecord record(long offset) {
    return new SinkRecord("t", 0, null, "k", null, "", offset, 5L, TimestampType.CREATE_TIME);
  }

  private static Optional<StartedSink> poll(WaitingSink sink) {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < deadline) {
      Optional<StartedSink> started = sink.put(List.of());
      if (started.isPresent()) {
        return started;
      }
      Thread.onSpinWait();
    }
    return Optional.empty();
  }

  @Test
  void consumptionIsPausedUntilTheClusterIsThereAndNothingIsLost() throws Exception {
    CountDownLatch up = new CountDownLatch(1);
    WaitingSink sink =
        waiting(
            Duration.ofMinutes(5),
            () -> {
              attempts.incrementAndGet();
              if (up.getCount() > 0) {
                throw down;
              }
              return connected();
            });
    assertThat(sink.put(List.of(record(0)))).isEmpty();
    assertThat(context.paused).containsExactly(PARTITION);
    assertThat(context.timeout).isEqualTo(200);
    while (attempts.get() == 0) {
      assertThat(sink.put(List.of())).isEmpty();
    }
    up.countDown();
    StartedSink started = poll(sink).orElseThrow();
    assertThat(context.paused).isEmpty();
    assertThat(cluster.offsets()).containsExactly(0L);
    started.stop();
  }

  /** As when no thread can be made any more. */
  @Test
  void anErrorFailsTheTaskInsteadOfLettingItWaitForEver() {
    WaitingSink sink =
        waiting(
            Duration.ofMinutes(5),
            () -> {
              throw new OutOfMemoryError("unable to create native thread");
            });
    assertThatThrownBy(() -> poll(sink))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("unable to create native thread");
    sink.stop();
  }

  @Test
  void aSpentBudgetFailsTheTaskAndSaysWhatToDo() {
    WaitingSink sink =
        waiting(
            Duration.ofSeconds(1),
            () -> {
              throw down;
            });
    assertThatThrownBy(() -> poll(sink))
        .isInstanceOf(ConnectException.class)
        .hasMessageContaining("look at contactPoints")
        .hasMessageContaining("retry.timeout")
        .hasMessageContaining("restart the task when the cluster is up");
    sink.stop();
  }

  @Test
  void whatSomebodyMustMendFailsAtOnce() {
    WaitingSink sink =
        waiting(
            Duration.ofMinutes(5),
            () -> {
              throw new ConnectException("the cluster refuses to log in");
            });
    assertThatThrownBy(() -> poll(sink)).hasMessageContaining("refuses to log in");
  }

  @Test
  void aTaskThatIsStoppedWhileItConnectsLeavesNothingOpen() throws Exception {
    CountDownLatch connecting = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    WaitingSink sink =
        waiting(
            Duration.ofMinutes(5),
            () -> {
              connecting.countDown();
              try {
                answer.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return connected();
            });
    connecting.await();
    sink.stop();
    answer.countDown();
    assertThat(stopped.await(10, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aPartitionThatIsTakenAwayTakesItsRecordsAlong() throws Exception {
    CountDownLatch up = new CountDownLatch(1);
    WaitingSink sink =
        waiting(
            Duration.ofMinutes(5),
            () -> {
              if (up.getCount() > 0) {
                throw down;
              }
              return connected();
            });
    sink.put(List.of(record(0)));
    sink.close(List.of(PARTITION));
    up.countDown();
    poll(sink).orElseThrow().stop();
    assertThat(cluster.offsets()).isEmpty();
  }

  /** As after an update of order or generation beside a task that does not stop in time. */
  @Test
  void aTaskWaitsForItsPredecessorAndSaysWhatItWaitsForAndWhenThatIsOver() {
    FakeTiming timing = new FakeTiming();
    boolean[] taken = {true};
    CassandraSinkTask task =
        new CassandraSinkTask(
            (properties, settings, unused) ->
                () -> {
                  if (taken[0]) {
                    throw TableClaimsTest.taken();
                  }
                  return connected();
                },
            timing);
    task.initialize(context);
    try (Logged logged = new Logged("io.cassink.sink.WaitingSink", Level.INFO)) {
      task.start(Map.of("name", "shop", "topic.t.ks.t.mapping", "id=key"));
      task.open(List.of(PARTITION));
      task.put(List.of(record(0)));
      timing.now += Duration.ofSeconds(40).toNanos();
      timing.carryOutLater();
      task.put(List.of());
      assertThat(context.paused).containsExactly(PARTITION);
      taken[0] = false;
      timing.carryOutLater();
      task.put(List.of());
      assertThat(context.paused).isEmpty();
      assertThat(logged.lines())
          .containsExactly(
              "WARN shop: waiting until the task of the earlier configuration has stopped: ks.t is"
                  + " being written with order=time order.epoch=-1 generation=0 by another task",
              "INFO shop: started after 40 s; records that were waiting: 1");
    }
    task.stop();
  }
}
