package io.cassink.sink.metrics;

import java.util.List;

/**
 * What became of the rows of one topic in one table.
 *
 * @param written rows that the server has taken
 * @param superseded rows that were not sent because a later one of the same key was
 * @param deleted rows whose DELETE the server has taken
 * @param refused rows that the server refuses for what they hold
 */
public record RowCounts(Amount written, Amount superseded, Amount deleted, Amount refused) {
  public RowCounts() {
    this(new Amount(), new Amount(), new Amount(), new Amount());
  }

  List<Measure> measures() {
    return List.of(
        Measure.of("rows-written-total", "rows", "Rows that the server has taken.", written),
        Measure.of(
            "rows-superseded-total",
            "rows",
            "Rows that were not sent because one of the same key that waited with them, of a later"
                + " write time, sets all that they set.",
            superseded),
        Measure.of(
            "rows-deleted-total",
            "rows",
            "Rows of which the server has taken the DELETE.",
            deleted),
        Measure.of(
            "rows-refused-total",
            "rows",
            "Rows that the server refuses for what they hold.",
            refused));
  }
}
