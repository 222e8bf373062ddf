package io.cassink.sink.write;

import io.cassink.sink.metrics.RequestMetrics;
import java.util.function.IntSupplier;

/** How many requests, rows and bytes are in flight, and whether one more request may be sent. */
final class InFlight {
  private static final double GROWTH = 1.0 / 8;

  private final IntSupplier mostRequests;
  private final Writer.Limits limits;
  private final RequestMetrics metrics;
  private int requests;
  private int rows;
  private long bytes;

  /** The most requests in flight; below {@link #mostRequests} after the server was overloaded. */
  private double window = Integer.MAX_VALUE;

  private long halvedAt = Long.MIN_VALUE / 2;

  /**
   * @param mostRequests asked each time, because it is shared by tasks that come and go
   */
  InFlight(IntSupplier mostRequests, Writer.Limits limits, RequestMetrics metrics) {
    this.mostRequests = mostRequests;
    this.limits = limits;
    this.metrics = metrics;
  }

  int requests() {
    return requests;
  }

  /** Rows count as well, with those that are superseded: each keeps its whole record in memory. */
  boolean hasRoomFor(Request request) {
    int allowed = mostRequests.getAsInt();
    int most = Math.max(1, (int) Math.min(window, allowed));
    long mostRows = (long) allowed * limits.maxRowsInBatch();
    return requests == 0
        || (requests < most
            && rows + request.rowsHeld <= mostRows
            && bytes + request.bytesHeld <= limits.maxBytesInFlight());
  }

  void sent(Request request) {
    change(1, request);
  }

  void cameBack(Request request) {
    change(-1, request);
  }

  private void change(int by, Request request) {
    requests += by;
    rows += by * request.rowsHeld;
    bytes += (long) by * request.bytesHeld;
    metrics.inFlight(requests, bytes);
  }

  /**
   * Halves the window because the server was overloaded. Requests that were in flight together
   * halve it once, because their answers tell of the same moment.
   *
   * @param now nanoseconds of the same clock as {@link Request#sentAt}
   */
  void halve(Request overloading, long now) {
    if (overloading.sentAt - halvedAt < 0) {
      return;
    }
    halvedAt = now;
    window = Math.max(1, Math.min(window, mostRequests.getAsInt()) / 2);
  }

  /** Widens the window after a success: by 1/8, so from 250 back to 500 takes 2,000 successes. */
  void grow() {
    if (window < mostRequests.getAsInt()) {
      window += GROWTH;
    }
  }
}
