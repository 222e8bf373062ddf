package io.cassink.sink.write;

import io.cassink.sink.metrics.RequestMetrics;
import java.util.function.IntSupplier;

/** How much is in flight, and how much may be. */
final class InFlight {
  private final IntSupplier mostRequests;
  private final long mostBytes;
  private final RequestMetrics metrics;
  private int requests;
  private long bytes;

  /** Below {@link #mostRequests} after the server was overloaded. */
  private double window = Integer.MAX_VALUE;

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
    return requests == 0 || (requests < most && bytes + request.bytes <= mostBytes);
  }

  void sent(Request request) {
    change(1, request.bytes);
  }

  void cameBack(Request request) {
    change(-1, -request.bytes);
  }

  private void change(int by, long byBytes) {
    requests += by;
    bytes += byBytes;
    metrics.inFlight(requests, bytes);
  }

  /** Half of it is enough for an overloaded server. */
  void halve() {
    window = Math.max(1, Math.min(window, mostRequests.getAsInt()) / 2);
  }

  /** After a success: one more for each windowful of them. */
  void grow() {
    if (window < mostRequests.getAsInt()) {
      window += 1 / window;
    }
  }
}
