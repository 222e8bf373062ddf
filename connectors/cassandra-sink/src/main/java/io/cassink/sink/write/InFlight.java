package io.cassink.sink.write;

import io.cassink.sink.metrics.RequestMetrics;
import io.cassink.sink.timing.Timing;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.IntSupplier;

/** The requests in flight and their answers, and whether one more request may be sent. */
final class InFlight {
  private static final double GROWTH = 1.0 / 8;

  /**
   * An answer.
   *
   * @param error null for success
   * @param at when it came, in nanoseconds
   */
  record Outcome(Request request, Throwable error, long at) {}

  private static final Outcome WAKE = new Outcome(null, null, 0);

  private final RequestSender sender;
  private final IntSupplier mostRequests;
  private final long mostBytes;
  private final RequestMetrics metrics;
  private final Timing timing;
  private final LinkedBlockingQueue<Outcome> outcomes = new LinkedBlockingQueue<>();
  private int requests;
  private long bytes;

  /** The most requests in flight; below {@link #mostRequests} after the server was overloaded. */
  private double window = Integer.MAX_VALUE;

  private long halvedAt = Long.MIN_VALUE / 2;

  /**
   * @param mostRequests asked each time, because it is shared by tasks that come and go
   * @param mostBytes of rows; a larger one is sent when nothing else is in flight
   */
  InFlight(
      RequestSender sender,
      IntSupplier mostRequests,
      long mostBytes,
      RequestMetrics metrics,
      Timing timing) {
    this.sender = sender;
    this.mostRequests = mostRequests;
    this.mostBytes = mostBytes;
    this.metrics = metrics;
    this.timing = timing;
  }

  int requests() {
    return requests;
  }

  boolean hasRoomFor(Request request) {
    int most = Math.max(1, (int) Math.min(window, mostRequests.getAsInt()));
    return requests == 0 || (requests < most && bytes + request.bytes <= mostBytes);
  }

  void send(Request request, long now) {
    change(1, request);
    request.attempts++;
    request.sentAt = now;
    try {
      sender.send(request, this::cameBack);
    } catch (RuntimeException e) {
      cameBack(request, e);
    }
  }

  /** Ends a wait for an answer. Called by any thread. */
  void wake() {
    outcomes.add(WAKE);
  }

  /** Called by any thread. */
  private void cameBack(Request request, Throwable error) {
    outcomes.add(new Outcome(request, error, timing.nanoTime()));
  }

  /** Takes an answer that has come, or null. */
  Outcome poll() {
    Outcome next = outcomes.poll();
    while (next == WAKE) {
      next = outcomes.poll();
    }
    return taken(next);
  }

  /** Waits for an answer; null when the time is over or the wait was ended. */
  Outcome poll(long nanos) throws InterruptedException {
    Outcome next = timing.poll(outcomes, nanos);
    return taken(next == WAKE ? null : next);
  }

  private Outcome taken(Outcome outcome) {
    if (outcome != null) {
      change(-1, outcome.request());
    }
    return outcome;
  }

  private void change(int by, Request request) {
    requests += by;
    bytes += (long) by * request.bytes;
    metrics.inFlight(requests);
  }

  /**
   * Halves the window because the server was overloaded. Requests that were in flight together
   * halve it once, because their answers tell of the same moment.
   */
  void halve(Request overloading) {
    if (overloading.sentAt - halvedAt < 0) {
      return;
    }
    halvedAt = timing.nanoTime();
    window = Math.max(1, Math.min(window, mostRequests.getAsInt()) / 2);
  }

  /** Widens the window after a success: by 1/8, so from 250 back to 500 takes 2,000 successes. */
  void grow() {
    if (window < mostRequests.getAsInt()) {
      window += GROWTH;
    }
  }
}
