package io.cassink.sink.metrics;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How far it is told what was written. Changed by the task's thread alone. */
public final class ReceiptMetrics {
  private final Amount told = new Amount();
  private final Amount waiting = new Amount();
  private final Amount oldestSince = new Amount();
  private final LongSupplier nanoTime;

  ReceiptMetrics(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Adds receipts that their topic has acknowledged. */
  public void told(long receipts) {
    told.add(receipts);
  }

  /**
   * @param records that are done and not told
   * @param since when the first of them was done, by the clock
   */
  public void waiting(long records, long since) {
    oldestSince.set(since);
    waiting.set(records);
  }

  private long waited(long now) {
    return waiting.value() == 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(now - oldestSince.value());
  }

  List<Measure> measures() {
    return List.of(
        Measure.of(
            "receipts-told-total",
            "receipts",
            "Receipts that their topic has acknowledged (receipts.topic).",
            told),
        Measure.of(
            "receipts-waiting",
            "records",
            "Records that are done and whose receipt is not acknowledged; they hold the commit.",
            waiting),
        new Measure(
            "receipt-wait-ms",
            "milliseconds",
            "For how long the first of them has waited.",
            () -> waited(nanoTime.getAsLong())));
  }
}
