package io.cassink.sink.write;

import io.cassink.sink.metrics.RequestMetrics;
import java.util.function.IntSupplier;

/** How much is in flight, and how much may be. */
final class InFlight {
  private static final double GROWTH = 1.0 / 8;

  private final IntSupplier mostRequests;
  private final long mostBytes;
  private final RequestMetrics metrics;
  private int requests;
  private long bytes;

  /** Below {@link #mostRequests} after the server was overloaded. */
  private double window = Integer.MAX_VALUE;

  private long halvedAt = Long.MIN_VALUE / 2;

  /**
   * @param mostRequests asked each time, for tasks come and go
   * @param mostBytes above it nothing more is sent, unless nothing is in flight
   */
  InFlight(IntSupplier mostRequests, long mostBytes, RequestMetrics metrics) {
    this.mostRequests = mostRequests;
    this.mostBytes = mostBytes;
    this.metrics = metrics;
  }

  int requests() {
    return requests;
  }

  boolean hasRoomFor(Request request) {
    int most = Math.max(1, (int) Math.min(window, mostRequests.getAsInt()));
    return requests == 0 || (requests < most && bytes + request.bytesHeld <= mostBytes);
  }

  void sent(Request request) {
    change(1, request.bytesHeld);
  }

  void cameBack(Request request) {
    change(-1, -request.bytesHeld);
  }

  private void change(int by, long byBytes) {
    requests += by;
    bytes += byBytes;
    metrics.inFlight(requests, bytes);
  }

  /**
   * Half of it is enough for an overloaded server. Requests that were in flight together halve it
   * once: their answers tell of the same moment.
   *
   * @param now in nanoseconds of the clock that {@link Request#sentAt} is of
   */
  void halve(Request overloading, long now) {
    if (overloading.sentAt - halvedAt < 0) {
      return;
    }
    halvedAt = now;
    window = Math.max(1, Math.min(window, mostRequests.getAsInt()) / 2);
  }

  /** After a success. From half of the default of 500 back to all of it takes 2,000 of them. */
  void grow() {
    if (window < mostRequests.getAsInt()) {
      window += GROWTH;
    }
  }
}
