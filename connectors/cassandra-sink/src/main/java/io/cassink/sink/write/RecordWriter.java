package io.cassink.sink.write;

import io.cassink.sink.cluster.Cluster;
import io.cassink.sink.cluster.ClusterUnreachableException;
import io.cassink.sink.codec.ConversionException;
import io.cassink.sink.config.SetupException;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.metrics.TaskMetrics;
import io.cassink.sink.order.HeldRecords;
import io.cassink.sink.order.PartitionOrder;
import io.cassink.sink.order.Ticket;
import io.cassink.sink.rows.LiveTables;
import io.cassink.sink.rows.RecordRows;
import io.cassink.sink.rows.Row;
import io.cassink.sink.rows.RowPlan;
import io.cassink.sink.rows.RowWatch;
import io.cassink.sink.rows.SchemaChangedException;
import io.cassink.sink.rows.TopicPlan;
import io.cassink.sink.rows.TopicPlans;
import io.cassink.sink.timing.Timing;
import java.util.function.IntSupplier;

/** Turns records into rows and passes them to the writer. */
public final class RecordWriter {
  private final RecordRows rows;
  private final Writer writer;
  private final TopicPlans topics;
  private final Timing timing;

  /** When the records that are being written were delivered, in nanoseconds of the task's clock. */
  private long deliveredAt;

  RecordWriter(RecordRows rows, Writer writer, TopicPlans topics, Timing timing) {
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
    LiveTables tables = LiveTables.prepare(cluster, settings, timing);
    CqlSender sender = new CqlSender(cluster, tables);
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
    tables.topics().forEach(topic -> tables.of(topic).showIn(metrics, topic));
    return new RecordWriter(tables.rows(), writer, tables, timing);
  }

  /** What sends the rows. */
  public Writer writer() {
    return writer;
  }

  /** Called before the records of one delivery. */
  public void delivered() {
    deliveredAt = timing.nanoTime();
  }

  /**
   * Takes the record of an open ticket, which is held for each of its rows.
   *
   * @param watch is told of the rows, or null
   * @throws ConversionException for a record that is bad for all of its tables or for some; its
   *     rows of the others are written
   * @throws SchemaChangedException where a table does not fit its settings any more
   */
  public void write(Ticket ticket, PartitionOrder order, RowWatch watch)
      throws ConversionException {
    String name = ticket.record().topic();
    TopicPlan topic = topics.of(name);
    if (topic == null) {
      throw new ConversionException(
          "there is no table for the topic "
              + name
              + "; known are "
              + String.join(", ", topics.topics()));
    }
    long now = timing.currentTimeMillis();
    RecordRows.Made made = rows.of(ticket, topic, order, now);
    if (!made.isWhole() && topics.haveChanged(deliveredAt)) {
      made = rows.complete(made, ticket, topics.of(name), order, now);
    }
    for (RowPlan refusing : made.refusing()) {
      String change = topics.changeThatRefuses(refusing, ticket.record());
      if (change != null) {
        throw new SchemaChangedException(change);
      }
    }
    if (watch != null) {
      watch.made(ticket, made.rows());
    }
    for (Row row : made.rows()) {
      ticket.hold();
      if (watch == null) {
        ticket.keep(row.heldBytes());
      }
      writer.add(row);
    }
    made.throwRefusals();
  }
}
