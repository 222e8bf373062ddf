package io.cassink.sink;

import io.cassink.sink.metrics.OffsetMetrics;
import io.cassink.sink.order.Ticket;
import io.cassink.sink.timing.TaskThread;
import io.cassink.sink.timing.Timing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.ErrantRecordReporter;
import org.apache.kafka.connect.sink.SinkRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives bad records to Connect's reporter and holds them until their dead letters are written.
 *
 * <p>The reporter's producer may block without limit where it cannot learn of its topic, so a
 * thread of its own calls it. It is only one thread, because a reporter is not thread-safe. The
 * task's thread waits for each report to be accepted, because the worker keeps what is accepted in
 * a list that it empties between the task's calls. Only when a report blocks does the task go on
 * without it.
 */
final class DeadLetters implements AutoCloseable {
  /** Connect's setting of the topic that takes dead letters. */
  static final String TOPIC = "errors.deadletterqueue.topic.name";

  private static final String HEADERS = "errors.deadletterqueue.context.headers.enable";

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);

  /** How long the task waits for one report to be accepted. */
  private static final Duration ACCEPTED_WITHIN = Duration.ofMillis(500);

  /** How often the log says that a dead letter is still not written. */
  private static final Duration WARNING = Duration.ofSeconds(30);

  private record Letter(Ticket ticket, Future<Future<Void>> accepted, long since) {
    boolean isAccepted() {
      return accepted.isDone();
    }
  }

  private final ErrantRecordReporter reporter;
  private final Duration budget;
  private final OffsetMetrics metrics;
  private final ReportedRecords reported;
  private final Timing timing;
  private final TaskThread thread;
  private final Deque<Letter> letters = new ArrayDeque<>();

  /** The first of the letters; read by the reporting thread, which warns of it. */
  private volatile Letter oldest;

  private volatile long warnedAt;
  private boolean watched;

  /**
   * @param budget how long a dead letter may take to be written
   */
  DeadLetters(
      ErrantRecordReporter reporter,
      String name,
      Duration budget,
      OffsetMetrics metrics,
      ReportedRecords reported,
      Timing timing) {
    this.reporter = reporter;
    this.budget = budget;
    this.metrics = metrics;
    this.reported = reported;
    this.timing = timing;
    this.thread = timing.thread("cassink-dead-letters-" + name);
  }

  /** What is allowed but probably not meant of Connect's settings for dead letters. */
  static List<String> warnings(Map<String, String> properties) {
    boolean hasTopic = !properties.getOrDefault(TOPIC, "").isBlank();
    return hasTopic && !Boolean.parseBoolean(properties.get(HEADERS))
        ? List.of(
            HEADERS
                + " is not true: dead letters do not say of which topic, partition and offset they"
                + " are, so ones that are repeated after a restart cannot be told from others")
        : List.of();
  }

  /** The ticket stays open until the dead letter is written. */
  void report(Ticket ticket, Exception failure) {
    if (!watched) {
      thread.after(WARNING, this::watch);
      watched = true;
    }
    boolean blocked = isBlocked();
    letters.add(new Letter(ticket, submit(ticket.record(), failure), timing.nanoTime()));
    if (!blocked) {
      await(letters.getLast().accepted());
    }
    show();
  }

  /** Lets the reporter log the record at which the task stops. */
  void log(SinkRecord record, Exception failure) {
    await(submit(record, failure));
  }

  private Future<Future<Void>> submit(SinkRecord record, Exception failure) {
    return thread.submit(() -> reporter.report(record, failure));
  }

  private void await(Future<Future<Void>> accepted) {
    try {
      timing.await(accepted, ACCEPTED_WITHIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("A report is not accepted", e);
    }
  }

  /**
   * Releases the tickets of the records whose dead letters are written.
   *
   * @throws ConnectException where one cannot be written, or not within the budget; after all
   *     others were looked at, because the task ends with it
   */
  void poll() {
    ConnectException failure = null;
    Iterator<Letter> pending = letters.iterator();
    while (pending.hasNext()) {
      Letter letter = pending.next();
      try {
        if (isWritten(letter)) {
          reported.written(letter.ticket().record());
          letter.ticket().release();
          pending.remove();
        } else if (timing.nanoTime() - letter.since() > budget.toNanos()) {
          throw failure(letter, null);
        }
      } catch (ConnectException e) {
        failure = failure == null ? e : failure;
      }
    }
    if (failure != null) {
      throw failure;
    }
    show();
    warn();
  }

  /**
   * Waits for the letters that the reporter has accepted. What has become of them, {@link #poll}
   * says.
   */
  void awaitWritten(Duration atMost) throws InterruptedException {
    long end = timing.nanoTime() + atMost.toNanos();
    for (Letter letter : letters) {
      long left = end - timing.nanoTime();
      if (left <= 0 || !letter.isAccepted()) {
        return;
      }
      try {
        timing.await(letter.accepted().get(), Duration.ofNanos(left));
      } catch (ExecutionException | TimeoutException e) {
        LOG.debug("A dead letter is not written", e);
      }
    }
  }

  private static boolean isWritten(Letter letter) {
    if (!letter.isAccepted()) {
      return false;
    }
    try {
      Future<Void> written = letter.accepted().get();
      if (!written.isDone()) {
        return false;
      }
      written.get();
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(letter, e);
    } catch (ExecutionException e) {
      throw failure(letter, e.getCause());
    }
  }

  private static ConnectException failure(Letter letter, Throwable cause) {
    return new ConnectException(
        letter.ticket().position()
            + ": the dead letter of this bad record cannot be written; the offset is held before"
            + " it. Look at errors.deadletterqueue.topic.name and its topic, then restart the task",
        cause);
  }

  private void show() {
    Letter first = letters.peek();
    oldest = first;
    metrics.deadLetters(letters.size(), first == null ? 0 : first.since());
  }

  private void watch() {
    warn();
    thread.after(WARNING, this::watch);
  }

  /**
   * Also called by the reporting thread: at a commit the task's thread may be inside Connect, which
   * waits for the reports that it has accepted.
   */
  private void warn() {
    Letter waiting = oldest;
    long now = timing.nanoTime();
    if (waiting != null
        && now - waiting.since() > WARNING.toNanos()
        && now - warnedAt > WARNING.toNanos()) {
      warnedAt = now;
      LOG.error(
          "{}: the dead letter of this bad record is not written for {} s; the offset is held"
              + " before it. Look at errors.deadletterqueue.topic.name and its topic",
          waiting.ticket().position(),
          TimeUnit.NANOSECONDS.toSeconds(now - waiting.since()));
    }
  }

  /**
   * Forgets the letters of revoked partitions. One that is being handed over may still be written;
   * one whose turn has not come is not.
   */
  void dropRevoked() {
    Iterator<Letter> pending = letters.iterator();
    while (pending.hasNext()) {
      Letter letter = pending.next();
      if (letter.ticket().isRevoked()) {
        letter.accepted().cancel(false);
        letter.ticket().release();
        pending.remove();
      }
    }
    show();
  }

  /** Whether dead letters are being written. */
  boolean isPending() {
    return !letters.isEmpty();
  }

  /** Whether the reporter blocks its thread, so that more records would only fill the memory. */
  boolean isBlocked() {
    return !letters.isEmpty() && !letters.getLast().isAccepted();
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
