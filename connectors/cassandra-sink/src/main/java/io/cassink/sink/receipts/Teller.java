package io.cassink.sink.receipts;

import java.util.List;
import org.apache.kafka.common.TopicPartition;

/** Sends batches. Used by the thread of the receipts, which it may block. */
interface Teller {
  /**
   * The partition was opened.
   *
   * @throws RuntimeException where the brokers do not let this task tell of it
   */
  void open(TopicPartition partition);

  /** Sends a batch of an opened partition, and finishes it sooner or later. */
  void tell(Batch batch);

  void close(TopicPartition partition);

  /** Called by the task's thread after the thread of the receipts was interrupted. */
  void stop();

  /** The accounts from an offset on. */
  static List<Account> from(long offset, Batch batch) {
    return offset <= batch.from()
        ? batch.accounts
        : batch.accounts.stream().filter(account -> account.offset >= offset).toList();
  }
}
