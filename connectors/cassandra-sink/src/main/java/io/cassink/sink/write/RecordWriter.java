package io.cassink.sink.write;

import io.cassink.sink.cluster.Cluster;
import io.cassink.sink.cluster.ClusterUnreachableException;
import io.cassink.sink.codec.ConversionException;
import io.cassink.sink.config.SetupException;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.config.TopicSettings;
import io.cassink.sink.metrics.TaskMetrics;
import io.cassink.sink.order.HeldRecords;
import io.cassink.sink.order.PartitionOrder;
import io.cassink.sink.order.Ticket;
import io.cassink.sink.rows.PreparedTable;
import io.cassink.sink.rows.RecordRows;
import io.cassink.sink.rows.Row;
import io.cassink.sink.rows.RowPlan;
import io.cassink.sink.rows.TopicPlan;
import io.cassink.sink.rows.TopicPreparer;
import io.cassink.sink.timing.Timing;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/** Turns records into rows and passes them to the writer. */
public final class RecordWriter {
  private final RecordRows rows;
  private final Writer writer;
  private final Map<String, TopicPlan> topics;
  private final Timing timing;

  RecordWriter(RecordRows rows, Writer writer, Map<String, TopicPlan> topics, Timing timing) {
    this.rows = rows;
    this.writer = writer;
    this.topics = topics;
    this.timing = timing;
  }

  /**
   * Prepares the statements of all topics.
   *
   * @param mostInFlight the most requests in flight; asked each time
   * @throws SetupException where settings and tables do not fit
   */
  public static RecordWriter prepare(
      Cluster cluster,
      SinkSettings settings,
      IntSupplier mostInFlight,
      BadRows badRows,
      TaskMetrics metrics,
      HeldRecords held,
      Timing timing)
      throws SetupException, ClusterUnreachableException {
    TopicPreparer preparer = new TopicPreparer(cluster);
    Map<String, TopicPlan> topics = new HashMap<>();
    for (TopicSettings topic : settings.topics().values()) {
      topics.put(topic.topic(), preparer.prepare(topic));
    }
    Map<RowPlan, PreparedTable> tables = preparer.tables();
    CqlSender sender = new CqlSender(cluster, tables, timing);
    Writer writer =
        new Writer(
            sender,
            new Limits(
                settings.maxRecordsInBatch(), settings.maxBytesInFlight(), settings.retryTimeout()),
            mostInFlight,
            sender::replicas,
            badRows,
            metrics.requests(),
            held,
            timing);
    topics.forEach((topic, plan) -> plan.showIn(metrics, topic));
    boolean needsTime = settings.order() == SinkSettings.WriteOrder.TIME;
    return new RecordWriter(
        new RecordRows(settings.generation(), needsTime, plan -> tables.get(plan).coversTable()),
        writer,
        topics,
        timing);
  }

  /** What sends the rows. */
  public Writer writer() {
    return writer;
  }

  /**
   * Takes the record of an open ticket, which is held for each of its rows.
   *
   * @throws ConversionException for a bad record, of which nothing is written
   */
  public void write(Ticket ticket, PartitionOrder order) throws ConversionException {
    String name = ticket.record().topic();
    TopicPlan topic = topics.get(name);
    if (topic == null) {
      throw new ConversionException(
          "there is no table for the topic "
              + name
              + "; known are "
              + String.join(", ", topics.keySet()));
    }
    for (Row row : rows.of(ticket, topic, order, timing.currentTimeMillis())) {
      ticket.hold();
      ticket.keep(row.heldBytes());
      writer.add(row);
    }
  }
}
