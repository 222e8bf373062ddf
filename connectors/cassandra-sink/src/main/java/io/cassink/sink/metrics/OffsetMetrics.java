package io.cassink.sink.metrics;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Why commits are held. Changed by the task's thread alone. */
public final class OffsetMetrics {
  private final Amount heldByWrites = new Amount();
  private final Amount heldByTies = new Amount();
  private final Amount cutShort = new Amount();
  private final Amount released = new Amount();
  private final Amount unwritten = new Amount();
  private final Amount memory = new Amount();
  private final Amount waitingForMemory = new Amount();
  private final Amount deadLettersWaiting = new Amount();
  private final Amount oldestSince = new Amount();
  private final LongSupplier nanoTime;

  OffsetMetrics(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /**
   * As of a commit.
   *
   * @param byWrites offsets from the first record on that is not done
   * @param byTies offsets that are done, but held so that a replay gives the same write times
   */
  public void held(long byWrites, long byTies) {
    heldByWrites.set(byWrites);
    heldByTies.set(byTies);
  }

  /**
   * Adds offsets that were committed although they should be held, because the holds of the task
   * were too long.
   */
  public void cutShort(long offsets) {
    cutShort.add(offsets);
  }

  /** Adds offsets that were committed because no record of their milliseconds came any more. */
  public void released(long offsets) {
    released.add(offsets);
  }

  /** Records that were delivered and are not done. */
  public void unwritten(long records) {
    unwritten.set(records);
  }

  /**
   * @param bytes for what is remembered of all partitions
   * @param waiting partitions that wait because it is too much
   */
  public void memory(long bytes, int waiting) {
    memory.set(bytes);
    waitingForMemory.set(waiting);
  }

  /**
   * @param waiting dead letters that are not written
   * @param since when the oldest of them was reported, by the clock
   */
  public void deadLetters(int waiting, long since) {
    oldestSince.set(since);
    deadLettersWaiting.set(waiting);
  }

  /** Computed when read, because the task's thread may be blocked by the dead letter. */
  private long deadLetterWait() {
    boolean waits = deadLettersWaiting.value() > 0;
    return waits ? TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - oldestSince.value()) : 0;
  }

  List<Measure> measures() {
    return List.of(
        Measure.of(
            "records-unwritten",
            "records",
            "Records that were handed over and are not yet written, reported or passed over. The"
                + " lag of the consumer group is more: it has the records that are not yet read,"
                + " and those that are written and held.",
            unwritten),
        Measure.of(
            "offsets-held-by-writes",
            "offsets",
            "At the last commit: offsets that were delivered and from the first undone record on"
                + " could not be committed.",
            heldByWrites),
        Measure.of(
            "offsets-held-by-ties",
            "offsets",
            "At the last commit: offsets that are done and not committed, because a later record"
                + " of the same millisecond could still tie with them (order=time). They are part"
                + " of the lag, though nothing of them is unwritten.",
            heldByTies),
        Measure.of(
            "ties-released-total",
            "offsets",
            "Offsets whose hold ended because no record of their milliseconds came for"
                + " order.idleRelease. If one comes nevertheless, and only after a restart, it can"
                + " get a write time that is too low.",
            released),
        Measure.of(
            "ties-cut-short-total",
            "offsets",
            "Offsets by which commits went past open ties because all holds of the task together"
                + " were above a million records; above 0, a restart can get ties in another"
                + " order.",
            cutShort),
        Measure.of(
            "tie-memory-bytes",
            "bytes",
            "Memory for the rows whose records of one millisecond are counted (order=time).",
            memory),
        Measure.of(
            "partitions-waiting-for-memory",
            "partitions",
            "Partitions that are paused until that memory is below its limit again.",
            waitingForMemory),
        Measure.of(
            "dead-letters-waiting",
            "records",
            "Bad records that were reported and whose dead letter is not written; they hold the"
                + " commit.",
            deadLettersWaiting),
        new Measure(
            "dead-letter-wait-ms",
            "milliseconds",
            "For how long the oldest of them has waited.",
            this::deadLetterWait));
  }
}
