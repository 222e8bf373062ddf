package io.cassink.sink.rows;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import io.cassink.sink.cluster.Cluster;
import io.cassink.sink.cluster.ClusterUnreachableException;
import io.cassink.sink.cluster.SchemaRefresh;
import io.cassink.sink.codec.ConversionException;
import io.cassink.sink.config.SetupException;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.config.TopicSettings;
import io.cassink.sink.timing.Timing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plans and statements of all topics, which follow the tables while the task runs. When the
 * driver learns that something has changed, the columns of each table are compared with those that
 * its plan was made for, and where they differ the plan is made anew. A row that was made by an
 * earlier plan and is not sent yet is made again before it is sent: its bytes could mean something
 * else in the changed table.
 */
public final class LiveTables implements TopicPlans {
  private static final Logger LOG = LoggerFactory.getLogger(LiveTables.class);

  /** After statements could not be prepared, they are prepared again no sooner. */
  private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

  private final Cluster cluster;
  private final Timing timing;
  private final SchemaRefresh schema;
  private final RecordRows rows;
  private final TopicPreparer preparer;
  private final Map<String, TopicSettings> settings = new HashMap<>();
  private final Map<String, TopicPlan> plans = new HashMap<>();

  /** The {@link Cluster#version} that all plans are made for. */
  private Object seen;

  /** What the servers said when they were asked last. */
  private UUID version;

  private long askedAt;
  private boolean asked;

  /** Why the last attempt to follow a change failed, and when. */
  private RuntimeException failure;

  private long failedAt;

  private LiveTables(Cluster cluster, SinkSettings settings, Timing timing) {
    this.cluster = cluster;
    this.timing = timing;
    this.schema = new SchemaRefresh(cluster::refreshSchema, timing);
    this.preparer = new TopicPreparer(cluster);
    this.seen = cluster.version();
    boolean needsTime = settings.order() == SinkSettings.WriteOrder.TIME;
    this.rows = new RecordRows(settings.generation(), needsTime);
  }

  /**
   * Makes the plans of all topics and prepares their statements.
   *
   * @throws SetupException where settings and tables do not fit
   */
  public static LiveTables prepare(Cluster cluster, SinkSettings settings, Timing timing)
      throws SetupException, ClusterUnreachableException {
    LiveTables tables = new LiveTables(cluster, settings, timing);
    for (TopicSettings topic : settings.topics().values()) {
      tables.settings.put(topic.topic(), topic);
      tables.plans.put(topic.topic(), tables.preparer.prepare(topic));
    }
    return tables;
  }

  /** What turns records into rows by these plans. */
  public RecordRows rows() {
    return rows;
  }

  @Override
  public Set<String> topics() {
    return plans.keySet();
  }

  @Override
  public TopicPlan of(String topic) {
    try {
      follow();
    } catch (DriverException e) {
      // Rows are made by the earlier plan, and made again before they are sent.
      LOG.debug("The statements for a changed table cannot be prepared now", e);
    }
    return plans.get(topic);
  }

  /**
   * @throws SchemaChangedException where a table does not fit its settings any more
   * @throws DriverException where the servers cannot prepare the statements now
   */
  private void follow() {
    Object now = cluster.version();
    if (now == seen) {
      return;
    }
    if (failure != null && timing.nanoTime() - failedAt < PAUSE) {
      throw failure;
    }
    try {
      for (Map.Entry<String, TopicPlan> entry : plans.entrySet()) {
        if (preparer.isOutdated(entry.getValue())) {
          LOG.info(
              "Tables of the topic {} have changed; it is mapped to them anew", entry.getKey());
          entry.setValue(preparer.renew(settings.get(entry.getKey()), entry.getValue()));
        }
      }
      seen = now;
      failure = null;
    } catch (SetupException e) {
      throw failed(new SchemaChangedException(e.getMessage()));
    } catch (DriverException e) {
      throw failed(e);
    }
  }

  private RuntimeException failed(RuntimeException reason) {
    failure = reason;
    failedAt = timing.nanoTime();
    return reason;
  }

  @Override
  public boolean haveChanged(long since) {
    if (asked && askedAt - since >= 0) {
      return false;
    }
    long now = timing.nanoTime();
    Object before = cluster.version();
    try {
      UUID current = cluster.schemaVersion();
      if (!asked || !current.equals(version)) {
        schema.refresh(now);
      }
      version = current;
      askedAt = now;
      asked = true;
      follow();
    } catch (SchemaChangedException e) {
      throw e;
    } catch (RuntimeException e) {
      // Whether a table has changed is unknown, and most probably none has.
      LOG.debug("The schema cannot be read, to tell a bad record from a changed table", e);
    }
    return cluster.version() != before;
  }

  @Override
  public String changeThatRefuses(RowPlan plan, SinkRecord record) {
    return preparer.tableOf(plan).changeThatRefuses(record);
  }

  /**
   * The statements of a row: more than one where its plan is outdated and it would have overwritten
   * others, which it may not overwrite completely in the changed table.
   *
   * @throws IllegalArgumentException where the row does not fit the changed table
   */
  public List<BoundStatement> bind(Row row) {
    try {
      follow();
    } catch (SchemaChangedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
    PreparedTable table = preparer.find(row.plan);
    if (table != null) {
      return List.of(table.bind(row));
    }
    List<BoundStatement> statements = new ArrayList<>();
    for (Row made = row; made != null; made = made.superseded) {
      Row renewed = renew(made);
      statements.add(0, preparer.tableOf(renewed.plan).bind(renewed));
    }
    return statements;
  }

  private Row renew(Row row) {
    TopicPlan topic = plans.get(row.ticket.record().topic());
    try {
      Row renewed = rows.again(row, topic, timing.currentTimeMillis());
      row.renewed(renewed);
      return renewed;
    } catch (ConversionException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /**
   * Why the schema does not allow rows of the plan, or null where it does. Reads it from the
   * servers, unless it was read after {@code since}.
   *
   * @param since nanoseconds of the task's clock
   * @throws RuntimeException where the servers cannot be asked
   */
  public String schemaFault(RowPlan plan, long since) {
    schema.refresh(since);
    try {
      follow();
    } catch (SchemaChangedException e) {
      return e.change();
    }
    PreparedTable table = preparer.find(plan);
    return table == null ? null : table.schemaFault();
  }
}
