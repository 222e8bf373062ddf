package io.cassink.datastax;

import com.datastax.oss.common.sink.AbstractSinkRecord;
import io.cassink.datastax.adapters.RecordAdapter;
import io.cassink.datastax.engine.EngineTask;
import io.cassink.datastax.errors.FailedOffsets;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/**
 * Hands records to the engine, and holds a partition back at its lowest failed offset.
 *
 * <p>A partition that is held back is rewound: Connect delivers its records again from the failed
 * one on, until that one is written. With ignoreErrors=None, a record that cannot be written is
 * delivered again for ever.
 */
public class DataStaxSinkTask extends SinkTask {
  private final FailedOffsets failedOffsets = new FailedOffsets();
  private final EngineTask engine = new EngineTask(version(), failedOffsets);

  @Override
  public String version() {
    return getClass().getPackage().getImplementationVersion();
  }

  /**
   * Checks the settings, connects, and prepares the statements.
   *
   * @throws com.datastax.oss.common.sink.ConfigException if a setting is wrong, or a keyspace, a
   *     table or a column does not exist
   */
  @Override
  public void start(Map<String, String> props) {
    engine.start(props);
  }

  /**
   * Writes the records and waits for all answers. A record that fails is logged and, unless
   * ignoreErrors says otherwise, rewound to.
   */
  @Override
  public void put(Collection<SinkRecord> records) {
    List<AbstractSinkRecord> adapted =
        records.stream().<AbstractSinkRecord>map(RecordAdapter::new).toList();
    engine.put(adapted);
    if (!records.isEmpty()) {
      // Only now, on Connect's own thread: the driver's threads may not touch the context.
      failedOffsets.lowest().forEach(context::offset);
    }
  }

  /** Lets no commit pass a failed record of the last batch. */
  @Override
  public Map<TopicPartition, OffsetAndMetadata> preCommit(
      Map<TopicPartition, OffsetAndMetadata> currentOffsets) {
    failedOffsets
        .lowest()
        .forEach(
            (partition, offset) -> currentOffsets.put(partition, new OffsetAndMetadata(offset)));
    return currentOffsets;
  }

  /** Waits for a running batch; the last task of the connector closes the session. */
  @Override
  public void stop() {
    engine.stop();
  }
}
