package io.cassink.sink.rows;

import com.datastax.oss.driver.api.core.type.DataType;
import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.cluster.TableLayout.Column;
import io.cassink.sink.cluster.TableLayout.Kind;
import io.cassink.sink.codec.ConversionSettings;
import io.cassink.sink.codec.RecordReader;
import io.cassink.sink.config.SettingsReader;
import io.cassink.sink.config.SetupException;
import io.cassink.sink.config.TableSettings;
import io.cassink.sink.mapping.Mapping;
import io.cassink.sink.mapping.Source;
import io.cassink.sink.order.HeldRecords;
import io.cassink.sink.order.PartitionProgress;
import io.cassink.sink.order.Ticket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;

/** Plans and records for tests, without a cluster. */
public final class Plans {
  private Plans() {}

  static PartitionProgress progress() {
    return new PartitionProgress(new TopicPartition("t", 0), new HeldRecords());
  }

  public static TableLayout layout(Object... namesTypesKinds) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < namesTypesKinds.length; i += 3) {
      columns.add(
          new Column(
              (String) namesTypesKinds[i],
              (DataType) namesTypesKinds[i + 1],
              (Kind) namesTypesKinds[i + 2]));
    }
    return new TableLayout("ks", "t", columns);
  }

  /** Settings of the table ks.t, as a configuration writes them: name, value, name, value. */
  public static TableSettings settings(String... namesValues) {
    Map<String, String> config = new HashMap<>();
    for (int i = 0; i < namesValues.length; i += 2) {
      config.put("topic.topic.ks.t." + namesValues[i], namesValues[i + 1]);
    }
    SettingsReader.Result parsed = SettingsReader.read(config);
    return parsed
        .settings()
        .orElseThrow(() -> new IllegalArgumentException(parsed.problems().toString()))
        .topics()
        .get("topic")
        .tables()
        .get(0);
  }

  public record Compiled(RowPlan plan, RecordReader reader) {
    Row row(SinkRecord record) throws Exception {
      return row(
          new PartitionProgress(new TopicPartition("t", 0), new HeldRecords()).add(record), 0, -1);
    }

    /** The row of the ticket's record, with a write time and a time to live of the test's own. */
    public Row row(Ticket ticket, long writeTime, int timeToLive) throws Exception {
      SinkRecord record = ticket.record();
      RowPlan.Content content = plan.content(reader.read(record), record);
      long partition = plan.partitionHash(content.values());
      long hash = plan.rowHash(partition, content.values());
      return new Row(
          plan,
          content.kind(),
          content.values(),
          partition,
          hash,
          writeTime,
          timeToLive,
          -1,
          false,
          ticket);
    }
  }

  public static Compiled compile(TableLayout layout, TableSettings settings) throws SetupException {
    Mapping mapping = RowPlanCompiler.mappingFor(settings, layout);
    List<Source> sources = mapping.entries().stream().map(Mapping.Entry::source).toList();
    RecordReader reader = new RecordReader(sources);
    return new Compiled(compiler(settings, mapping).compile(layout, reader), reader);
  }

  static RowPlanCompiler compiler(TableSettings settings, Mapping mapping) {
    return new RowPlanCompiler(
        settings, mapping, TopicPreparer.codecs(ConversionSettings.defaults(), settings));
  }

  static SinkRecord record(Object key, Object value) {
    return record(key, value, 5);
  }

  public static SinkRecord record(Object key, Object value, long offset) {
    return new SinkRecord(
        "topic", 0, null, key, null, value, offset, 1_000L, TimestampType.CREATE_TIME);
  }
}
