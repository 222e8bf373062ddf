package io.cassink.sink;

import io.cassink.sink.codec.ConversionException;
import io.cassink.sink.config.ParsedSettings;
import io.cassink.sink.config.SettingsReader;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.config.TableSettings;
import io.cassink.sink.write.BadRows;
import io.cassink.sink.write.ClusterUnreachableException;
import io.cassink.sink.write.RecordWriter;
import io.cassink.sink.write.SettingFault;
import io.cassink.sink.write.SharedCluster;
import io.cassink.sink.write.TableClaims;
import io.cassink.sink.write.TableFault;
import io.cassink.sink.write.Ticket;
import io.cassink.sink.write.WriteFailedException;
import io.cassink.sink.write.Writer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTaskContext;

/**
 * A task that is connected and has its statements prepared. All calls come from the task's thread.
 *
 * <p>{@code put} returns while its writes are in flight. Where they cannot all be sent, it pauses
 * consumption and goes on sending in the empty calls that follow, so that polls never stop and no
 * rebalance is caused.
 */
final class StartedSink {
  /** How long a put waits for room before it pauses consumption. */
  private static final Duration LONGEST_PUT = Duration.ofMillis(500);

  /** How long a commit waits for what is in flight; Connect gives a stopping task 5 seconds. */
  private static final Duration LONGEST_DRAIN = Duration.ofSeconds(2);

  /** When to be called again while something is in flight. */
  private static final long SOON = 100;

  private final SinkSettings settings;
  private final SinkTaskContext context;
  private final Runnable atStop;
  private final RecordWriter records;
  private final BadRecords badRecords;
  private final Map<TopicPartition, PartitionState> partitions = new HashMap<>();
  private boolean paused;

  /** When put was last called: up to then it is known whether records came. */
  private long lastPut = System.nanoTime();

  /** Prepares the statements, once it is known where bad rows go. */
  @FunctionalInterface
  interface Preparation {
    RecordWriter prepare(BadRows badRows) throws TableFault, ClusterUnreachableException;
  }

  /**
   * @param atStop gives back what the preparation took
   */
  StartedSink(
      SinkSettings settings, SinkTaskContext context, Preparation preparation, Runnable atStop)
      throws TableFault, ClusterUnreachableException {
    this.settings = settings;
    this.context = context;
    this.atStop = atStop;
    this.badRecords = new BadRecords(context.errantRecordReporter(), settings);
    this.records =
        preparation.prepare(
            (ticket, table, error) ->
                badRecords.handle(
                    ticket, table + ": the server refuses it: " + error.getMessage(), true, error));
  }

  /**
   * Connects and prepares.
   *
   * @throws ConnectException saying everything that is wrong
   */
  static StartedSink start(Map<String, String> properties, SinkTaskContext context) {
    ParsedSettings parsed = SettingsReader.read(properties);
    SinkSettings settings =
        parsed
            .settings()
            .orElseThrow(
                () ->
                    new ConnectException(
                        "the configuration is wrong: "
                            + parsed.problems().stream()
                                .map(Object::toString)
                                .collect(Collectors.joining("; "))));
    TableClaims claims = new TableClaims();
    SharedCluster joined = null;
    try {
      SharedCluster shared = SharedCluster.join(settings.name(), properties, settings.connection());
      joined = shared;
      claim(shared.cluster().identity(), settings, claims);
      IntSupplier mostInFlight =
          () -> Math.max(1, settings.maxConcurrentRequests() / Math.max(1, shared.users()));
      return new StartedSink(
          settings,
          context,
          badRows -> RecordWriter.prepare(shared.cluster(), settings, mostInFlight, badRows),
          () -> release(claims, shared));
    } catch (ClusterUnreachableException | TableFault | SettingFault | RuntimeException e) {
      release(claims, joined);
      throw new ConnectException(e.getMessage(), e);
    }
  }

  private static void release(TableClaims claims, SharedCluster shared) {
    claims.close();
    if (shared != null) {
      shared.close();
    }
  }

  private static void claim(String cluster, SinkSettings settings, TableClaims claims)
      throws SettingFault {
    String order =
        "order="
            + settings.order().name().toLowerCase(java.util.Locale.ROOT)
            + " order.epoch="
            + settings.orderEpoch()
            + " generation="
            + settings.generation();
    for (var topic : settings.topics().values()) {
      for (TableSettings table : topic.tables()) {
        claims.claim(cluster, table.qualifiedName(), order);
      }
    }
  }

  void open(Collection<TopicPartition> opened) {
    for (TopicPartition partition : opened) {
      partitions.put(partition, new PartitionState(records.newOrder()));
    }
    if (paused) {
      context.pause(opened.toArray(new TopicPartition[0]));
    }
  }

  /** What was sent may still arrive; it finds a state that nobody asks any more. */
  void close(Collection<TopicPartition> closed) {
    closed.forEach(partitions::remove);
  }

  void put(Collection<SinkRecord> delivered) {
    long now = System.nanoTime();
    if (paused || now - lastPut > settings.idleRelease().toNanos() / 2) {
      // None could come meanwhile, which says nothing of what the topic holds.
      partitions.values().forEach(state -> state.restartIdleTime(now));
    }
    lastPut = now;
    for (SinkRecord record : delivered) {
      take(record, now);
    }
    Writer writer = records.writer();
    boolean sent;
    try {
      writer.flush();
      sent = writer.awaitRoom(LONGEST_PUT);
      writer.check();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectException("interrupted", e);
    } catch (WriteFailedException e) {
      throw new ConnectException(e.getMessage(), e);
    }
    badRecords.poll();
    partitions.values().forEach(PartitionState::advance);
    pauseUnless(sent);
    askToBeCalled();
  }

  private void take(SinkRecord record, long now) {
    TopicPartition partition =
        new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
    long offset = record.originalKafkaOffset();
    PartitionState state =
        partitions.computeIfAbsent(partition, p -> new PartitionState(records.newOrder()));
    if (offset <= state.progress().lastOffset()) {
      // The worker went back to its committed offset, so indexes are counted from there again.
      state = new PartitionState(records.newOrder());
      partitions.put(partition, state);
    }
    state.recordCame(now);
    Ticket ticket = state.progress().add(record, offset);
    try {
      records.write(record, offset, ticket, state.order());
      ticket.release();
    } catch (ConversionException e) {
      badRecords.handle(ticket, e.getMessage(), false, e);
    }
  }

  private void pauseUnless(boolean sent) {
    if (sent == !paused) {
      return;
    }
    paused = !sent;
    TopicPartition[] all = context.assignment().toArray(new TopicPartition[0]);
    if (paused) {
      context.pause(all);
    } else {
      context.resume(all);
    }
  }

  /** Otherwise a task without new records may sleep for a minute. */
  private void askToBeCalled() {
    if (paused || records.writer().inFlight() > 0 || badRecords.isPending()) {
      context.timeout(SOON);
      return;
    }
    boolean wanted = false;
    boolean awaited = false;
    for (PartitionState state : partitions.values()) {
      wanted |= state.wantsRelease(lastPut, settings.idleRelease());
      awaited |= state.awaitsRelease();
    }
    if (wanted) {
      context.requestCommit();
    }
    if (awaited) {
      context.timeout(settings.idleRelease().toMillis() / 4);
    }
  }

  Map<TopicPartition, OffsetAndMetadata> preCommit(Map<TopicPartition, OffsetAndMetadata> current) {
    drain();
    Map<TopicPartition, OffsetAndMetadata> commits = new HashMap<>();
    current.forEach(
        (partition, position) -> {
          PartitionState state = partitions.get(partition);
          if (state == null || state.progress().completed() < 0) {
            commits.put(partition, position);
          } else {
            long offset = state.commit(position.offset(), lastPut, settings.idleRelease());
            commits.put(partition, new OffsetAndMetadata(offset));
          }
        });
    return commits;
  }

  /** A commit may be the last one before a stop; an exception here would only rewind. */
  private void drain() {
    try {
      records.writer().flush();
      if (!records.writer().isFailing()) {
        records.writer().awaitDone(LONGEST_DRAIN);
      }
      badRecords.poll();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ConnectException e) {
      // The next put finds the same failure and fails the task.
    }
  }

  void stop() {
    atStop.run();
  }
}
