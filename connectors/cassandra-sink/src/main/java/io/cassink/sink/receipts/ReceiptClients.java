package io.cassink.sink.receipts;

import java.time.Duration;
import java.util.OptionalInt;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.TopicPartition;

/** The clients of the receipts' Kafka cluster. */
public interface ReceiptClients {
  /** A producer without transactions. */
  Producer<byte[], byte[]> producer();

  /** A producer of the partition's transactional id, which is not initialized. */
  Producer<byte[], byte[]> transactional(TopicPartition partition);

  /** The group whose offsets are the progress. */
  String group();

  /**
   * The next offset of the partition to be told, or -1 where nothing was told yet. Waits for what a
   * transaction may still commit.
   */
  long progress(TopicPartition partition);

  /** How many partitions a topic has by now; empty where the brokers do not say, or lack it. */
  OptionalInt partitions(String topic);

  /** Closes at once what may be null. What is not sent by then stays unsent. */
  static void close(Producer<byte[], byte[]> producer) {
    if (producer != null) {
      producer.close(Duration.ZERO);
    }
  }
}
