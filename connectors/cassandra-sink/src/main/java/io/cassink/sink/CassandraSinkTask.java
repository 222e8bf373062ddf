package io.cassink.sink;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Hands Connect's calls to a sink that is fully started, or not there. */
public final class CassandraSinkTask extends SinkTask {
  private StartedSink sink;

  @Override
  public void start(Map<String, String> properties) {
    sink = StartedSink.start(properties, context);
  }

  @Override
  public void open(Collection<TopicPartition> partitions) {
    sink.open(partitions);
  }

  @Override
  public void put(Collection<SinkRecord> records) {
    sink.put(records);
  }

  @Override
  public Map<TopicPartition, OffsetAndMetadata> preCommit(
      Map<TopicPartition, OffsetAndMetadata> current) {
    return sink.preCommit(current);
  }

  @Override
  public void close(Collection<TopicPartition> partitions) {
    sink.close(partitions);
  }

  /** Connect calls this also when {@link #start} has failed. */
  @Override
  public void stop() {
    if (sink != null) {
      sink.stop();
      sink = null;
    }
  }

  @Override
  public String version() {
    return Version.CURRENT;
  }
}
