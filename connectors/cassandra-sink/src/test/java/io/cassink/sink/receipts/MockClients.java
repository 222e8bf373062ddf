package io.cassink.sink.receipts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Brokers of which a test says when they answer. Messages and progress outlive the producers. */
public final class MockClients implements ReceiptClients {
  public static final String GROUP = "cassink-receipts.test";

  /** What was sent, whether it is acknowledged or not. */
  public final List<ProducerRecord<byte[], byte[]>> sent = new ArrayList<>();

  /** Is told of each message when it is sent. */
  public Consumer<ProducerRecord<byte[], byte[]>> onSend = message -> {};

  /** The producer that was made last without transactions. */
  public OneProducer plain;

  /** Those that were made last, by source partition. */
  public final Map<TopicPartition, OneProducer> transactional = new HashMap<>();

  /** What earlier producers have committed. */
  private final Map<TopicPartition, Long> before = new HashMap<>();

  private final Map<TopicPartition, List<ProducerRecord<byte[], byte[]>>> committedBefore =
      new HashMap<>();

  /** Is told of each message when it is acknowledged, in a transaction or without. */
  public Consumer<ProducerRecord<byte[], byte[]>> onAcknowledge = message -> {};

  /** How often progress was asked for. */
  public int asked;

  /** Why nothing can be sent, as a producer tells it that does not learn of its topic; or null. */
  public RuntimeException sendFailure;

  /** How many the topic of the receipts has; producers learn of it when they are made. */
  public int partitions = 4;

  /** Why no producer can be initialized, or null. */
  public RuntimeException initFailure;

  /** A producer whose messages are seen. */
  public final class OneProducer extends MockProducer<byte[], byte[]> {
    private final int known = partitions;

    OneProducer(boolean autoComplete) {
      super(
          Cluster.empty(),
          autoComplete,
          null,
          new ByteArraySerializer(),
          new ByteArraySerializer());
      initTransactionException = initFailure;
    }

    @Override
    public synchronized List<PartitionInfo> partitionsFor(String topic) {
      return IntStream.range(0, known)
          .mapToObj(partition -> new PartitionInfo(topic, partition, null, null, null))
          .toList();
    }

    /** As Kafka's does for as long as it may block: what was sent reaches no partition. */
    @Override
    public synchronized void sendOffsetsToTransaction(
        Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
      if (known > partitions) {
        throw new TimeoutException("a message waits for a partition that is gone");
      }
      super.sendOffsetsToTransaction(offsets, group);
    }

    @Override
    public synchronized java.util.concurrent.Future<
            org.apache.kafka.clients.producer.RecordMetadata>
        send(
            ProducerRecord<byte[], byte[]> message,
            org.apache.kafka.clients.producer.Callback callback) {
      sent.add(message);
      onSend.accept(message);
      if (known > partitions) {
        return new java.util.concurrent.CompletableFuture<>();
      }
      if (sendFailure != null) {
        callback.onCompletion(null, sendFailure);
        return java.util.concurrent.CompletableFuture.failedFuture(sendFailure);
      }
      return super.send(
          message,
          (sentTo, error) -> {
            if (error == null) {
              onAcknowledge.accept(message);
            }
            if (callback != null) {
              callback.onCompletion(sentTo, error);
            }
          });
    }
  }

  @Override
  public OptionalInt partitions(String topic) {
    return partitions == 0 ? OptionalInt.empty() : OptionalInt.of(partitions);
  }

  @Override
  public Producer<byte[], byte[]> producer() {
    plain = new OneProducer(false);
    return plain;
  }

  /** Fences the one before. */
  @Override
  public Producer<byte[], byte[]> transactional(TopicPartition partition) {
    OneProducer earlier = transactional.get(partition);
    if (earlier != null) {
      committedBefore
          .computeIfAbsent(partition, unused -> new ArrayList<>())
          .addAll(earlier.history());
      before.put(partition, progress(partition));
      if (!earlier.closed()) {
        earlier.fenceProducer();
      }
    }
    OneProducer producer = new OneProducer(true);
    transactional.put(partition, producer);
    return producer;
  }

  @Override
  public String group() {
    return GROUP;
  }

  @Override
  public long progress(TopicPartition partition) {
    asked++;
    long progress = before.getOrDefault(partition, -1L);
    OneProducer producer = transactional.get(partition);
    if (producer != null) {
      for (Map<String, Map<TopicPartition, OffsetAndMetadata>> commit :
          producer.consumerGroupOffsetsHistory()) {
        progress = commit.get(GROUP).get(partition).offset();
      }
    }
    return progress;
  }

  /** What readers of committed messages see of the partition's receipts. */
  public List<ProducerRecord<byte[], byte[]>> committed(TopicPartition partition) {
    List<ProducerRecord<byte[], byte[]>> all =
        new ArrayList<>(committedBefore.getOrDefault(partition, List.of()));
    all.addAll(transactional.get(partition).history());
    return all;
  }

  /** Acknowledges everything that was sent without transactions. */
  public void acknowledgeAll() {
    while (plain != null && plain.completeNext()) {
      // The next one.
    }
  }
}
