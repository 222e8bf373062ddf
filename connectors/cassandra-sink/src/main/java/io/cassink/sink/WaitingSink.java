package io.cassink.sink;

import io.cassink.sink.cluster.NotReadyException;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.timing.TaskThread;
import io.cassink.sink.timing.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task whose cluster is down, or whose predecessor has not stopped. Consumption is paused and the
 * consumer keeps polling, so no rebalance is caused, while a thread of its own tries to connect
 * until the budget is spent.
 */
final class WaitingSink {
  private static final Logger LOG = LoggerFactory.getLogger(WaitingSink.class);

  /** When to be called again, in milliseconds. */
  private static final long SOON = 200;

  private static final Duration FIRST_DELAY = Duration.ofMillis(500);
  private static final Duration LONGEST_DELAY = Duration.ofSeconds(10);

  /** One attempt to start the sink. */
  @FunctionalInterface
  interface Attempt {
    /**
     * @throws NotReadyException where trying again can help
     * @throws ConnectException where it cannot
     */
    StartedSink start() throws NotReadyException;
  }

  private final SinkTaskContext context;
  private final String name;
  private final Duration budget;
  private final Attempt attempt;
  private final Timing timing;
  private final TaskThread thread;
  private final CompletableFuture<StartedSink> started = new CompletableFuture<>();
  private final Set<TopicPartition> opened = new HashSet<>();

  /** Records that were delivered before the pause took effect. */
  private final List<SinkRecord> delivered = new ArrayList<>();

  /** Of the task's start; after that these belong to the connecting thread. */
  private final long since;

  private NotReadyException last;
  private Duration delay = FIRST_DELAY;
  private int attempts = 1;

  /**
   * @param first why the task could not start at once
   */
  WaitingSink(
      SinkSettings settings,
      SinkTaskContext context,
      Attempt attempt,
      NotReadyException first,
      Timing timing) {
    this.context = context;
    this.budget = settings.retryTimeout();
    this.attempt = attempt;
    this.last = first;
    this.timing = timing;
    this.since = timing.nanoTime();
    this.thread = timing.thread("cassink-connect-" + settings.name());
    this.name = settings.name();
    LOG.warn("{}: waiting until {}: {}", name, first.awaited(), first.getMessage());
    tryLater();
  }

  private void tryLater() {
    long waited = timing.nanoTime() - since;
    if (waited >= budget.toNanos()) {
      started.completeExceptionally(
          new ConnectException(
              last.getMessage()
                  + "; tried "
                  + attempts
                  + " times in "
                  + TimeUnit.NANOSECONDS.toSeconds(waited)
                  + " s (retry.timeout). No record is lost: restart the task when "
                  + last.awaited(),
              last));
      return;
    }
    thread.after(delay, this::tryNow);
    delay = delay.multipliedBy(2);
    delay = delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
  }

  private void tryNow() {
    attempts++;
    try {
      started.complete(attempt.start());
    } catch (NotReadyException e) {
      last = e;
      tryLater();
    } catch (Throwable e) {
      // An Error too, so that put does not wait for ever.
      started.completeExceptionally(e);
    }
  }

  void open(Collection<TopicPartition> partitions) {
    opened.addAll(partitions);
    context.pause(partitions.toArray(new TopicPartition[0]));
  }

  void close(Collection<TopicPartition> partitions) {
    opened.removeAll(partitions);
    delivered.removeIf(
        record ->
            partitions.contains(
                new TopicPartition(record.originalTopic(), record.originalKafkaPartition())));
  }

  /**
   * @return the sink once it is started; everything that was delivered has been passed to it
   * @throws ConnectException once trying again cannot help, or the budget is spent
   */
  Optional<StartedSink> put(Collection<SinkRecord> records) {
    delivered.addAll(records);
    if (!started.isDone()) {
      context.timeout(SOON);
      return Optional.empty();
    }
    thread.finish();
    StartedSink sink = result();
    LOG.info(
        "{}: started after {} s; records that were waiting: {}",
        name,
        TimeUnit.NANOSECONDS.toSeconds(timing.nanoTime() - since),
        delivered.size());
    sink.open(opened);
    context.resume(opened.toArray(new TopicPartition[0]));
    sink.put(delivered);
    return Optional.of(sink);
  }

  private StartedSink result() {
    try {
      return started.join();
    } catch (CompletionException e) {
      throw new ConnectException(e.getCause().getMessage(), e.getCause());
    }
  }

  /** A connection that is being made meanwhile is closed once it is made. */
  void stop() {
    thread.finish();
    started.thenAccept(StartedSink::stop);
  }
}
