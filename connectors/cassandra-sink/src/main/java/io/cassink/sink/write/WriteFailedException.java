package io.cassink.sink.write;

import io.cassink.sink.cluster.ErrorClassifier;
import java.util.concurrent.TimeUnit;

/** Writing cannot go on until somebody acts: the message says what is wrong, where, what to do. */
public final class WriteFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private WriteFailedException(String message, Throwable cause) {
    super(message, cause);
  }

  static WriteFailedException forbidden(Request request, Throwable error) {
    return of(
        request,
        "the server denies access: "
            + ErrorClassifier.describe(error)
            + "; correct auth.* or grant MODIFY and SELECT, then restart the task",
        error);
  }

  static WriteFailedException unknownOutcome(Request request, Throwable error) {
    return of(
        request,
        "it is unknown whether a statement was carried out that must not be carried out twice ("
            + ErrorClassifier.describe(error)
            + "); look at the row of the record at offset "
            + request.rows.get(0).ticket.offset()
            + ", then restart the task, which writes it again",
        error);
  }

  static WriteFailedException budgetSpent(Request request, long failingFor, Throwable error) {
    return of(
        request,
        "not written in "
            + TimeUnit.NANOSECONDS.toSeconds(failingFor)
            + " s and "
            + request.attempts
            + " attempts: "
            + ErrorClassifier.describe(error)
            + "; no record is lost: restart the task when the cluster is well",
        error);
  }

  static WriteFailedException schema(Request request, String fault, Throwable error) {
    return of(request, fault + "; correct the table or the settings, then restart the task", error);
  }

  private static WriteFailedException of(Request request, String message, Throwable cause) {
    return new WriteFailedException(request.table() + ": " + message, cause);
  }
}
