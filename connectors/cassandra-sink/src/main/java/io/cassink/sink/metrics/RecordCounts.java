package io.cassink.sink.metrics;

import java.util.List;

/**
 * What became of the records of one topic.
 *
 * @param read records that Connect handed over
 * @param filtered offsets that Connect passed without handing a record over
 * @param reported bad records that were given to the reporter
 * @param ignored bad records that were passed over
 */
public record RecordCounts(Amount read, Amount filtered, Amount reported, Amount ignored) {
  public RecordCounts() {
    this(new Amount(), new Amount(), new Amount(), new Amount());
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
