package io.cassink.sink;

import io.cassink.sink.cluster.NotReadyException;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.timing.Timing;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;
import org.apache.kafka.connect.sink.SinkTask;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** Passes Connect's calls to a started sink, or to one that waits for its cluster. */
public final class CassandraSinkTask extends SinkTask {
  private final Opening opening;
  private final Timing timing;
  private WaitingSink waiting;
  private StartedSink sink;

  /** How a sink is connected. */
  @FunctionalInterface
  interface Opening {
    WaitingSink.Attempt attempt(
        Map<String, String> properties, SinkSettings settings, SinkTaskContext context);
  }

  /** Made by Connect. */
  public CassandraSinkTask() {
    this(SinkStart::new, Timing.SYSTEM);
  }

  CassandraSinkTask(Opening opening, Timing timing) {
    this.opening = opening;
    this.timing = timing;
  }

  /** Fails at once where the configuration is wrong; waits where the cluster is down. */
  @Override
  public void start(Map<String, String> properties) {
    SinkSettings settings = SinkStart.settings(properties);
    WaitingSink.Attempt attempt = opening.attempt(properties, settings, context);
    try {
      sink = attempt.start();
    } catch (NotReadyException e) {
      waiting = new WaitingSink(settings, context, attempt, e, timing);
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
