package io.cassink.sink.write;

import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.codec.ColumnCodecs;
import io.cassink.sink.codec.RecordReader;
import io.cassink.sink.config.SetupException;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.config.TableSettings;
import io.cassink.sink.config.TopicSettings;
import io.cassink.sink.mapping.Mapping;
import io.cassink.sink.metrics.TaskMetrics;
import io.cassink.sink.order.HeldRecords;
import io.cassink.sink.rows.RecordRows;
import io.cassink.sink.rows.Row;
import io.cassink.sink.rows.RowPlan;
import io.cassink.sink.rows.RowPlanCompiler;
import io.cassink.sink.rows.TopicPlan;
import io.cassink.sink.rows.TopicPlans;
import io.cassink.sink.timing.Timing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A cluster that answers when a test says so. */
public final class ScriptedCluster {
  private final ScriptedRequests requests = new ScriptedRequests();

  private final Timing timing;

  public ScriptedCluster(Timing timing) {
    this.timing = timing;
  }

  /** A writer of the settings' topics, to tables of the given layout. */
  public RecordWriter writer(
      SinkSettings settings,
      TableLayout layout,
      BadRows badRows,
      TaskMetrics metrics,
      HeldRecords held) {
    Map<String, TopicPlan> topics = new HashMap<>();
    for (TopicSettings topic : settings.topics().values()) {
      List<Mapping> mappings =
          topic.tables().stream().map(table -> RowPlanCompiler.mappingFor(table, layout)).toList();
      RecordReader reader =
          new RecordReader(
              mappings.stream()
                  .flatMap(mapping -> mapping.entries().stream())
                  .map(Mapping.Entry::source)
                  .toList());
      List<RowPlan> plans = new ArrayList<>();
      for (int table = 0; table < mappings.size(); table++) {
        TableSettings of = topic.tables().get(table);
        ColumnCodecs codecs = new ColumnCodecs(topic.conversions(), true);
        try {
          plans.add(new RowPlanCompiler(of, mappings.get(table), codecs).compile(layout, reader));
        } catch (SetupException e) {
          throw new IllegalArgumentException(e);
        }
      }
      topics.put(topic.topic(), new TopicPlan(reader, plans));
    }
    Limits limits =
        new Limits(
            settings.maxRecordsInBatch(), settings.maxBytesInFlight(), settings.retryTimeout());
    Writer writer =
        new Writer(
            requests,
            limits,
            settings::maxConcurrentRequests,
            row -> "replicas",
            badRows,
            metrics.requests(),
            held,
            timing);
    topics.forEach((topic, plan) -> plan.showIn(metrics, topic));
    return new RecordWriter(
        new RecordRows(settings.generation(), true), writer, TopicPlans.fixed(topics), timing);
  }

  /** The offsets of all rows that were ever sent. */
  public List<Long> offsets() {
    return requests.everSent.stream()
        .flatMap(request -> request.rows.stream())
        .map(row -> row.ticket.offset())
        .toList();
  }

  /**
   * The records whose rows a request that waits would make durable, those that they supersede too,
   * as {@code partition@offset}.
   */
  public List<String> positionsOf(int index) {
    List<String> positions = new ArrayList<>();
    for (Row row : requests.sent.get(index).rows) {
      for (Row each = row; each != null; each = each.superseded) {
        positions.add(each.ticket.partition().partition() + "@" + each.ticket.offset());
      }
    }
    return positions;
  }

  /** Requests that wait for an answer. */
  public int waiting() {
    return requests.sent.size();
  }

  /** Answers everything that waits; null for success. */
  public void answerAll(Throwable error) {
    answerOldest(waiting(), error);
  }

  /** Answers one of those that wait; null for success. */
  public void answer(int index, Throwable error) {
    requests.answer(index, error);
  }

  /** Forgets what was ever sent. */
  public void forget() {
    requests.everSent.clear();
  }

  /** Answers so many of those that wait; null for success. */
  public void answerOldest(int count, Throwable error) {
    for (int i = 0; i < count; i++) {
      requests.answer(error);
    }
  }
}
