package io.cassink.sink;

import io.cassink.sink.cluster.ClusterUnreachableException;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;

/** Hands Connect's calls to a sink that is fully started, or to one that waits for its cluster. */
public final class CassandraSinkTask extends SinkTask {
  private WaitingSink waiting;
  private StartedSink sink;

  /** Fails at once where somebody must act; where the cluster is down, the task begins to wait. */
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

  /** While the sink waits nothing is done, so there is nothing to commit. */
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

  /** Connect calls this also when {@link #start} has failed. */
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
    return Version.CURRENT;
  }
}
