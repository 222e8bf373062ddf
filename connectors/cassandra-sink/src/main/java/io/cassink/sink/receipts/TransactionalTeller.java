package io.cassink.sink.receipts;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells each record once. Every source partition has a producer with a transactional id of its own:
 * whoever opens the partition next fences it. A transaction holds the messages of a batch and how
 * far the partition is told after it, so both are true or neither is.
 */
final class TransactionalTeller implements Teller {
  private static final Logger LOG = LoggerFactory.getLogger(TransactionalTeller.class);

  private final ReceiptClients clients;
  private final Messages messages;
  private final Map<TopicPartition, Source> sources = new ConcurrentHashMap<>();
  private volatile boolean stopped;

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
  public long open(TopicPartition partition) {
    close(partition);
    Producer<byte[], byte[]> producer = clients.transactional(partition);
    long next;
    try {
      producer.initTransactions();
      next = clients.progress(partition);
      sources.put(partition, new Source(producer, next));
      LOG.info(
          "{}: receipts are told from {} on",
          partition,
          next < 0 ? "the first record" : "offset " + next);
    } catch (RuntimeException e) {
      ReceiptClients.close(producer);
      throw e;
    }
    if (stopped) {
      close(partition);
    }
    return next;
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
    send(all, source.producer);
    source.producer.sendOffsetsToTransaction(
        Map.of(batch.partition, new OffsetAndMetadata(batch.to())), group());
    source.producer.commitTransaction();
    source.next = batch.to();
    return all.size();
  }

  /** Ends at the first message that fails: each one more would block for as long again. */
  private static void send(
      List<ProducerRecord<byte[], byte[]>> all, Producer<byte[], byte[]> producer) {
    AtomicReference<Exception> failure = new AtomicReference<>();
    for (ProducerRecord<byte[], byte[]> message : all) {
      producer.send(message, (sent, error) -> failure.compareAndSet(null, error));
      if (failure.get() != null) {
        throw new KafkaException("a message is not sent", failure.get());
      }
    }
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
    stopped = true;
    List.copyOf(sources.keySet()).forEach(this::close);
  }
}
