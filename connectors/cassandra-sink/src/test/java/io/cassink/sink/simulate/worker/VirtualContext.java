package io.cassink.sink.simulate.worker;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** What a task asks of its worker. */
final class VirtualContext implements SinkTaskContext {
  private final ErrantRecordReporter reporter;
  final Set<TopicPartition> assignment = new HashSet<>();
  final Set<TopicPartition> paused = new HashSet<>();
  final Map<TopicPartition, Long> rewinds = new HashMap<>();
  long timeout = -1;
  boolean commitRequested;

  /**
   * @param reporter null where there is no dead-letter topic
   */
  VirtualContext(ErrantRecordReporter reporter) {
    this.reporter = reporter;
  }

  @Override
  public Map<String, String> configs() {
    return Map.of();
  }

  @Override
  public void offset(Map<TopicPartition, Long> offsets) {
    rewinds.putAll(offsets);
  }

  @Override
  public void offset(TopicPartition partition, long offset) {
    rewinds.put(partition, offset);
  }

  @Override
  public void timeout(long milliseconds) {
    timeout = milliseconds;
  }

  @Override
  public Set<TopicPartition> assignment() {
    return assignment;
  }

  @Override
  public void pause(TopicPartition... partitions) {
    checkAssigned(partitions);
    paused.addAll(List.of(partitions));
  }

  @Override
  public void resume(TopicPartition... partitions) {
    checkAssigned(partitions);
    List.of(partitions).forEach(paused::remove);
  }

  /** As Kafka's consumer, which knows only partitions that are assigned. */
  private void checkAssigned(TopicPartition... partitions) {
    for (TopicPartition partition : partitions) {
      if (!assignment.contains(partition)) {
        throw new IllegalStateException("No current assignment for partition " + partition);
      }
    }
  }

  @Override
  public void requestCommit() {
    commitRequested = true;
  }

  @Override
  public ErrantRecordReporter errantRecordReporter() {
    return reporter;
  }

  @Override
  public PluginMetrics pluginMetrics() {
    return null;
  }
}
