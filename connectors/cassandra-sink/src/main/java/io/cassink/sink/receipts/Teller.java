package io.cassink.sink.receipts;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Sends batches. Used by the thread of the receipts, which it may block. */
interface Teller {
  /**
   * The partition was opened.
   *
   * @return the first offset that is not told, or negative where nothing is known to be told
   * @throws RuntimeException where the brokers do not let this task tell of it
   */
  long open(TopicPartition partition);

  /** Sends a batch of an opened partition, and finishes it sooner or later. */
  void tell(Batch batch);

  void close(TopicPartition partition);

  /** Called by the task's thread after the thread of the receipts was interrupted. */
  void stop();

  /** The accounts from an offset on. */
  static List<Account> from(long offset, Batch batch) {
    if (offset <= batch.from()) {
      return batch.accounts;
    }
    List<Account> from = batch.accounts.stream().filter(one -> one.to() > offset).toList();
    if (!from.isEmpty() && from.get(0).offset < offset) {
      throw new IllegalStateException("records on both sides of " + offset + " are counted as one");
    }
    return from;
  }
}
