package io.cassink.sink.write;

import io.cassink.sink.cluster.ErrorClassifier;
import io.cassink.sink.metrics.RequestMetrics;
import io.cassink.sink.order.Ticket;
import io.cassink.sink.rows.Row;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps rows in flight across calls, within limits, and tries again what failed. Every method is
 * for the task's thread; outcomes come from the driver's threads through a queue.
 */
public final class Writer {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  /** So many requests in flight keep a cluster busy until the next call. */
  static final int BUSY = 32;

  /** One node that hangs, or rows that seldom find company, shall not keep others waiting. */
  static final Duration LONGEST_GATHERING = Duration.ofMillis(50);

  /** A poll may bring hundreds of refusals: a look at the schema is good for that long. */
  private static final Duration LOOK_GOOD_FOR = Duration.ofSeconds(1);

  /**
   * @param at when the answer came
   */
  private record Outcome(Request request, Throwable error, long at) {}

  /**
   * @param maxBytesInFlight above it nothing more is sent, unless nothing is in flight
   * @param retryTimeout how long a request may go on failing
   */
  public record Limits(int maxRowsInBatch, long maxBytesInFlight, Duration retryTimeout) {}

  private final RequestSender sender;
  private final Limits limits;
  private final BadRows badRows;
  private final RequestMetrics metrics;
  private final LongSupplier nanoTime;
  private final Batcher batcher;
  private final InFlight inFlight;
  private final Deque<Request> ready = new ArrayDeque<>();
  private final RetryQueue failing = new RetryQueue();
  private final LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

  /** Since when rows gather, if they do. */
  private long gatheringSince;

  /** Requests in flight that have failed before. */
  private int retriesInFlight;

  /** Why writing cannot go on, once it cannot. */
  private WriteFailedException failure;

  /**
   * @param mostInFlight requests; asked each time, for tasks come and go
   * @param replicas equal for rows whose partitions live on the same nodes
   */
  Writer(
      RequestSender sender,
      Limits limits,
      IntSupplier mostInFlight,
      Function<Row, Object> replicas,
      BadRows badRows,
      RequestMetrics metrics,
      LongSupplier nanoTime) {
    this.sender = sender;
    this.limits = limits;
    this.badRows = badRows;
    this.metrics = metrics;
    this.nanoTime = nanoTime;
    this.batcher = new Batcher(limits.maxRowsInBatch(), replicas, ready::add);
    this.inFlight = new InFlight(mostInFlight, limits, metrics);
  }

  /** Takes a row whose ticket is held for it. */
  void add(Row row) {
    if (batcher.isEmpty()) {
      gatheringSince = nanoTime.getAsLong();
    }
    batcher.add(row);
    if (ready.size() >= 64) {
      poll();
    }
  }

  /**
   * Lets go of the rows that gather, unless the cluster is busy: until it is not, more rows meet
   * that need not be sent, or can be sent together.
   */
  public void flushUnlessBusy() {
    poll();
    boolean isBusy = inFlight.requests() >= BUSY || !ready.isEmpty();
    if (!isBusy || nanoTime.getAsLong() - gatheringSince > LONGEST_GATHERING.toNanos()) {
      flush();
    }
  }

  /** Whether rows wait for others to be sent with. */
  public boolean isGathering() {
    return !batcher.isEmpty();
  }

  /** Lets go of the rows that gather, and sends as much as may be in flight. */
  public void flush() {
    batcher.flush();
    poll();
  }

  /** Takes in what has come back and sends what is due. */
  public void poll() {
    for (Outcome outcome = outcomes.poll(); outcome != null; outcome = outcomes.poll()) {
      accept(outcome);
    }
    sendDue();
  }

  /**
   * Works until everything but the rows that gather is sent, or the time is over.
   *
   * @return whether that is sent and nothing has to be tried again
   */
  public boolean awaitRoom(Duration atMost) throws InterruptedException {
    return await(() -> ready.isEmpty() && !isFailing(), atMost);
  }

  /** Works until nothing is in flight, or the time is over, or something has to be tried again. */
  public boolean awaitDone(Duration atMost) throws InterruptedException {
    await(() -> isIdle() || !failing.isEmpty(), atMost);
    return isIdle();
  }

  private boolean await(BooleanSupplier done, Duration atMost) throws InterruptedException {
    long deadline = nanoTime.getAsLong() + atMost.toNanos();
    poll();
    while (!done.getAsBoolean() && failure == null) {
      long now = nanoTime.getAsLong();
      long left = deadline - now;
      if (left <= 0) {
        return false;
      }
      long patience = Math.min(left, failing.untilDue(now, left));
      Outcome outcome = outcomes.poll(patience, TimeUnit.NANOSECONDS);
      if (outcome != null) {
        accept(outcome);
      }
      poll();
    }
    return done.getAsBoolean();
  }

  /** Whether nothing gathers, waits, is in flight or fails. */
  public boolean isIdle() {
    return inFlight.requests() == 0 && batcher.isEmpty() && ready.isEmpty() && failing.isEmpty();
  }

  /** Whether some request has failed and is not yet written. */
  public boolean isFailing() {
    return !failing.isEmpty() || retriesInFlight > 0;
  }

  /** Requests that were sent and have not come back. */
  public int inFlight() {
    return inFlight.requests();
  }

  /**
   * @throws WriteFailedException once writing cannot go on
   */
  public void check() throws WriteFailedException {
    if (failure != null) {
      throw failure;
    }
  }

  private void sendDue() {
    long now = nanoTime.getAsLong();
    for (Request due = failing.due(now); due != null && hasRoom(due); due = failing.due(now)) {
      send(failing.poll(), now);
    }
    // New rows wait while the server fails: they would only add to its load.
    while (!isFailing() && !ready.isEmpty() && hasRoom(ready.peek())) {
      send(ready.poll(), now);
    }
  }

  private boolean hasRoom(Request request) {
    return failure == null && inFlight.hasRoomFor(request);
  }

  private void send(Request request, long now) {
    inFlight.sent(request);
    retriesInFlight += request.attempts++ > 0 ? 1 : 0;
    request.sentAt = now;
    try {
      sender.send(request, this::cameBack);
    } catch (RuntimeException e) {
      cameBack(request, e);
    }
  }

  /** The one method that other threads call. */
  private void cameBack(Request request, Throwable error) {
    outcomes.add(new Outcome(request, error, nanoTime.getAsLong()));
  }

  private void accept(Outcome outcome) {
    Request request = outcome.request();
    inFlight.cameBack(request);
    retriesInFlight -= request.attempts > 1 ? 1 : 0;
    if (outcome.error() != null) {
      fail(request, outcome.error(), outcome.at());
      return;
    }
    inFlight.grow();
    metrics.written(request.rows.size(), request.bytes, outcome.at() - request.sentAt);
    for (Row row : request.rows) {
      row.written();
    }
  }

  private void fail(Request request, Throwable error, long at) {
    switch (ErrorClassifier.kindOf(error)) {
      case REFUSED -> refuse(request, error, at);
      case FORBIDDEN -> stop(WriteFailedException.forbidden(request, error));
      case OVERLOADED -> {
        inFlight.halve(request, nanoTime.getAsLong());
        retry(request, error);
      }
      case NOT_CARRIED_OUT -> retry(request, error);
      default -> {
        if (request.isIdempotent()) {
          retry(request, error);
        } else {
          stop(WriteFailedException.unknownOutcome(request, error));
        }
      }
    }
  }

  private void retry(Request request, Throwable error) {
    long now = nanoTime.getAsLong();
    if (request.attempts == 1) {
      request.failingSince = now;
      LOG.debug("{}: will be tried again", request.table(), error);
    }
    long failingFor = now - request.failingSince;
    if (failingFor >= limits.retryTimeout().toNanos()) {
      stop(WriteFailedException.budgetSpent(request, failingFor, error));
      return;
    }
    if (failing.isEmpty()) {
      LOG.warn("{}: waiting for the cluster: {}", request.table(), ErrorClassifier.describe(error));
    }
    metrics.retried(ErrorClassifier.retryCauseOf(error));
    failing.add(request, now);
  }

  /**
   * A batch is sent again row by row, so that only the guilty record is reported; and a row once
   * more, for what it lacked may have come back before the schema was looked at: then only a look
   * that is later than the refusal tells.
   */
  private void refuse(Request request, Throwable error, long at) {
    if (request.rows.size() > 1) {
      request.rows.forEach(row -> ready.addFirst(new Request(List.of(row))));
      return;
    }
    Row row = request.rows.get(0);
    String schemaFault;
    try {
      long since = request.isSecondTry ? at : at - LOOK_GOOD_FOR.toNanos();
      schemaFault = sender.schemaFault(row.plan, since);
    } catch (RuntimeException e) {
      // Nobody can tell yet whose fault it is.
      retry(request, e);
      return;
    }
    if (schemaFault != null) {
      stop(WriteFailedException.schema(request, schemaFault, error));
      return;
    }
    if (!request.isSecondTry) {
      ready.addFirst(Request.secondTry(row));
      return;
    }
    if (row.superseded != null) {
      // It is the last one of its key after all.
      ready.addFirst(new Request(List.of(row.superseded)));
    }
    row.plan.counts().refused().add(1);
    badRows.refused(row.ticket, request.table(), error);
  }

  private void stop(WriteFailedException reason) {
    if (failure == null) {
      failure = reason;
    }
  }

  /** Takes the rows that the server refuses for what they hold. */
  @FunctionalInterface
  public interface BadRows {
    /**
     * Called on the task's thread. The ticket stays open until the callee releases it.
     *
     * @param table {@code keyspace.table}
     */
    void refused(Ticket ticket, String table, Throwable cause);
  }
}
