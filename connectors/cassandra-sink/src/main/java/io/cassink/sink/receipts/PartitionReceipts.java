package io.cassink.sink.receipts;

import io.cassink.sink.order.HeldRecords;
import io.cassink.sink.order.PartitionAccount;
import io.cassink.sink.order.Ticket;
import io.cassink.sink.rows.Row;
import io.cassink.sink.timing.Timing;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
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

  private long gatheredRecords;
  private long gatheredBytes;
  private long gatheringSince;

  /** Handed over and not told; one may be told before an earlier one. */
  private final Deque<Batch> handedOver = new ArrayDeque<>();

  /**
   * The offsets up to which the partition may be told by now. No account reaches across one, so
   * that what is told already can be left out.
   */
  private final NavigableSet<Long> told = new TreeSet<>();

  private long waiting;
  private long waitingBytes;
  private volatile boolean revoked;

  /**
   * @param countsOnly whether rows are only counted, and so let go of once they are settled
   * @param told where the partition may have been told to before its records came again
   * @param held counts what is kept
   */
  PartitionReceipts(
      TopicPartition partition,
      boolean countsOnly,
      Collection<Long> told,
      HeldRecords held,
      Timing timing) {
    this.partition = partition;
    this.countsOnly = countsOnly;
    this.told.addAll(told);
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
    if (gathered.isEmpty()) {
      gatheringSince = timing.nanoTime();
    }
    gatheredRecords++;
    waiting++;
    if (countsOnly) {
      // However many they are, they take no memory: a task that tells once in seconds goes on.
      account.count(ticket);
      held.free(account.bytes);
      addCounts(account);
    } else {
      gathered.add(account);
      gatheredBytes += account.bytes;
      waitingBytes += account.bytes;
    }
  }

  private void addCounts(Account account) {
    Account last = gathered.isEmpty() ? null : gathered.get(gathered.size() - 1);
    Long end = last == null ? null : told.higher(last.offset);
    if (last == null || (end != null && end <= account.offset)) {
      gathered.add(account);
    } else {
      last.add(account);
    }
  }

  /** Notes, before the first record, up to where the partition is told; negative for nowhere. */
  void toldUntil(long offset) {
    told.add(offset);
  }

  /** The offsets up to which the partition may be told by now. */
  Collection<Long> toldUntil() {
    return told;
  }

  /** The settled records that are not handed over yet. */
  long gathered() {
    return gatheredRecords;
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
    Batch batch =
        new Batch(
            partition, gathered, gatheredRecords, gatheringSince, gatheredBytes, this, outcomes);
    gathered = new ArrayList<>();
    gatheredRecords = 0;
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
      waitingBytes -= first.bytes;
      waiting -= first.records;
      told.headSet(first.to()).clear();
      told.add(first.to());
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

  /** What they take of the heap. */
  long waitingBytes() {
    return waitingBytes;
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
      told.add(batch.to());
    }
    held.free(bytes);
    open.clear();
    gathered.clear();
    gatheredRecords = 0;
    handedOver.clear();
    waiting = 0;
    waitingBytes = 0;
  }

  boolean isRevoked() {
    return revoked;
  }
}
