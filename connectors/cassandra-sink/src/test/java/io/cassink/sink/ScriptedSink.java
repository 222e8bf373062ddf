package io.cassink.sink;

import com.datastax.oss.driver.api.core.type.DataTypes;
import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.config.SettingsReader;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.receipts.ReceiptClients;
import io.cassink.sink.timing.Timing;
import io.cassink.sink.write.ScriptedCluster;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.connect.sink.SinkRecord;

/** A started sink of topic t into table ks.t, which has a text a for every id. */
final class ScriptedSink {
  static final TopicPartition PARTITION = new TopicPartition("t", 0);

  private static final TableLayout TABLE =
      new TableLayout(
          "ks",
          "t",
          List.of(
              new TableLayout.Column("id", DataTypes.TEXT, TableLayout.Kind.PARTITION_KEY),
              new TableLayout.Column("a", DataTypes.TEXT, TableLayout.Kind.OTHER)));

  private ScriptedSink() {}

  /** In a worker of its own. */
  static StartedSink start(
      Map<String, String> config,
      ContextStub context,
      ScriptedCluster cluster,
      Timing timing,
      Runnable onStop)
      throws Exception {
    return start(config, context, cluster, timing, onStop, new ReportedRecords());
  }

  /** The partition is neither assigned nor open yet. */
  static StartedSink start(
      Map<String, String> config,
      ContextStub context,
      ScriptedCluster cluster,
      Timing timing,
      Runnable onStop,
      ReportedRecords reported)
      throws Exception {
    return start(config, context, cluster, timing, onStop, reported, null);
  }

  /**
   * @param clients of the receipts, if there are any
   */
  static StartedSink start(
      Map<String, String> config,
      ContextStub context,
      ScriptedCluster cluster,
      Timing timing,
      Runnable onStop,
      ReportedRecords reported,
      ReceiptClients clients)
      throws Exception {
    SinkSettings settings = SettingsReader.read(config).settings().orElseThrow();
    return new StartedSink(
        settings,
        context,
        (badRows, metrics, held) -> cluster.writer(settings, TABLE, badRows, metrics, held),
        onStop,
        reported,
        unused -> clients,
        timing);
  }

  /** Of a key of its own. */
  static SinkRecord record(long offset, String value) {
    return new SinkRecord(
        "t", 0, null, "k" + offset, null, value, offset, 5L, TimestampType.CREATE_TIME);
  }
}
