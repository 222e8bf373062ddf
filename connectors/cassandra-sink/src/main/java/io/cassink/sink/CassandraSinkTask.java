package io.cassink.sink;

import io.cassink.sink.cluster.ClusterUnreachableException;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Passes Connect's calls to a started sink, or to one that waits for its cluster. */
public final class CassandraSinkTask extends SinkTask {
  private WaitingSink waiting;
  private StartedSink sink;

  /** Fails at once where the configuration is wrong; waits where the cluster is down. */
  @Override
  public void start(Map<String, String> properties) {
    SinkStart start = new SinkStart(properties, context);
    try {
      sink = start.start();
    } catch (ClusterUnreachableException e) {
      waiting =
          new WaitingSink(
              start.settings().name(), context, start.settings().retryTimeout(), start, e);
    }
  }

  @Override
  public void open(Collection<TopicPartition> partitions) {
    if (sink == null) {
      waiting.open(partitions);
    } else {
      sink.open(partitions);
    }
  }

  @Override
  public void put(Collection<SinkRecord> records) {
    if (sink == null) {
      sink = waiting.put(records).orElse(null);
    } else {
      sink.put(records);
    }
  }

  /** While the sink waits no record is written, so there is nothing to commit. */
  @Override
  public Map<TopicPartition, OffsetAndMetadata> preCommit(
      Map<TopicPartition, OffsetAndMetadata> current) {
    return sink == null ? Map.of() : sink.preCommit(current);
  }

  @Override
  public void close(Collection<TopicPartition> partitions) {
    if (sink == null) {
      waiting.close(partitions);
    } else {
      sink.close(partitions);
    }
  }

  /** Connect calls this even when {@link #start} has failed. */
  @Override
  public void stop() {
    if (sink != null) {
      sink.stop();
    } else if (waiting != null) {
      waiting.stop();
    }
    sink = null;
    waiting = null;
  }

  @Override
  public String version() {
    return CassandraSinkConnector.VERSION;
  }
}
