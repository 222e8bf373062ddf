package io.cassink.sink.write;

import com.datastax.oss.driver.api.core.DriverException;
import io.cassink.sink.cluster.Cluster;
import io.cassink.sink.cluster.ClusterUnreachableException;
import io.cassink.sink.cluster.ConnectFailures;
import io.cassink.sink.codec.ConversionException;
import io.cassink.sink.config.SetupException;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.config.TopicSettings;
import io.cassink.sink.config.WriteOrder;
import io.cassink.sink.metrics.TaskMetrics;
import io.cassink.sink.order.LogOrder;
import io.cassink.sink.order.PartitionOrder;
import io.cassink.sink.order.Ticket;
import io.cassink.sink.order.TimeOrder;
import io.cassink.sink.rows.RecordRows;
import io.cassink.sink.rows.Row;
import io.cassink.sink.rows.TopicPlan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntSupplier;
import org.apache.kafka.connect.sink.SinkRecord;

/** Everything between a record and the cluster: plans, statements, the writer. */
public final class RecordWriter {
  private final SinkSettings settings;
  private final RecordRows rows;
  private final Writer writer;
  private final Map<String, TopicPlan> topics;

  RecordWriter(
      SinkSettings settings, RecordRows rows, Writer writer, Map<String, TopicPlan> topics) {
    this.settings = settings;
    this.rows = rows;
    this.writer = writer;
    this.topics = topics;
  }

  /**
   * Prepares the statements of all topics.
   *
   * @param mostInFlight requests; asked each time
   * @throws SetupException where settings and tables do not fit
   */
  public static RecordWriter prepare(
      Cluster cluster,
      SinkSettings settings,
      IntSupplier mostInFlight,
      BadRows badRows,
      TaskMetrics metrics)
      throws SetupException, ClusterUnreachableException {
    CqlSender sender = new CqlSender(cluster);
    TableWriters tables = new TableWriters(cluster, sender);
    Map<String, TopicPlan> topics = new HashMap<>();
    try {
      for (TopicSettings topic : settings.topics().values()) {
        topics.put(topic.topic(), tables.prepare(topic));
      }
    } catch (DriverException e) {
      throw ConnectFailures.ofPreparing(e);
    }
    Writer writer =
        new Writer(
            sender,
            new Writer.Limits(
                settings.maxRecordsInBatch(), settings.maxBytesInFlight(), settings.retryTimeout()),
            mostInFlight,
            sender::replicas,
            badRows,
            metrics.requests(),
            System::nanoTime);
    topics.forEach((topic, plan) -> plan.showIn(metrics, topic));
    boolean needsTime = settings.order() == WriteOrder.TIME;
    return new RecordWriter(
        settings,
        new RecordRows(settings.generation(), needsTime, plan -> sender.table(plan).coversTable()),
        writer,
        topics);
  }

  /** What gives write times to a partition that is read from its committed offset on. */
  public PartitionOrder newOrder() {
    return settings.order() == WriteOrder.LOG
        ? new LogOrder(settings.orderEpoch())
        : new TimeOrder();
  }

  /** Where requests are in flight. */
  public Writer writer() {
    return writer;
  }

  /**
   * Takes a record whose ticket is open; the ticket is held for each of its rows.
   *
   * @param offset in the topic that the worker read
   * @throws ConversionException for a bad record, of which nothing is written
   */
  public void write(SinkRecord record, long offset, Ticket ticket, PartitionOrder order)
      throws ConversionException {
    TopicPlan topic = topics.get(record.topic());
    if (topic == null) {
      throw new ConversionException(
          "there is no table for the topic "
              + record.topic()
              + "; known are "
              + String.join(", ", topics.keySet()));
    }
    List<Row> all = rows.of(record, offset, topic, order, System.currentTimeMillis());
    for (Row row : all) {
      row.ticket = ticket;
      ticket.hold();
      writer.add(row);
    }
  }
}
