package io.cassink.sink.write;

import io.cassink.sink.rows.Row;
import java.time.Duration;

/**
 * Finds out whose fault a refusal is: one row's, or the table's.
 *
 * <p>Say the rows of the offsets 10, 11 and 12 are sent as one batch, and the key of 11 is longer
 * than the server takes.
 *
 * <ol>
 *   <li>The batch is refused, which does not tell for which row. The three rows are sent one by
 *       one, and 10 and 12 are written.
 *   <li>11 is refused alone. The schema is read, unless it was within the second before the
 *       refusal: one poll may bring hundreds. Had the table lost a column, the task would fail now.
 *       It has all of them, but one may have been added between refusal and reading, so 11 is sent
 *       again.
 *   <li>11 is refused again. The schema is read once more, later than this refusal, and is still in
 *       order: so the row is at fault, and its record is reported.
 *   <li>If 11 superseded the row of offset 9, because both have one key and 11 has the later write
 *       time, then 9 is sent now: it is what the table must hold without 11.
 * </ol>
 */
final class Refusals {
  /** A schema that was read within this time before a refusal answers the first one of a row. */
  private static final Duration SCHEMA_GOOD_FOR = Duration.ofSeconds(1);

  /** What is to be done about a refused request. */
  sealed interface Verdict {
    /** The request is to be tried again later, because the schema cannot be read. */
    record Unknown(RuntimeException why) implements Verdict {}

    /** The table is at fault: why it takes no such row. */
    record Schema(String fault) implements Verdict {}

    /** The row is at fault. */
    record BadRow(Row row) implements Verdict {}

    /** Its rows are to be sent once more, and nothing else is to be done. */
    record SentAgain() implements Verdict {}
  }

  private final RequestSender sender;
  private final UnsentRequests unsent;

  Refusals(RequestSender sender, UnsentRequests unsent) {
    this.sender = sender;
    this.unsent = unsent;
  }

  /**
   * @param at when the refusal came, in nanoseconds of the writer's clock
   */
  Verdict judge(Request request, long at) {
    if (request.rows.size() > 1) {
      request.rows.forEach(unsent::addFirst);
      return new Verdict.SentAgain();
    }
    Row row = request.rows.get(0);
    String fault;
    try {
      fault =
          sender.schemaFault(row.plan, request.isSecondTry ? at : at - SCHEMA_GOOD_FOR.toNanos());
    } catch (RuntimeException e) {
      return new Verdict.Unknown(e);
    }
    if (fault != null) {
      return new Verdict.Schema(fault);
    }
    if (!request.isSecondTry) {
      unsent.addFirst(Request.secondTry(row));
      return new Verdict.SentAgain();
    }
    if (row.superseded != null) {
      unsent.addFirst(row.superseded);
    }
    return new Verdict.BadRow(row);
  }
}
