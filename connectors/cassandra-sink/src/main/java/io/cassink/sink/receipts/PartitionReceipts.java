package io.cassink.sink.receipts;

import io.cassink.sink.order.HeldRecords;
import io.cassink.sink.order.PartitionAccount;
import io.cassink.sink.order.Ticket;
import io.cassink.sink.rows.Row;
import io.cassink.sink.timing.Timing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * The records of a partition between their delivery and the acknowledgement of their receipts. Used
 * by the task's thread; others ask only whether it is revoked.
 */
final class PartitionReceipts implements PartitionAccount {
  private final TopicPartition partition;
  private final boolean countsOnly;
  private final HeldRecords held;
  private final Timing timing;

  /** Delivered and not settled. */
  private final Deque<Account> open = new ArrayDeque<>();

  /** Settled and not handed over. */
  private List<Account> gathered = new ArrayList<>();

  private long gatheredBytes;
  private long gatheringSince;

  /** Handed over and not told; one may be told before an earlier one. */
  private final Deque<Batch> handedOver = new ArrayDeque<>();

  private long waiting;
  private volatile boolean revoked;

  /**
   * @param countsOnly whether rows are only counted, and so let go of once they are settled
   * @param held counts what is kept
   */
  PartitionReceipts(TopicPartition partition, boolean countsOnly, HeldRecords held, Timing timing) {
    this.partition = partition;
    this.countsOnly = countsOnly;
    this.held = held;
    this.timing = timing;
  }

  @Override
  public void delivered(Ticket ticket) {
    open.add(new Account(ticket));
    held.take(Account.BYTES);
  }

  /** Takes the rows of the record that was delivered last. */
  void made(List<Row> rows) {
    Account last = open.getLast();
    last.rows = rows;
    long bytes = 0;
    for (Row row : rows) {
      bytes += row.heldBytes();
    }
    last.bytes += bytes;
    held.take(bytes);
  }

  @Override
  public void settled(Ticket ticket) {
    Account account = open.poll();
    if (countsOnly) {
      account.count(ticket);
      held.free(account.bytes - Account.BYTES);
      account.bytes = Account.BYTES;
    }
    if (gathered.isEmpty()) {
      gatheringSince = timing.nanoTime();
    }
    gathered.add(account);
    gatheredBytes += account.bytes;
    waiting++;
  }

  /** The settled records that are not handed over yet. */
  int gathered() {
    return gathered.size();
  }

  /** When the first of the gathered records was settled. */
  long gatheringSince() {
    return gatheringSince;
  }

  boolean hasHandedOver() {
    return !handedOver.isEmpty();
  }

  /** Makes a batch of what is gathered, which is something. */
  Batch handOver(Consumer<Batch.Outcome> outcomes) {
    Batch batch = new Batch(partition, gathered, gatheringSince, gatheredBytes, this, outcomes);
    gathered = new ArrayList<>();
    gatheredBytes = 0;
    handedOver.add(batch);
    return batch;
  }

  void told(Batch batch) {
    if (revoked) {
      return;
    }
    batch.markTold();
    while (!handedOver.isEmpty() && handedOver.getFirst().isTold()) {
      Batch first = handedOver.poll();
      held.free(first.bytes);
      waiting -= first.accounts.size();
    }
  }

  @Override
  public long untoldFrom() {
    return !handedOver.isEmpty()
        ? handedOver.getFirst().from()
        : gathered.isEmpty() ? Long.MAX_VALUE : gathered.get(0).offset;
  }

  TopicPartition partition() {
    return partition;
  }

  /** The first batch that is handed over and not told. */
  Batch first() {
    return handedOver.getFirst();
  }

  /** Records that are settled and not told. */
  long waiting() {
    return waiting;
  }

  /** When the first of them was settled. */
  long waitingSince() {
    return handedOver.isEmpty() ? gatheringSince : handedOver.getFirst().since;
  }

  @Override
  public void revoked() {
    revoked = true;
    long bytes = gatheredBytes;
    for (Account account : open) {
      bytes += account.bytes;
    }
    for (Batch batch : handedOver) {
      bytes += batch.bytes;
    }
    held.free(bytes);
    open.clear();
    gathered.clear();
    handedOver.clear();
    waiting = 0;
  }

  boolean isRevoked() {
    return revoked;
  }
}
