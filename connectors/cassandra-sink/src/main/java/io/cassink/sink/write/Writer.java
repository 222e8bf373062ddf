package io.cassink.sink.write;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
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

  private static final long FIRST_DELAY = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_DELAY = TimeUnit.SECONDS.toNanos(10);

  /**
   * A row so large that a failure to write it says more about the row than about the server, which
   * has no other answer to one that exceeds {@code max_mutation_size}.
   */
  private static final int HUGE_ROW = 1 << 20;

  private static final int ATTEMPTS_OF_HUGE_ROW = 3;

  private record Outcome(Request request, Throwable error) {}

  /**
   * @param maxBytesInFlight above it nothing more is sent, unless nothing is in flight
   * @param retryTimeout how long a request may go on failing
   */
  public record Limits(int maxRowsInBatch, long maxBytesInFlight, Duration retryTimeout) {}

  private final RequestSender sender;
  private final Limits limits;
  private final IntSupplier mostInFlight;
  private final BadRows badRows;
  private final LongSupplier nanoTime;
  private final Batcher batcher;
  private final Deque<Request> ready = new ArrayDeque<>();
  private final PriorityQueue<Request> failing =
      new PriorityQueue<>(Comparator.comparingLong(request -> request.dueAt));
  private final LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();

  private int inFlight;

  /** Those of them that have failed before. */
  private int retriesInFlight;

  private long bytesInFlight;

  /** Below {@link #mostInFlight} after the server was overloaded. */
  private double window = Integer.MAX_VALUE;

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
      LongSupplier nanoTime) {
    this.sender = sender;
    this.limits = limits;
    this.mostInFlight = mostInFlight;
    this.badRows = badRows;
    this.nanoTime = nanoTime;
    this.batcher = new Batcher(limits.maxRowsInBatch(), replicas, ready::add);
  }

  /** Takes a row whose ticket is held for it. */
  void add(Row row) {
    batcher.add(row);
    if (ready.size() >= 64) {
      poll();
    }
  }

  /** Lets go of the rows that wait for company, and sends as much as may be in flight. */
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
   * Works until everything is sent, or the time is over.
   *
   * @return whether everything is sent and nothing has to be tried again
   */
  public boolean awaitRoom(Duration atMost) throws InterruptedException {
    return await(() -> ready.isEmpty() && !isFailing(), atMost);
  }

  /** Works until nothing is in flight, or the time is over, or something has to be tried again. */
  public boolean awaitDone(Duration atMost) throws InterruptedException {
    await(() -> isIdle() || !failing.isEmpty(), atMost);
    return isIdle();
  }

  private boolean await(java.util.function.BooleanSupplier done, Duration atMost)
      throws InterruptedException {
    long deadline = nanoTime.getAsLong() + atMost.toNanos();
    poll();
    while (!done.getAsBoolean() && failure == null) {
      long left = deadline - nanoTime.getAsLong();
      if (left <= 0) {
        return false;
      }
      long untilDue =
          failing.isEmpty() ? left : Math.max(1, failing.peek().dueAt - nanoTime.getAsLong());
      Outcome outcome = outcomes.poll(Math.min(left, untilDue), TimeUnit.NANOSECONDS);
      if (outcome != null) {
        accept(outcome);
      }
      poll();
    }
    return done.getAsBoolean();
  }

  /** Whether nothing is in flight, waiting or failing. */
  public boolean isIdle() {
    return inFlight == 0 && ready.isEmpty() && failing.isEmpty();
  }

  /** Whether some request has failed and is not yet written. */
  public boolean isFailing() {
    return !failing.isEmpty() || retriesInFlight > 0;
  }

  /** Requests that were sent and have not come back. */
  public int inFlight() {
    return inFlight;
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
    while (!failing.isEmpty() && failing.peek().dueAt <= now && hasRoom(failing.peek())) {
      send(failing.poll());
    }
    // New rows wait while the server fails: they would only add to its load.
    while (!isFailing() && !ready.isEmpty() && hasRoom(ready.peek())) {
      send(ready.poll());
    }
  }

  private boolean hasRoom(Request request) {
    if (failure != null) {
      return false;
    }
    int most = Math.max(1, (int) Math.min(window, mostInFlight.getAsInt()));
    return inFlight == 0
        || (inFlight < most && bytesInFlight + request.bytes <= limits.maxBytesInFlight());
  }

  private void send(Request request) {
    inFlight++;
    bytesInFlight += request.bytes;
    retriesInFlight += request.attempts++ > 0 ? 1 : 0;
    try {
      sender.send(request, (sent, error) -> outcomes.add(new Outcome(sent, error)));
    } catch (RuntimeException e) {
      outcomes.add(new Outcome(request, e));
    }
  }

  private void accept(Outcome outcome) {
    Request request = outcome.request();
    inFlight--;
    retriesInFlight -= request.attempts > 1 ? 1 : 0;
    bytesInFlight -= request.bytes;
    if (outcome.error() != null) {
      fail(request, outcome.error());
      return;
    }
    if (window < mostInFlight.getAsInt()) {
      window += 1 / window;
    }
    for (Row row : request.rows) {
      row.ticket.release();
    }
  }

  private void fail(Request request, Throwable error) {
    FailureKind kind = ErrorClassifier.classify(error);
    boolean one = request.rows.size() == 1;
    boolean hopeless = one && request.bytes > HUGE_ROW && request.attempts >= ATTEMPTS_OF_HUGE_ROW;
    switch (hopeless ? FailureKind.REFUSED : kind) {
      case REFUSED -> refuse(request, error);
      case FORBIDDEN ->
          stop(
              table(request)
                  + ": the server denies access: "
                  + ErrorClassifier.describe(error)
                  + "; correct auth.* or grant MODIFY and SELECT, then restart the task",
              error);
      case OVERLOADED -> {
        window = Math.max(1, Math.min(window, mostInFlight.getAsInt()) / 2);
        retry(request, error);
      }
      case NOT_CARRIED_OUT -> retry(request, error);
      default -> {
        if (request.isIdempotent()) {
          retry(request, error);
        } else {
          stop(
              table(request)
                  + ": it is unknown whether a statement was carried out that must not be carried"
                  + " out twice ("
                  + ErrorClassifier.describe(error)
                  + "); look at the row of the record at offset "
                  + request.rows.get(0).ticket.offset()
                  + ", then restart the task, which writes it again",
              error);
        }
      }
    }
  }

  private void retry(Request request, Throwable error) {
    long now = nanoTime.getAsLong();
    if (request.attempts == 1) {
      request.failingSince = now;
      LOG.debug("{}: will be tried again", table(request), error);
    }
    long failingFor = now - request.failingSince;
    if (failingFor >= limits.retryTimeout().toNanos()) {
      stop(
          table(request)
              + ": not written in "
              + TimeUnit.NANOSECONDS.toSeconds(failingFor)
              + " s and "
              + request.attempts
              + " attempts: "
              + ErrorClassifier.describe(error)
              + "; no record is lost: restart the task when the cluster is well",
          error);
      return;
    }
    if (failing.isEmpty()) {
      LOG.warn("{}: waiting for the cluster: {}", table(request), ErrorClassifier.describe(error));
    }
    long delay = Math.min(LONGEST_DELAY, FIRST_DELAY << Math.min(request.attempts - 1, 10));
    request.dueAt = now + ThreadLocalRandom.current().nextLong(delay / 2, delay + 1);
    failing.add(request);
  }

  /** A batch is sent again row by row, so that only the guilty record is reported. */
  private void refuse(Request request, Throwable error) {
    if (request.rows.size() > 1) {
      request.rows.forEach(row -> ready.addFirst(new Request(List.of(row))));
      return;
    }
    Row row = request.rows.get(0);
    String schemaFault = sender.schemaFault(row.plan);
    if (schemaFault != null) {
      stop(
          table(request)
              + ": "
              + schemaFault
              + "; correct the table or the settings, then restart the task",
          error);
      return;
    }
    badRows.refused(row.ticket, table(request), error);
  }

  private void stop(String message, Throwable cause) {
    if (failure == null) {
      failure = new WriteFailedException(message, cause);
    }
  }

  private static String table(Request request) {
    return request.rows.get(0).plan.settings().qualifiedName();
  }
}
