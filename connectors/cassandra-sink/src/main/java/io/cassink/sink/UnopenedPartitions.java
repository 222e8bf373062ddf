package io.cassink.sink;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.sink.SinkRecord;

/**
 * What is delivered before records may be written, because an earlier task may still tell of their
 * partition. It is written when the receipts are ready, and no offset is committed for it before.
 */
final class UnopenedPartitions {
  private final List<SinkRecord> delivered = new ArrayList<>();

  /** The records that may be written now: all so far, or none. */
  Collection<SinkRecord> released(Collection<SinkRecord> records, boolean isReady) {
    if (isReady && delivered.isEmpty()) {
      return records;
    }
    delivered.addAll(records);
    if (!isReady) {
      return List.of();
    }
    List<SinkRecord> all = List.copyOf(delivered);
    delivered.clear();
    return all;
  }

  void closed(Collection<TopicPartition> partitions) {
    delivered.removeIf(record -> partitions.contains(partitionOf(record)));
  }

  /** The positions of the partitions of which nothing waits here. */
  Map<TopicPartition, OffsetAndMetadata> committable(
      Map<TopicPartition, OffsetAndMetadata> current) {
    if (delivered.isEmpty()) {
      return current;
    }
    Map<TopicPartition, OffsetAndMetadata> others = new HashMap<>(current);
    delivered.forEach(record -> others.remove(partitionOf(record)));
    return others;
  }

  private static TopicPartition partitionOf(SinkRecord record) {
    return new TopicPartition(record.originalTopic(), record.originalKafkaPartition());
  }
}
