package io.cassink.sink;

import io.cassink.sink.cluster.ClusterUnreachableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A task whose cluster is down. Consumption is paused and the consumer keeps polling, so no
 * rebalance is caused, while a thread of its own tries to connect until the budget is spent.
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
     * @throws ClusterUnreachableException where trying again can help
     * @throws ConnectException where it cannot
     */
    StartedSink start() throws ClusterUnreachableException;
  }

  private final SinkTaskContext context;
  private final Duration budget;
  private final Attempt attempt;
  private final CompletableFuture<StartedSink> started = new CompletableFuture<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Set<TopicPartition> opened = new HashSet<>();

  /** Records that were delivered before the pause took effect. */
  private final List<SinkRecord> delivered = new ArrayList<>();

  /**
   * @param budget for how long to go on trying
   * @param first why the task could not start at once
   */
  WaitingSink(
      String name,
      SinkTaskContext context,
      Duration budget,
      Attempt attempt,
      ClusterUnreachableException first) {
    this.context = context;
    this.budget = budget;
    this.attempt = attempt;
    LOG.warn("{}: waiting for the cluster: {}", name, first.getMessage());
    Thread thread = new Thread(() -> connect(first), "cassink-connect-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private void connect(ClusterUnreachableException first) {
    ClusterUnreachableException last = first;
    long since = System.nanoTime();
    Duration delay = FIRST_DELAY;
    int attempts = 1;
    try {
      while (System.nanoTime() - since < budget.toNanos()) {
        if (stopped.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
        attempts++;
        try {
          started.complete(attempt.start());
          return;
        } catch (ClusterUnreachableException e) {
          last = e;
        }
        delay = delay.multipliedBy(2);
        delay = delay.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : delay;
      }
      throw new ConnectException(
          last.getMessage()
              + "; tried "
              + attempts
              + " times in "
              + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - since)
              + " s (retry.timeout). No record is lost: restart the task when the cluster is up",
          last);
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
    StartedSink sink = result();
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
    stopped.countDown();
    started.thenAccept(StartedSink::stop);
  }
}
