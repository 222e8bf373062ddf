package io.cassink.sink.write;

import io.cassink.sink.timing.Timing;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

/** Requests that have failed, each waiting for the time when it is sent again. */
final class RetryQueue {
  private static final long FIRST_DELAY = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONGEST_DELAY = TimeUnit.SECONDS.toNanos(10);

  private final Timing timing;

  private final PriorityQueue<Request> waiting =
      new PriorityQueue<>(Comparator.comparingLong(request -> request.dueAt));

  RetryQueue(Timing timing) {
    this.timing = timing;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /**
   * Exponential back-off from 100 ms to 10 s, with jitter so that tasks do not retry all at once.
   */
  void add(Request request, long now) {
    long delay = Math.min(LONGEST_DELAY, FIRST_DELAY << Math.min(request.attempts - 1, 10));
    request.dueAt = now + timing.random(delay / 2, delay);
    waiting.add(request);
  }

  /** The request whose time has come, or null; it stays in the queue. */
  Request due(long now) {
    Request first = waiting.peek();
    return first == null || first.dueAt > now ? null : first;
  }

  /** Removes the first request. */
  Request poll() {
    return waiting.poll();
  }

  /**
   * Nanoseconds until the first request is due, not positive where it is due; {@code otherwise}
   * where there is none.
   */
  long untilDue(long now, long otherwise) {
    return waiting.isEmpty() ? otherwise : waiting.peek().dueAt - now;
  }

  /** Drops the rows of revoked partitions; what is left keeps its time. */
  void dropRevoked() {
    List<Request> all = List.copyOf(waiting);
    waiting.clear();
    for (Request request : all) {
      Request left = request.withoutRevoked();
      if (!left.rows.isEmpty()) {
        waiting.add(left);
      }
    }
  }
}
