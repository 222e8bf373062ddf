package io.cassink.sink.contract;

import io.cassink.sink.cluster.FakeCluster;
import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.codec.ConversionException;
import io.cassink.sink.config.SettingsReader;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.metrics.TaskMetrics;
import io.cassink.sink.order.HeldRecords;
import io.cassink.sink.order.LogOrder;
import io.cassink.sink.order.PartitionState;
import io.cassink.sink.order.PartitionStates;
import io.cassink.sink.order.Ticket;
import io.cassink.sink.order.TimeOrder;
import io.cassink.sink.rows.LiveTables;
import io.cassink.sink.rows.RecordRows;
import io.cassink.sink.rows.Row;
import io.cassink.sink.rows.TopicPlan;
import io.cassink.sink.timing.FakeTiming;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.transforms.Transformation;
import org.apache.kafka.connect.transforms.predicates.Predicate;

/**
 * The sink as far as it makes rows of records: what Connect, order and plans do, without a server.
 */
final class LogSink {
  /** Milliseconds, after the times of all records. */
  static final long NOW = 1_800_000_000_000L;

  private final SinkSettings settings;
  private final List<Step> steps = new ArrayList<>();
  private final LiveTables tables;
  private final PartitionStates states;

  /** A transform, and which records it takes; null for all. */
  private record Step(Transformation<SinkRecord> transform, Predicate<SinkRecord> predicate) {}

  LogSink(Map<String, String> config, List<TableLayout> layouts) throws Exception {
    SettingsReader.Result parsed = SettingsReader.read(config);
    settings =
        parsed
            .settings()
            .orElseThrow(() -> new IllegalArgumentException(parsed.problems().toString()));
    for (String name : config.getOrDefault("transforms", "").split(",")) {
      if (!name.isEmpty()) {
        steps.add(step(name, config));
      }
    }
    FakeTiming timing = new FakeTiming();
    FakeCluster cluster =
        new FakeCluster(
            layouts.get(0), layouts.subList(1, layouts.size()).toArray(TableLayout[]::new));
    tables = LiveTables.prepare(cluster, settings, timing);
    states =
        new PartitionStates(
            () ->
                settings.order() == SinkSettings.WriteOrder.LOG
                    ? new LogOrder(settings.orderEpoch())
                    : new TimeOrder(),
            settings.idleRelease(),
            new TaskMetrics(Duration.ofSeconds(35), () -> 0),
            new HeldRecords(),
            0);
  }

  private static Step step(String name, Map<String, String> config) throws Exception {
    String prefix = "transforms." + name + ".";
    Map<String, String> own = ofPrefix(prefix, config);
    Transformation<SinkRecord> transform = make(own.get("type"));
    transform.configure(own);
    String named = own.get("predicate");
    if (named == null) {
      return new Step(transform, null);
    }
    Map<String, String> ofPredicate = ofPrefix("predicates." + named + ".", config);
    Predicate<SinkRecord> predicate = make(ofPredicate.get("type"));
    predicate.configure(ofPredicate);
    return new Step(transform, predicate);
  }

  @SuppressWarnings("unchecked")
  private static <T> T make(String type) throws Exception {
    return (T) Class.forName(type).getDeclaredConstructor().newInstance();
  }

  private static Map<String, String> ofPrefix(String prefix, Map<String, String> config) {
    Map<String, String> own = new HashMap<>();
    config.forEach(
        (key, value) -> {
          if (key.startsWith(prefix)) {
            own.put(key.substring(prefix.length()), value);
          }
        });
    return own;
  }

  /**
   * By each table of the record's topic: the write time in microseconds, {@code refused}, {@code
   * filtered}, or {@code its own} for a query that sets its write time.
   *
   * @param time in milliseconds; negative for none
   */
  Map<String, String> outcomes(
      String topic, int partition, long offset, long time, String key, String value)
      throws Exception {
    SinkRecord record =
        new SinkRecord(
            topic,
            partition,
            null,
            key,
            null,
            value,
            offset,
            time < 0 ? null : time,
            TimestampType.CREATE_TIME);
    for (Step step : steps) {
      if (record != null && (step.predicate() == null || step.predicate().test(record))) {
        record = step.transform().apply(record);
      }
    }
    return record == null ? Map.of("every table", "filtered") : written(record);
  }

  private Map<String, String> written(SinkRecord record) throws Exception {
    Map<String, String> outcomes = new TreeMap<>();
    TopicPlan topic = tables.of(record.topic());
    topic.tables().forEach(plan -> outcomes.put(plan.settings().qualifiedName(), "refused"));
    PartitionState state = states.delivered(record);
    Ticket ticket = state.progress().add(record);
    try {
      RecordRows.Made made = tables.rows().of(ticket, topic, state.order(), NOW);
      for (Row row : made.rows()) {
        outcomes.put(row.plan.settings().qualifiedName(), writeTime(row));
      }
    } catch (ConversionException e) {
      // It is bad for all of its tables.
    }
    ticket.release();
    states.advance();
    return outcomes;
  }

  private String writeTime(Row row) {
    boolean isQuery = row.plan.settings().query().isPresent();
    long time = isQuery ? tables.bind(row).get(0).getQueryTimestamp() : row.writeTime;
    return time == Long.MIN_VALUE ? "its own" : String.valueOf(time);
  }

  /** Microseconds that the connector's generation adds to each write time. */
  long shift() {
    return settings.generation() * 3_155_760_000_000_000L;
  }
}
