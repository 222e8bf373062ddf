package io.cassink.sink.metrics;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Why commits are held. Changed by the task's thread alone. */
public final class OffsetMetrics {
  private final Amount heldByWrites = new Amount();
  private final Amount heldByTies = new Amount();
  private final Amount cutShort = new Amount();
  private final Amount forgotten = new Amount();
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
   * Adds offsets that were committed although they should be held, because the hold was too long.
   */
  public void cutShort(long offsets) {
    cutShort.add(offsets);
  }

  /** Adds rows whose last write time was forgotten, because there were too many. */
  public void forgotten(long rows) {
    forgotten.add(rows);
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
            "offsets-held-by-writes",
            "offsets",
            "At the last commit: offsets that were delivered and from the first undone record on"
                + " could not be committed.",
            heldByWrites),
        Measure.of(
            "offsets-held-by-ties",
            "offsets",
            "At the last commit: offsets that are done and not committed, because a later record"
                + " of the same millisecond could still tie with them (order=time).",
            heldByTies),
        Measure.of(
            "ties-cut-short-total",
            "offsets",
            "Offsets by which commits went past open ties because the hold had reached its limit;"
                + " above 0, a restart can get ties in another order.",
            cutShort),
        Measure.of(
            "tie-rows-forgotten-total",
            "rows",
            "Rows whose place among equal milliseconds was forgotten because a partition had more"
                + " than a million of them; above 0, a restart can get ties in another order.",
            forgotten),
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
