package io.cassink.sink;

import io.cassink.sink.cluster.ClusterUnreachableException;
import io.cassink.sink.codec.ConversionException;
import io.cassink.sink.config.SetupException;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.metrics.TaskMetrics;
import io.cassink.sink.order.HeldRecords;
import io.cassink.sink.order.LogOrder;
import io.cassink.sink.order.PartitionOrder;
import io.cassink.sink.order.PartitionState;
import io.cassink.sink.order.PartitionStates;
import io.cassink.sink.order.Ticket;
import io.cassink.sink.order.TimeOrder;
import io.cassink.sink.receipts.KafkaReceiptClients;
import io.cassink.sink.receipts.ReceiptClients;
import io.cassink.sink.receipts.Receipts;
import io.cassink.sink.receipts.TaskReceipts;
import io.cassink.sink.timing.Timing;
import io.cassink.sink.write.BadRows;
import io.cassink.sink.write.RecordWriter;
import io.cassink.sink.write.WriteFailedException;
import io.cassink.sink.write.Writer;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * A task that is connected and whose statements are prepared. All calls come from the task's
 * thread.
 *
 * <p>{@code put} returns while its writes are in flight. When they cannot all be sent within 500
 * ms, it pauses consumption and goes on sending in the empty calls that follow. So the consumer
 * keeps polling and no rebalance is caused.
 */
final class StartedSink {
  /** How long a put waits until its rows can be sent, before it pauses consumption. */
  private static final Duration LONGEST_PUT = Duration.ofMillis(500);

  /** How long a commit waits for what is in flight; Connect gives a stopping task 5 seconds. */
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(2);

  /** Milliseconds after which to be called again while something is in flight. */
  private static final long SOON = 100;

  /** Milliseconds after which to be called again while rows wait to be batched. */
  private static final long WHILE_GATHERING = 5;

  private final SinkTaskContext context;
  private final Runnable atStop;
  private final ReportedRecords reported;
  private final Timing timing;
  private final TaskMetrics metrics;
  private final HeldRecords held = new HeldRecords();
  private final BadRecords badRecords;
  private final Receipts receipts;
  private final UnopenedPartitions unopened = new UnopenedPartitions();
  private final RecordWriter records;
  private final PartitionStates partitions;

  /** Milliseconds after which to be called again while commits are held for write times. */
  private final long idleCall;

  private final Consumption consumption;

  /** Prepares the statements. Needs the sink's own handler of bad rows and its metrics. */
  @FunctionalInterface
  interface Preparation {
    RecordWriter prepare(BadRows badRows, TaskMetrics metrics, HeldRecords held)
        throws SetupException, ClusterUnreachableException;
  }

  /**
   * @param atStop releases what the preparation opened
   * @param reported bad records whose dead letters are written already
   */
  StartedSink(
      SinkSettings settings,
      SinkTaskContext context,
      Preparation preparation,
      Runnable atStop,
      ReportedRecords reported,
      Timing timing)
      throws SetupException, ClusterUnreachableException {
    this(settings, context, preparation, atStop, reported, StartedSink::clientsOf, timing);
  }

  /**
   * @param clients of the receipts' Kafka cluster, if there are any
   */
  StartedSink(
      SinkSettings settings,
      SinkTaskContext context,
      Preparation preparation,
      Runnable atStop,
      ReportedRecords reported,
      Function<SinkSettings, ReceiptClients> clients,
      Timing timing)
      throws SetupException, ClusterUnreachableException {
    this.context = context;
    this.atStop = atStop;
    this.reported = reported;
    this.timing = timing;
    this.consumption = new Consumption(context);
    this.metrics = new TaskMetrics(settings.metrics().highestLatency(), timing::nanoTime);
    this.badRecords =
        new BadRecords(context.errantRecordReporter(), settings, metrics, reported, timing);
    this.records =
        preparation.prepare(
            (ticket, table, error) ->
                badRecords.handle(
                    ticket, table + ": the server refuses it: " + error.getMessage(), true, error),
            metrics,
            held);
    this.receipts = receiptsOf(settings, clients);
    this.partitions =
        new PartitionStates(
            () -> newOrder(settings),
            settings.idleRelease(),
            metrics,
            held,
            receipts::account,
            timing.nanoTime());
    this.idleCall = settings.idleRelease().toMillis() / 4;
    MetricExports.of(settings, context).forEach(metrics::showIn);
  }

  private Receipts receiptsOf(
      SinkSettings settings, Function<SinkSettings, ReceiptClients> clients) {
    return settings.receipts().isEmpty()
        ? Receipts.NONE
        : new TaskReceipts(
            settings.receipts().get(),
            settings.name() + "-" + settings.metrics().task(),
            settings.retryTimeout(),
            settings.maxBytesInFlight(),
            clients.apply(settings),
            held,
            metrics.receipts(),
            records.writer()::wake,
            timing);
  }

  private static ReceiptClients clientsOf(SinkSettings settings) {
    return new KafkaReceiptClients(
        settings.receipts().orElseThrow(),
        settings.name(),
        settings.metrics().task(),
        TaskReceipts.budget(settings.retryTimeout()));
  }

  /** New for each partition that is read from its committed offset on. */
  private static PartitionOrder newOrder(SinkSettings settings) {
    return settings.order() == SinkSettings.WriteOrder.LOG
        ? new LogOrder(settings.orderEpoch())
        : new TimeOrder();
  }

  void open(Collection<TopicPartition> opened) {
    partitions.open(opened);
    receipts.open(opened);
    consumption.opened(opened);
  }

  /**
   * What is not sent of these partitions is dropped, for another task may be about to send it.
   * Connect has asked for their last commit before, so that what was in flight had its chance.
   */
  void close(Collection<TopicPartition> closed) {
    partitions.close(closed);
    receipts.close(closed);
    unopened.closed(closed);
    records.writer().dropRevoked();
    badRecords.dropRevoked();
    consumption.closed(closed);
  }

  void put(Collection<SinkRecord> delivered) {
    partitions.called(timing.nanoTime(), !consumption.isPaused(), !delivered.isEmpty());
    records.delivered();
    boolean isReady = receipts.isReady();
    unopened.released(delivered, isReady).forEach(this::take);
    Writer writer = records.writer();
    boolean sent;
    try {
      writer.flushUnlessBusy();
      sent = writer.awaitRoom(LONGEST_PUT, this::tellOn);
      writer.check();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectException("interrupted", e);
    } catch (WriteFailedException e) {
      throw new ConnectException(e.getMessage(), e);
    }
    badRecords.poll();
    partitions.advance();
    receipts.poll();
    metrics.requests().held(held.bytes());
    consumption.set(!sent || !isReady || badRecords.isBlocked(), partitions.waitingForMemory());
    long now = timing.nanoTime();
    metrics.requests().tick(now);
    askToBeCalled();
    partitions.returned(now);
  }

  /** Rows that are written take memory until they are told. */
  private void tellOn() {
    partitions.advance();
    receipts.goOn();
  }

  private void take(SinkRecord record) {
    PartitionState state = partitions.delivered(record);
    if (state.progress().lastOffset() < 0) {
      reported.readFrom(
          new TopicPartition(record.originalTopic(), record.originalKafkaPartition()),
          record.originalKafkaOffset());
    }
    Ticket ticket = state.progress().add(record);
    ticket.keep(RecordSize.of(record));
    try {
      records.write(ticket, state.order(), receipts.watch());
      ticket.release();
    } catch (ConversionException e) {
      badRecords.handle(ticket, e.getMessage(), false, e);
    }
  }

  /** Without a timeout, Connect may leave a task without new records uncalled for a minute. */
  private void askToBeCalled() {
    if (records.writer().isGathering()) {
      context.timeout(WHILE_GATHERING);
      return;
    }
    if (consumption.isPaused()
        || records.writer().inFlight() > 0
        || badRecords.isPending()
        || receipts.isPending()) {
      context.timeout(SOON);
      return;
    }
    boolean awaited = partitions.awaitsRelease();
    if (partitions.wantsRelease()) {
      context.requestCommit();
    }
    if (awaited) {
      context.timeout(idleCall);
    }
  }

  Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> current) {
    drain();
    Map<TopicPartition, OffsetAndMetadata> commits =
        partitions.commits(unopened.committable(current));
    reported.committed(commits);
    return commits;
  }

  /**
   * A commit may be the last one before a stop, so what is in flight is waited for, and then the
   * dead letters of rows that the server has refused meanwhile. An exception here would only make
   * Connect rewind the consumer.
   */
  private void drain() {
    long end = timing.nanoTime() + LONGEST_DRAIN.toNanos();
    try {
      records.writer().flush();
      if (!records.writer().isFailing()) {
        records.writer().awaitDone(LONGEST_DRAIN);
      }
      badRecords.awaitWritten(Duration.ofNanos(end - timing.nanoTime()));
      badRecords.poll();
      partitions.advance();
      receipts.awaitTold(Duration.ofNanos(end - timing.nanoTime()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ConnectException e) {
      // The next put meets the same failure and fails the task.
    }
  }

  void stop() {
    metrics.close();
    badRecords.close();
    receipts.stop();
    atStop.run();
  }
}
