package io.cassink.sink.receipts;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Settled records of one partition that are told together, in the order of their offsets. */
final class Batch {
  final TopicPartition partition;

  /** At least one. */
  final List<Account> accounts;

  /** As many as the accounts are of. */
  final long records;

  /** When the first of them was settled, in nanoseconds of the task's clock. */
  final long since;

  /** Of the heap. */
  final long bytes;

  private final PartitionReceipts owner;
  private final Consumer<Outcome> outcomes;
  private final AtomicBoolean finished = new AtomicBoolean();

  /** On the task's thread: that it is told. */
  private boolean told;

  /**
   * What came of telling a batch.
   *
   * @param receipts that were sent
   * @param error null where all are acknowledged
   */
  record Outcome(Batch batch, int receipts, Throwable error) {}

  /**
   * @param outcomes takes the outcome, on any thread
   */
  Batch(
      TopicPartition partition,
      List<Account> accounts,
      long records,
      long since,
      long bytes,
      PartitionReceipts owner,
      Consumer<Outcome> outcomes) {
    this.partition = partition;
    this.accounts = accounts;
    this.records = records;
    this.since = since;
    this.bytes = bytes;
    this.owner = owner;
    this.outcomes = outcomes;
  }

  long from() {
    return accounts.get(0).offset;
  }

  /** The offset behind the last one. */
  long to() {
    return accounts.get(accounts.size() - 1).to();
  }

  /** Whether the partition is another task's by now, or its records come again. */
  boolean isRevoked() {
    return owner.isRevoked();
  }

  /** Called by any thread; the first call counts. */
  void finish(int receipts, Throwable error) {
    if (finished.compareAndSet(false, true)) {
      outcomes.accept(new Outcome(this, receipts, error));
    }
  }

  void markTold() {
    told = true;
  }

  boolean isTold() {
    return told;
  }
}
