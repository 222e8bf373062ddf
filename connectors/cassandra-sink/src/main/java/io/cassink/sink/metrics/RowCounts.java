package io.cassink.sink.metrics;

import java.util.List;

/** What became of the rows of one topic in one table. */
public final class RowCounts {
  private final Amount written = new Amount();
  private final Amount superseded = new Amount();
  private final Amount deleted = new Amount();
  private final Amount refused = new Amount();

  /** Rows that the server has taken. */
  public Amount written() {
    return written;
  }

  /** Rows that were not sent because one of the same key was sent in their stead. */
  public Amount superseded() {
    return superseded;
  }

  /** Rows of which the server has taken the DELETE. */
  public Amount deleted() {
    return deleted;
  }

  /** Rows that the server refuses for what they hold. */
  public Amount refused() {
    return refused;
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
