package io.cassink.sink.receipts;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/** Tells with one producer for the task, without transactions: what is read again is told again. */
final class PlainTeller implements Teller {
  private final ReceiptClients clients;
  private final Messages messages;
  private volatile Producer<byte[], byte[]> producer;
  private volatile boolean stopped;

  /** Why nothing is told any more: what came later would be told before what came earlier. */
  private volatile Exception failure;

  PlainTeller(ReceiptClients clients, Messages messages) {
    this.clients = clients;
    this.messages = messages;
  }

  @Override
  public long open(TopicPartition partition) {
    // The producer belongs to no partition.
    return -1;
  }

  @Override
  public void tell(Batch batch) {
    if (batch.isRevoked()) {
      return;
    }
    if (failure != null) {
      batch.finish(0, failure);
      return;
    }
    try {
      send(batch, messages.of(batch, batch.from(), batch.accounts));
    } catch (RuntimeException e) {
      failed(batch, e);
    }
  }

  private void send(Batch batch, List<ProducerRecord<byte[], byte[]>> all) {
    if (all.isEmpty()) {
      batch.finish(0, null);
      return;
    }
    if (producer == null) {
      producer = clients.producer();
      if (stopped) {
        ReceiptClients.close(producer);
        return;
      }
    }
    AtomicInteger left = new AtomicInteger(all.size());
    for (ProducerRecord<byte[], byte[]> message : all) {
      if (failure != null) {
        // Each one more would block for as long again.
        batch.finish(0, failure);
        return;
      }
      producer.send(
          message,
          (sent, error) -> {
            if (error != null) {
              failed(batch, error);
            } else if (left.decrementAndGet() == 0) {
              batch.finish(all.size(), null);
            }
          });
    }
  }

  private void failed(Batch batch, Exception error) {
    failure = failure == null ? error : failure;
    batch.finish(0, error);
  }

  @Override
  public void close(TopicPartition partition) {
    // The producer belongs to no partition.
  }

  @Override
  public void stop() {
    stopped = true;
    ReceiptClients.close(producer);
  }
}
