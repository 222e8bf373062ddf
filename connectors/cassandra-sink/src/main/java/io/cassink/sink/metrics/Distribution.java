package io.cassink.sink.metrics;

import org.HdrHistogram.Histogram;

/**
 * How values were spread in the last window that is over. The one thread that records also ends the
 * windows, so nothing is locked: what others read does not change any more.
 */
public final class Distribution {
  /** Two digits: a percentile is right to 1 %, and a window takes some 20 KiB. */
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

  /** Makes the values since the last call readable; without any, the window before stays. */
  void endWindow() {
    if (current.getTotalCount() > 0) {
      last = current;
      current = new Histogram(highest, DIGITS);
    }
  }

  /** NaN before the first window is over, as the other measures are. */
  double percentile(double percent) {
    Histogram seen = last;
    return seen == null ? Double.NaN : seen.getValueAtPercentile(percent);
  }

  double mean() {
    Histogram seen = last;
    return seen == null ? Double.NaN : seen.getMean();
  }

  double highest() {
    Histogram seen = last;
    return seen == null ? Double.NaN : seen.getMaxValue();
  }
}
