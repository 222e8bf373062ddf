package io.cassink.sink.receipts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Tells each record once. Every source partition has a producer with a transactional id of its own:
 * whoever opens the partition next fences it. A transaction holds the messages of a batch and how
 * far the partition is told after it, so both are true or neither is.
 */
final class TransactionalTeller implements Teller {
  private final ReceiptClients clients;
  private final Messages messages;
  private final Map<TopicPartition, Source> sources = new ConcurrentHashMap<>();

  /** A partition that this task tells of. */
  private static final class Source {
    private final Producer<byte[], byte[]> producer;

    /** The next offset to be told, or -1 where nothing was told yet. */
    private long next;

    private Exception failure;

    Source(Producer<byte[], byte[]> producer, long next) {
      this.producer = producer;
      this.next = next;
    }
  }

  TransactionalTeller(ReceiptClients clients, Messages messages) {
    this.clients = clients;
    this.messages = messages;
  }

  /**
   * Ends the work of an earlier task on the partition, and a transaction that it has left, before
   * its progress is read.
   */
  @Override
  public void open(TopicPartition partition) {
    close(partition);
    Producer<byte[], byte[]> producer = clients.transactional(partition);
    try {
      producer.initTransactions();
      sources.put(partition, new Source(producer, clients.progress(partition)));
    } catch (RuntimeException e) {
      ReceiptClients.close(producer);
      throw e;
    }
  }

  @Override
  public void tell(Batch batch) {
    Source source = sources.get(batch.partition);
    if (batch.isRevoked() || source == null) {
      return;
    }
    if (source.failure != null) {
      batch.finish(0, source.failure);
      return;
    }
    try {
      batch.finish(tell(batch, source), null);
    } catch (RuntimeException e) {
      source.failure = e;
      abort(source, e);
      batch.finish(0, e);
    }
  }

  private int tell(Batch batch, Source source) {
    List<Account> untold = Teller.from(source.next, batch);
    if (untold.isEmpty()) {
      return 0;
    }
    long from = source.next < 0 ? batch.from() : source.next;
    List<ProducerRecord<byte[], byte[]>> all = messages.of(batch, from, untold);
    source.producer.beginTransaction();
    all.forEach(source.producer::send);
    source.producer.sendOffsetsToTransaction(
        Map.of(batch.partition, new OffsetAndMetadata(batch.to())), group());
    source.producer.commitTransaction();
    source.next = batch.to();
    return all.size();
  }

  /** In 3.9 as in 4.3 there is no other way to name a group without members. */
  @SuppressWarnings("removal")
  private ConsumerGroupMetadata group() {
    return new ConsumerGroupMetadata(clients.group());
  }

  /** So that readers of committed messages need not wait until the transaction times out. */
  private static void abort(Source source, RuntimeException reason) {
    if (reason instanceof TimeoutException) {
      // The brokers do not answer, and whether the transaction is committed is not known.
      return;
    }
    try {
      source.producer.abortTransaction();
    } catch (RuntimeException e) {
      reason.addSuppressed(e);
    }
  }

  @Override
  public void close(TopicPartition partition) {
    Source source = sources.remove(partition);
    if (source != null) {
      ReceiptClients.close(source.producer);
    }
  }

  @Override
  public void stop() {
    Map<TopicPartition, Source> all = new HashMap<>(sources);
    all.keySet().forEach(this::close);
  }
}
