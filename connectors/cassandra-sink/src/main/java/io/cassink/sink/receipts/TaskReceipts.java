package io.cassink.sink.receipts;

import io.cassink.sink.config.ReceiptSettings;
import io.cassink.sink.metrics.ReceiptMetrics;
import io.cassink.sink.order.HeldRecords;
import io.cassink.sink.order.PartitionAccount;
import io.cassink.sink.order.Ticket;
import io.cassink.sink.rows.Row;
import io.cassink.sink.rows.RowWatch;
import io.cassink.sink.timing.TaskThread;
import io.cassink.sink.timing.Timing;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The receipts of a task: hands batches over to their own thread, and takes what came of them. */
public final class TaskReceipts implements Receipts {
  private static final Logger LOG = LoggerFactory.getLogger(TaskReceipts.class);

  /** What brokers are waited for at least, however short {@code retry.timeout} is. */
  private static final Duration LEAST_BUDGET = Duration.ofSeconds(30);

  /** How much longer the task waits than its clients, which know better why nothing comes. */
  private static final Duration SLACK = Duration.ofSeconds(10);

  /** How often the log says that something is still not told. */
  private static final Duration WARNING = Duration.ofSeconds(30);

  private final String topic;
  private final Gathering gathering;
  private final boolean countsOnly;
  private final Duration budget;
  private final long mostBytes;
  private final HeldRecords held;
  private final ReceiptMetrics metrics;
  private final Runnable wake;
  private final Timing timing;
  private final TaskThread thread;
  private final Teller teller;
  private final ReceiptFailures failures;
  private final Map<TopicPartition, PartitionReceipts> partitions = new HashMap<>();
  private final Map<TopicPartition, Future<Long>> opening = new HashMap<>();
  private final LinkedBlockingQueue<Batch.Outcome> outcomes = new LinkedBlockingQueue<>();
  private final RowWatch watch = this::made;

  private record Failure(Batch batch, ConnectException reason) {}

  /** Why the task must stop, or null; thrown again until it does. */
  private Failure failure;

  private long warnedAt;

  /**
   * @param name of the connector and the task, for the thread
   * @param retryTimeout how long brokers may take
   * @param mostBytes of the heap that all records of the task may take
   * @param wake lets the task's thread go on when it waits for memory; called by any thread
   */
  public TaskReceipts(
      ReceiptSettings settings,
      String name,
      Duration retryTimeout,
      long mostBytes,
      ReceiptClients clients,
      HeldRecords held,
      ReceiptMetrics metrics,
      Runnable wake,
      Timing timing) {
    this.topic = settings.topic();
    this.gathering = Gathering.of(settings);
    this.countsOnly = settings.mode() == ReceiptSettings.Mode.RANGE;
    this.budget = budget(retryTimeout);
    this.mostBytes = mostBytes;
    this.wake = wake;
    this.held = held;
    this.metrics = metrics;
    this.timing = timing;
    this.failures = new ReceiptFailures(topic);
    this.warnedAt = timing.nanoTime();
    Messages messages =
        countsOnly ? new RangeMessages(topic, settings.configHash()) : new RecordMessages(topic);
    this.teller =
        settings.transactional()
            ? new TransactionalTeller(clients, messages, timing)
            : new PlainTeller(clients, messages);
    this.thread = timing.thread("cassink-receipts-" + name);
  }

  /** How long brokers are waited for. */
  public static Duration budget(Duration retryTimeout) {
    return retryTimeout.compareTo(LEAST_BUDGET) < 0 ? LEAST_BUDGET : retryTimeout;
  }

  @Override
  public PartitionAccount account(TopicPartition partition) {
    PartitionReceipts before = partitions.get(partition);
    PartitionReceipts receipts =
        new PartitionReceipts(
            partition, countsOnly, before == null ? List.of() : before.toldUntil(), held, timing);
    partitions.put(partition, receipts);
    return receipts;
  }

  @Override
  public RowWatch watch() {
    return watch;
  }

  private void made(Ticket ticket, List<Row> rows) {
    partitions.get(ticket.partition()).made(rows);
  }

  @Override
  public void open(Collection<TopicPartition> opened) {
    for (TopicPartition partition : opened) {
      opening.put(partition, thread.submit(() -> teller.open(partition)));
    }
  }

  @Override
  public boolean isReady() {
    Iterator<Map.Entry<TopicPartition, Future<Long>>> all = opening.entrySet().iterator();
    while (all.hasNext()) {
      Map.Entry<TopicPartition, Future<Long>> next = all.next();
      if (next.getValue().isDone()) {
        partitions.get(next.getKey()).toldUntil(opened(next.getKey(), next.getValue()));
        all.remove();
      }
    }
    return opening.isEmpty();
  }

  private long opened(TopicPartition partition, Future<Long> opened) {
    try {
      return opened.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectException("interrupted", e);
    } catch (ExecutionException e) {
      throw failures.notOpened(partition, e.getCause());
    }
  }

  /** What is revoked is not told any more; whoever reads it next tells it. */
  @Override
  public void close(Collection<TopicPartition> closed) {
    for (TopicPartition partition : closed) {
      partitions.remove(partition);
      opening.remove(partition);
      thread.submit(
          () -> {
            teller.close(partition);
            return null;
          });
    }
    if (failure != null && failure.batch().isRevoked()) {
      failure = null;
    }
    show();
  }

  @Override
  public void goOn() {
    takeOutcomes();
    handOver(isShortOfMemory());
  }

  /** What gathers must not keep the task from taking more records. */
  private boolean isShortOfMemory() {
    long bytes = 0;
    for (PartitionReceipts receipts : partitions.values()) {
      bytes += receipts.waitingBytes();
    }
    return bytes > mostBytes / 2;
  }

  @Override
  public void poll() {
    goOn();
    show();
    if (failure != null) {
      throw failure.reason();
    }
  }

  private void takeOutcomes() {
    for (Batch.Outcome next = outcomes.poll(); next != null; next = outcomes.poll()) {
      take(next);
    }
  }

  private void take(Batch.Outcome outcome) {
    Batch batch = outcome.batch();
    metrics.told(outcome.receipts());
    if (batch.isRevoked()) {
      return;
    }
    if (outcome.error() == null) {
      partitions.get(batch.partition).told(batch);
    } else if (failure == null) {
      failure = new Failure(batch, failures.notTold(batch, outcome.error()));
    }
  }

  private void handOver(boolean everything) {
    for (PartitionReceipts receipts : partitions.values()) {
      if (gathering.isDue(receipts, everything, timing.nanoTime())) {
        Batch batch = receipts.handOver(this::cameBack);
        thread.submit(
            () -> {
              tell(batch);
              return null;
            });
      }
    }
  }

  /** Called by any thread. */
  private void cameBack(Batch.Outcome outcome) {
    outcomes.add(outcome);
    wake.run();
  }

  /** An Error, too, must not leave the task waiting. */
  private void tell(Batch batch) {
    try {
      teller.tell(batch);
    } catch (Throwable e) {
      batch.finish(0, e);
      throw e;
    }
  }

  private void show() {
    long waiting = 0;
    PartitionReceipts oldest = null;
    for (PartitionReceipts receipts : partitions.values()) {
      waiting += receipts.waiting();
      if (receipts.waiting() > 0
          && (oldest == null || receipts.waitingSince() - oldest.waitingSince() < 0)) {
        oldest = receipts;
      }
    }
    metrics.waiting(waiting, oldest == null ? 0 : oldest.waitingSince());
    if (oldest != null) {
      look(oldest);
    }
  }

  /** Warns of receipts that wait for long, and gives them up. */
  private void look(PartitionReceipts oldest) {
    long now = timing.nanoTime();
    Duration waited = Duration.ofNanos(now - oldest.waitingSince());
    if (waited.compareTo(budget.plus(SLACK)) > 0 && failure == null && oldest.hasHandedOver()) {
      failure = new Failure(oldest.first(), failures.late(oldest.first(), waited));
    } else if (waited.compareTo(WARNING) > 0 && now - warnedAt > WARNING.toNanos()) {
      warnedAt = now;
      LOG.error(
          "{}: the receipts from offset {} on are not acknowledged by the topic {} for {} s; the"
              + " offset is held before them",
          oldest.partition(),
          oldest.untoldFrom(),
          topic,
          waited.toSeconds());
    }
  }

  @Override
  public void awaitTold(Duration atMost) throws InterruptedException {
    long end = timing.nanoTime() + atMost.toNanos();
    takeOutcomes();
    handOver(true);
    while (hasUntold() && failure == null) {
      long left = end - timing.nanoTime();
      if (left <= 0) {
        break;
      }
      Batch.Outcome next = timing.poll(outcomes, left);
      if (next != null) {
        take(next);
        handOver(true);
      }
    }
    show();
  }

  @Override
  public boolean isPending() {
    return hasUntold() || !opening.isEmpty();
  }

  private boolean hasUntold() {
    for (PartitionReceipts receipts : partitions.values()) {
      if (receipts.waiting() > 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void stop() {
    thread.interrupt();
    teller.stop();
  }
}
