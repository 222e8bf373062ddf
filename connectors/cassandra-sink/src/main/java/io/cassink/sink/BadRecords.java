package io.cassink.sink;

import io.cassink.sink.config.IgnoreErrors;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.write.Ticket;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of records that can never be written: docs/reference/sink-errors.md has the whole
 * table. Used by the task's thread alone, for a reporter is not safe for several.
 */
final class BadRecords {
  private static final Logger LOG = LoggerFactory.getLogger(BadRecords.class);

  /** So many are logged one by one, then every thousandth. */
  private static final int LOGGED_SINGLY = 10;

  private record Report(Ticket ticket, String place, Future<Void> written, long since) {}

  private final ErrantRecordReporter reporter;
  private final SinkSettings settings;
  private final List<Report> reports = new ArrayList<>();
  private long passedOver;

  /** Why the task must stop; thrown again until it does. */
  private ConnectException fatal;

  /**
   * @param reporter null where the worker has neither a dead-letter topic nor a log of errors
   */
  BadRecords(ErrantRecordReporter reporter, SinkSettings settings) {
    this.reporter = reporter;
    this.settings = settings;
  }

  /**
   * Reports the record, passes it over, or fails the task.
   *
   * @param refused by the server, not by a conversion
   * @throws ConnectException where the configuration wants the task to stop at bad records
   */
  void handle(Ticket ticket, String cause, boolean refused, Throwable error) {
    SinkRecord record = (SinkRecord) ticket.record();
    String place = placeOf(record);
    DataException failure = new DataException(place + ": " + cause, error);
    if (!ticket.firstReport()) {
      ticket.release();
    } else if (settings.tolerateAll() && reporter != null) {
      reports.add(new Report(ticket, place, reporter.report(record, failure), System.nanoTime()));
    } else if (settings.tolerateAll() || isIgnored(refused)) {
      passOver(failure);
      ticket.release();
    } else {
      logByReporter(record, failure);
      fatal =
          new ConnectException(
              place
                  + ": "
                  + cause
                  + "; the offset is held before this record. Set errors.tolerance=all with"
                  + " errors.deadletterqueue.topic.name to report such records and go on, or"
                  + " ignoreErrors=All to pass them over",
              error);
      throw fatal;
    }
  }

  /** Without tolerance a reporter can only log, and then throws what says less than our own. */
  private void logByReporter(SinkRecord record, DataException failure) {
    if (reporter == null) {
      return;
    }
    try {
      reporter.report(record, failure);
    } catch (ConnectException e) {
      LOG.debug("The worker tolerates no errors", e);
    }
  }

  private boolean isIgnored(boolean refused) {
    return settings.ignoreErrors() == IgnoreErrors.ALL
        || (settings.ignoreErrors() == IgnoreErrors.DRIVER && refused);
  }

  private void passOver(DataException failure) {
    passedOver++;
    if (passedOver <= LOGGED_SINGLY || passedOver % 1_000 == 0) {
      LOG.warn("Passed over {} bad records so far: {}", passedOver, failure.getMessage());
    }
  }

  /**
   * Lets go of the records whose dead letters are written.
   *
   * @throws ConnectException where a dead letter cannot be written
   */
  void poll() {
    if (fatal != null) {
      throw fatal;
    }
    Iterator<Report> pending = reports.iterator();
    while (pending.hasNext()) {
      Report report = pending.next();
      long waiting = System.nanoTime() - report.since();
      if (report.written().isDone()) {
        finish(report);
        pending.remove();
      } else if (waiting > settings.retryTimeout().toNanos()) {
        throw deadLetterFailure(report, null);
      }
    }
  }

  private void finish(Report report) {
    try {
      report.written().get();
      report.ticket().release();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw deadLetterFailure(report, e);
    } catch (ExecutionException e) {
      throw deadLetterFailure(report, e.getCause());
    }
  }

  private static ConnectException deadLetterFailure(Report report, Throwable cause) {
    return new ConnectException(
        report.place()
            + ": the dead letter of this bad record cannot be written; the offset is held before"
            + " it. Look at errors.deadletterqueue.topic.name and its topic, then restart the task",
        cause);
  }

  /** Whether dead letters are being written. */
  boolean isPending() {
    return !reports.isEmpty();
  }

  private static String placeOf(SinkRecord record) {
    return record.originalTopic()
        + "-"
        + record.originalKafkaPartition()
        + "@"
        + record.originalKafkaOffset();
  }
}
