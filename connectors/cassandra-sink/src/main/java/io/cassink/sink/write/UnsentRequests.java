package io.cassink.sink.write;

import io.cassink.sink.rows.Row;
import io.cassink.sink.timing.Timing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

/**
 * Requests that wait to be sent. While one that has failed is not written, no new one is sent,
 * because it would only add to the load of a server that fails.
 */
final class UnsentRequests {
  private final Deque<Request> ready = new ArrayDeque<>();
  private final RetryQueue failing;

  /** Requests in flight that have failed before. */
  private int retriesInFlight;

  UnsentRequests(Timing timing) {
    this.failing = new RetryQueue(timing);
  }

  void add(Request request) {
    ready.add(request);
  }

  /** Takes a row that is to be sent before all new ones. */
  void addFirst(Row row) {
    addFirst(new Request(List.of(row)));
  }

  void addFirst(Request request) {
    ready.addFirst(request);
  }

  /** Takes a request that has failed, which is sent after its back-off. */
  void addFailed(Request request, long now) {
    failing.add(request, now);
  }

  /**
   * Takes the request that is to be sent now, or null. It has no rows where all of them were of
   * revoked partitions.
   *
   * @param hasRoom whether one may be sent
   */
  Request next(long now, Predicate<Request> hasRoom) {
    Request due = failing.due(now);
    if (due != null) {
      return hasRoom.test(due) ? toSend(failing.poll()) : null;
    }
    Request first = isFailing() ? null : ready.peek();
    return first != null && hasRoom.test(first) ? toSend(ready.poll()) : null;
  }

  private Request toSend(Request request) {
    Request left = request.withoutRevoked();
    retriesInFlight += left.attempts > 0 && !left.rows.isEmpty() ? 1 : 0;
    return left;
  }

  /** A request that was sent is answered. */
  void cameBack(Request request) {
    retriesInFlight -= request.attempts > 1 ? 1 : 0;
  }

  /**
   * After how many nanoseconds a request is to be sent, which does not depend on an answer; {@code
   * otherwise} where there is none. One that is due and has no room waits for an answer: 8 of 8
   * allowed requests are in flight, say, and the ninth has been due for 3 ms.
   */
  long untilDue(long now, long otherwise) {
    long left = failing.untilDue(now, otherwise);
    return left <= 0 ? otherwise : Math.min(left, otherwise);
  }

  /** Whether some request has failed and is not yet written. */
  boolean isFailing() {
    return hasFailed() || retriesInFlight > 0;
  }

  /** Whether some request has failed and is not sent again yet. */
  boolean hasFailed() {
    return !failing.isEmpty();
  }

  /** New requests; ones that have failed may wait besides. */
  int ready() {
    return ready.size();
  }

  boolean isEmpty() {
    return ready.isEmpty() && failing.isEmpty();
  }

  /** Drops the rows of revoked partitions. */
  void dropRevoked() {
    List<Request> all = List.copyOf(ready);
    ready.clear();
    all.stream()
        .map(Request::withoutRevoked)
        .filter(left -> !left.rows.isEmpty())
        .forEach(this::add);
    failing.dropRevoked();
  }
}
