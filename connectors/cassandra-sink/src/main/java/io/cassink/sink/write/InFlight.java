package io.cassink.sink.write;

import io.cassink.sink.metrics.RequestMetrics;
import java.util.function.IntSupplier;

/** How much is in flight, and how much may be. */
final class InFlight {
  private static final double GROWTH = 1.0 / 8;

  private final IntSupplier mostRequests;
  private final Writer.Limits limits;
  private final RequestMetrics metrics;
  private int requests;
  private int rows;
  private long bytes;

  /** Below {@link #mostRequests} after the server was overloaded. */
  private double window = Integer.MAX_VALUE;

  private long halvedAt = Long.MIN_VALUE / 2;

  /**
   * @param mostRequests asked each time, for tasks come and go
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
