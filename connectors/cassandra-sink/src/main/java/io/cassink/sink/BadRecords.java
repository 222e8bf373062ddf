package io.cassink.sink;

import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.metrics.RecordCounts;
import io.cassink.sink.metrics.TaskMetrics;
import io.cassink.sink.order.Ticket;
import io.cassink.sink.timing.Timing;
import java.time.Duration;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.errors.DataException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of records that can never be written: docs/reference/sink-errors.md has the whole
 * table. Used by the task's thread alone, because a reporter is not thread-safe.
 */
final class BadRecords implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BadRecords.class);

  /** The first 10 are logged one by one, then every thousandth. */
  private static final int LOGGED_SINGLY = 10;

  private final SinkSettings settings;
  private final TaskMetrics metrics;
  private final ReportedRecords reported;

  /** Null where the worker has neither a dead-letter topic nor a log of errors. */
  private final DeadLetters letters;

  private long passedOver;

  private record Fatal(Ticket ticket, ConnectException reason) {}

  /** Why the task must stop, or null; thrown again until it does. */
  private Fatal fatal;

  /**
   * @param reporter null where the worker has neither a dead-letter topic nor a log of errors
   * @param reported what has its dead letter already
   */
  BadRecords(
      ErrantRecordReporter reporter,
      SinkSettings settings,
      TaskMetrics metrics,
      ReportedRecords reported,
      Timing timing) {
    this.settings = settings;
    this.metrics = metrics;
    this.reported = reported;
    this.letters =
        reporter == null
            ? null
            : new DeadLetters(
                reporter,
                settings.name() + "-" + settings.metrics().task(),
                settings.retryTimeout(),
                metrics.offsets(),
                reported,
                timing);
  }

  /**
   * Reports the record, passes it over, or fails the task.
   *
   * @param refused true where the server refused the row, false where a value could not be
   *     converted
   * @throws ConnectException where the configuration wants the task to stop at bad records
   */
  void handle(Ticket ticket, String cause, boolean refused, Throwable error) {
    String position = ticket.position();
    DataException failure = new DataException(position + ": " + cause, error);
    RecordCounts counts = metrics.topic(ticket.topic());
    if (!ticket.firstReport()) {
      ticket.release();
    } else if (settings.tolerateAll() && letters != null && reported.knows(ticket.record())) {
      LOG.debug("{}: its dead letter was written before", position);
      ticket.deadLettered();
      ticket.release();
    } else if (settings.tolerateAll() && letters != null) {
      counts.reported().add(1);
      ticket.deadLettered();
      letters.report(ticket, failure);
    } else if (settings.tolerateAll() || isIgnored(refused)) {
      counts.ignored().add(1);
      passOver(failure);
      ticket.release();
    } else {
      if (letters != null) {
        letters.log(ticket.record(), failure);
      }
      fatal =
          new Fatal(
              ticket,
              new ConnectException(
                  position
                      + ": "
                      + cause
                      + "; the offset is held before this record. Set errors.tolerance=all with"
                      + " errors.deadletterqueue.topic.name to report such records and go on, or"
                      + " ignoreErrors=All to pass them over",
                  error));
      throw fatal.reason();
    }
  }

  private boolean isIgnored(boolean refused) {
    return settings.ignoreErrors() == SinkSettings.IgnoreErrors.ALL
        || (settings.ignoreErrors() == SinkSettings.IgnoreErrors.DRIVER && refused);
  }

  private void passOver(DataException failure) {
    passedOver++;
    if (passedOver <= LOGGED_SINGLY || passedOver % 1_000 == 0) {
      LOG.warn("Passed over {} bad records so far: {}", passedOver, failure.getMessage());
    }
  }

  /**
   * Releases the tickets of the records whose dead letters are written.
   *
   * @throws ConnectException where a dead letter cannot be written
   */
  void poll() {
    if (fatal != null) {
      throw fatal.reason();
    }
    if (letters != null) {
      letters.poll();
    }
  }

  /** Waits for the dead letters that the reporter has accepted. */
  void awaitWritten(Duration atMost) throws InterruptedException {
    if (letters != null) {
      letters.awaitWritten(atMost);
    }
  }

  /** Forgets the records of revoked partitions: whoever reads them next reports them. */
  void dropRevoked() {
    if (fatal != null && fatal.ticket().isRevoked()) {
      fatal = null;
    }
    if (letters != null) {
      letters.dropRevoked();
    }
  }

  /** Whether dead letters are being written. */
  boolean isPending() {
    return letters != null && letters.isPending();
  }

  /** Whether the reporter blocks, so that more bad records would only fill the memory. */
  boolean isBlocked() {
    return letters != null && letters.isBlocked();
  }

  @Override
  public void close() {
    if (letters != null) {
      letters.close();
    }
  }
}
