package io.cassink.sink.metrics;

import java.util.List;

/** What became of the records of one topic. */
public final class RecordCounts {
  private final Amount read = new Amount();
  private final Amount filtered = new Amount();
  private final Amount reported = new Amount();
  private final Amount ignored = new Amount();

  /** Records that Connect handed over. */
  public Amount read() {
    return read;
  }

  /** Offsets that Connect passed without handing a record over. */
  public Amount filtered() {
    return filtered;
  }

  /** Bad records that were given to the reporter. */
  public Amount reported() {
    return reported;
  }

  /** Bad records that were passed over. */
  public Amount ignored() {
    return ignored;
  }

  List<Measure> measures() {
    return List.of(
        Measure.of(
            "records-read-total",
            "records",
            "Records that Connect handed over; one that is read again counts again.",
            read),
        Measure.of(
            "records-filtered-total",
            "offsets",
            "Offsets after the first record that Connect passed without handing a record over:"
                + " dropped by a transform or by errors.tolerance, compacted, or a transaction's"
                + " marks.",
            filtered),
        Measure.of(
            "records-reported-total",
            "records",
            "Bad records that were given to the dead-letter topic or the log of errors.",
            reported),
        Measure.of(
            "records-ignored-total",
            "records",
            "Bad records that were passed over, by ignoreErrors or for want of a reporter.",
            ignored));
  }
}
