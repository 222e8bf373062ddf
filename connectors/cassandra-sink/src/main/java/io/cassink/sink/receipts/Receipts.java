package io.cassink.sink.receipts;

import io.cassink.sink.order.PartitionAccount;
import io.cassink.sink.rows.RowWatch;
import java.time.Duration;
import java.util.Collection;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.connect.errors.ConnectException;

/** What a task tells of its records. All calls come from the task's thread. */
public interface Receipts {
  /** Tells nobody. */
  Receipts NONE = new NoReceipts();

  /** A new account of a partition that is read from its committed offset on; null for none. */
  PartitionAccount account(TopicPartition partition);

  /** Is told of the rows of the record that was delivered last; null for none. */
  RowWatch watch();

  void open(Collection<TopicPartition> partitions);

  /**
   * Whether records may be written: a task that told of a partition before must not go on with it.
   *
   * @throws ConnectException where that cannot be found out
   */
  boolean isReady();

  void close(Collection<TopicPartition> partitions);

  /** Hands over what is due, and takes note of what is told. */
  void goOn();

  /**
   * Does the same, and shows how far it has come.
   *
   * @throws ConnectException where something cannot be told
   */
  void poll();

  /** Hands over everything and waits until it is told, or the time is over. */
  void awaitTold(Duration atMost) throws InterruptedException;

  /** Whether something is waiting to be told. */
  boolean isPending();

  void stop();

  /** The path of a record without receipts: nothing is kept, asked or waited for. */
  final class NoReceipts implements Receipts {
    private NoReceipts() {}

    @Override
    public PartitionAccount account(TopicPartition partition) {
      return null;
    }

    @Override
    public RowWatch watch() {
      return null;
    }

    @Override
    public void open(Collection<TopicPartition> partitions) {}

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void close(Collection<TopicPartition> partitions) {}

    @Override
    public void goOn() {}

    @Override
    public void poll() {}

    @Override
    public void awaitTold(Duration atMost) {}

    @Override
    public boolean isPending() {
      return false;
    }

    @Override
    public void stop() {}
  }
}
