package io.cassink.sink.metrics;

import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;

/**
 * The distribution of values in the last complete window of time. Only one thread records and ends
 * windows, and other threads read histograms that no longer change, so there are no locks.
 */
public final class Distribution {
  /** Significant digits. With two, a percentile is exact to 1 % and a window takes some 20 KiB. */
  private static final int DIGITS = 2;

  private final long highest;
  private Histogram current;
  private volatile Histogram last;

  /**
   * @param highest larger values count as this one
   */
  Distribution(long highest) {
    this.highest = Math.max(2, highest);
    this.current = new Histogram(this.highest, DIGITS);
  }

  void record(long value) {
    current.recordValue(Math.min(Math.max(0, value), highest));
  }

  /** Ends the window and makes it readable. A window without values is dropped. */
  void endWindow() {
    if (current.getTotalCount() > 0) {
      last = current;
      current = new Histogram(highest, DIGITS);
    }
  }

  double percentile(double percent) {
    return ofLast(histogram -> histogram.getValueAtPercentile(percent));
  }

  double mean() {
    return ofLast(Histogram::getMean);
  }

  double highest() {
    return ofLast(Histogram::getMaxValue);
  }

  /** NaN before the first window ends. */
  private double ofLast(ToDoubleFunction<Histogram> measure) {
    Histogram seen = last;
    return seen == null ? Double.NaN : measure.applyAsDouble(seen);
  }
}
