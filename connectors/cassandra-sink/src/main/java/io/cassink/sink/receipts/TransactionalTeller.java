package io.cassink.sink.receipts;

import io.cassink.sink.timing.Timing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
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

  /** After how long on its way a message's partition may be gone, so that the brokers are asked. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final ReceiptClients clients;
  private final Messages messages;
  private final Timing timing;
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

  TransactionalTeller(ReceiptClients clients, Messages messages, Timing timing) {
    this.clients = clients;
    this.messages = messages;
    this.timing = timing;
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
    if (!all.isEmpty() && !areSent(all, source.producer)) {
      return tellAnew(batch, all.get(0).topic());
    }
    source.producer.sendOffsetsToTransaction(
        Map.of(batch.partition, new OffsetAndMetadata(batch.to())), group());
    source.producer.commitTransaction();
    source.next = batch.to();
    return all.size();
  }

  /**
   * Ends at the first message that fails: each one more would block for as long again.
   *
   * @return is done when all are acknowledged, or one of them has failed
   */
  private static CompletableFuture<Void> send(
      List<ProducerRecord<byte[], byte[]>> all, Producer<byte[], byte[]> producer) {
    CompletableFuture<Void> acknowledged = new CompletableFuture<>();
    AtomicInteger left = new AtomicInteger(all.size());
    for (ProducerRecord<byte[], byte[]> message : all) {
      producer.send(
          message,
          (sent, error) -> {
            if (error != null) {
              acknowledged.completeExceptionally(error);
            } else if (left.decrementAndGet() == 0) {
              acknowledged.complete(null);
            }
          });
      if (acknowledged.isCompletedExceptionally()) {
        break;
      }
    }
    return acknowledged;
  }

  /**
   * Sends messages and waits for the brokers. A producer chooses a message's partition once, and
   * waits for that one until its time is over, also where the topic was made anew without it.
   *
   * @return false where the topic has fewer partitions than the producer chose from
   */
  private boolean areSent(
      List<ProducerRecord<byte[], byte[]>> all, Producer<byte[], byte[]> producer) {
    String topic = all.get(0).topic();
    int known = producer.partitionsFor(topic).size();
    Future<Void> acknowledged = send(all, producer);
    while (true) {
      try {
        timing.await(acknowledged, LOOK);
        return true;
      } catch (java.util.concurrent.TimeoutException e) {
        if (clients.partitions(topic).orElse(known) < known) {
          return false;
        }
      } catch (ExecutionException e) {
        throw new KafkaException("a message is not sent", e.getCause());
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
    }
  }

  /**
   * With a producer that learns which partitions the topic has by now. Its initialization ends the
   * transaction, so nothing of it can be told besides.
   */
  private int tellAnew(Batch batch, String topic) {
    String reason = "the topic " + topic + " was made anew with fewer partitions";
    if (batch.isRevoked()) {
      // A new producer would fence the task that may have the partition by now.
      throw new TimeoutException(reason);
    }
    LOG.warn("{}: {}; receipts from {} on are sent again", batch.partition, reason, batch.from());
    open(batch.partition);
    Source anew = sources.get(batch.partition);
    return anew == null ? 0 : tell(batch, anew);
  }

  /** In 3.9 as in 4.3 there is no other way to name a group without members. */
  @SuppressWarnings("removal")
  private ConsumerGroupMetadata group() {
    return new ConsumerGroupMetadata(clients.group());
  }

  /** So that readers of committed messages need not wait until the transaction times out. */
  private static void abort(Source source, RuntimeException reason) {
    if (reason instanceof TimeoutException || reason.getCause() instanceof TimeoutException) {
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
