package io.cassink.sink.write;

import io.cassink.sink.cluster.ErrorClassifier;
import io.cassink.sink.metrics.RequestMetrics;
import io.cassink.sink.order.Ticket;
import io.cassink.sink.rows.Row;
import io.cassink.sink.timing.Timing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps requests in flight across calls, within limits, and sends again what failed. All methods
 * are called by the task's thread; the driver's threads only add outcomes to a queue.
 */
public final class Writer {
  private static final Logger LOG = LoggerFactory.getLogger(Writer.class);

  /** With this many requests in flight the cluster is busy until the next call. */
  static final int BUSY = 32;

  /**
   * Rows are sent after this long even if the cluster is busy, for example with a node that hangs.
   */
  static final Duration LONGEST_GATHERING = Duration.ofMillis(50);

  /** A schema read within this time before a refusal answers it: one poll may bring hundreds. */
  private static final Duration SCHEMA_GOOD_FOR = Duration.ofSeconds(1);

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
  private final Timing timing;
  private final Batcher batcher;
  private final InFlight inFlight;
  private final Deque<Request> ready = new ArrayDeque<>();
  private final RetryQueue failing;
  private final LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

  /** Since when rows wait to be batched, in nanoseconds. */
  private long gatheringSince;

  /** Requests in flight that have failed before. */
  private int retriesInFlight;

  /** Why writing cannot go on, once it cannot. */
  private WriteFailedException failure;

  /**
   * @param mostInFlight the most requests; asked each time, because tasks come and go
   * @param replicas equal for rows whose partitions live on the same nodes
   */
  Writer(
      RequestSender sender,
      Limits limits,
      IntSupplier mostInFlight,
      Function<Row, Object> replicas,
      BadRows badRows,
      RequestMetrics metrics,
      Timing timing) {
    this.sender = sender;
    this.limits = limits;
    this.badRows = badRows;
    this.metrics = metrics;
    this.timing = timing;
    this.failing = new RetryQueue(timing);
    this.batcher = new Batcher(limits.maxRowsInBatch(), replicas, ready::add);
    this.inFlight = new InFlight(mostInFlight, limits, metrics);
  }

  /** Takes a row, for which its ticket has a hold. */
  void add(Row row) {
    if (batcher.isEmpty()) {
      gatheringSince = timing.nanoTime();
    }
    batcher.add(row);
    if (ready.size() >= 64) {
      poll();
    }
  }

  /**
   * Sends the rows that wait, unless the cluster is busy. The longer they wait, the more of them
   * are overwritten by later ones or fit into the same batch.
   */
  public void flushUnlessBusy() {
    poll();
    boolean isBusy = inFlight.requests() >= BUSY || !ready.isEmpty();
    if (!isBusy || timing.nanoTime() - gatheringSince > LONGEST_GATHERING.toNanos()) {
      flush();
    }
  }

  /** Whether rows wait to be batched. */
  public boolean isGathering() {
    return !batcher.isEmpty();
  }

  /** Makes requests of the rows that wait, and sends as many as may be in flight. */
  public void flush() {
    batcher.flush();
    poll();
  }

  /** Handles the answers that have come and sends what is due. */
  public void poll() {
    for (Outcome outcome = outcomes.poll(); outcome != null; outcome = outcomes.poll()) {
      accept(outcome);
    }
    sendDue();
  }

  /**
   * Works until every request is sent, or the time is over. Rows may still wait to be batched.
   *
   * @return whether every request is sent and none has to be tried again
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
    long deadline = timing.nanoTime() + atMost.toNanos();
    poll();
    while (!done.getAsBoolean() && failure == null) {
      long now = timing.nanoTime();
      long left = deadline - now;
      if (left <= 0) {
        return false;
      }
      long wait = Math.min(left, failing.untilDue(now, left));
      Outcome outcome = timing.poll(outcomes, wait);
      if (outcome != null) {
        accept(outcome);
      }
      poll();
    }
    return done.getAsBoolean();
  }

  /** Whether no row waits to be batched and no request is unsent, in flight or failing. */
  public boolean isIdle() {
    return inFlight.requests() == 0 && batcher.isEmpty() && ready.isEmpty() && failing.isEmpty();
  }

  /** Whether some request has failed and is not yet written. */
  public boolean isFailing() {
    return !failing.isEmpty() || retriesInFlight > 0;
  }

  /** Requests that were sent and are not answered. */
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
    long now = timing.nanoTime();
    for (Request due = failing.due(now); due != null && hasRoom(due); due = failing.due(now)) {
      send(failing.poll(), now);
    }
    // New rows wait while the server fails, because they would only add to its load.
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

  /** The only method that other threads call. */
  private void cameBack(Request request, Throwable error) {
    outcomes.add(new Outcome(request, error, timing.nanoTime()));
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
        inFlight.halve(request, timing.nanoTime());
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
    long now = timing.nanoTime();
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
   * A refused batch is sent again row by row, so that only the bad record is reported. A refused
   * row is sent once more: the column that it lacked, for example, may have been added between the
   * refusal and the reading of the schema. After a second refusal, only a schema that was read
   * later than it decides.
   */
  private void refuse(Request request, Throwable error, long at) {
    if (request.rows.size() > 1) {
      request.rows.forEach(row -> ready.addFirst(new Request(List.of(row))));
      return;
    }
    Row row = request.rows.get(0);
    String schemaFault;
    try {
      long since = request.isSecondTry ? at : at - SCHEMA_GOOD_FOR.toNanos();
      schemaFault = sender.schemaFault(row.plan, since);
    } catch (RuntimeException e) {
      // Without the schema it is unknown whether the row or the table is at fault.
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
      // The row that it overwrote must be sent after all.
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

  /** Takes the rows that the server refuses because of their content. */
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
