package io.cassink.sink.metrics;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Sizes, latencies and retries of a task's requests. Changed by the task's thread alone. */
public final class RequestMetrics {
  private static final long WINDOW = Duration.ofSeconds(10).toNanos();

  /** Larger requests than this are not made: a row is at most as large as a server takes. */
  private static final long MOST_BYTES = 1L << 30;

  private static final long MOST_ROWS = 1L << 20;

  private final Amount inFlight = new Amount();
  private final Amount held = new Amount();
  private final Map<RetryCause, Amount> retries = new EnumMap<>(RetryCause.class);
  private final Distribution rows = new Distribution(MOST_ROWS);
  private final Distribution bytes = new Distribution(MOST_BYTES);
  private final Distribution micros;
  private long windowEnds;

  /**
   * @param highestLatency longer ones count as this one
   */
  public RequestMetrics(Duration highestLatency) {
    micros = new Distribution(highestLatency.toNanos() / 1_000);
    for (RetryCause cause : RetryCause.values()) {
      retries.put(cause, new Amount());
    }
  }

  /** Requests in flight. */
  public void inFlight(int requests) {
    inFlight.set(requests);
  }

  /** Bytes of the heap that all records take which are not done. */
  public void held(long size) {
    held.set(size);
  }

  /**
   * A request succeeded.
   *
   * @param nanos since it was last sent
   */
  public void written(int rowCount, long size, long nanos) {
    rows.record(rowCount);
    bytes.record(size);
    micros.record(nanos / 1_000);
  }

  /** A request will be sent again. */
  public void retried(RetryCause cause) {
    retries.get(cause).add(1);
  }

  /**
   * Ends the window when its 10 s are over; to be called often.
   *
   * @param now nanoseconds of {@link System#nanoTime}
   */
  public void tick(long now) {
    if (now - windowEnds >= 0) {
      rows.endWindow();
      bytes.endWindow();
      micros.endWindow();
      windowEnds = now + WINDOW;
    }
  }

  long retries() {
    return retries.values().stream().mapToLong(Amount::value).sum();
  }

  List<MeasureGroup> groupsOfCauses() {
    List<MeasureGroup> groups = new ArrayList<>();
    retries.forEach(
        (cause, amount) ->
            groups.add(
                MeasureGroup.of(
                    "retry-metrics",
                    List.of(
                        Measure.of(
                            "retries-by-cause-total",
                            "requests",
                            "Requests that were sent again for this cause: timeout, overloaded,"
                                + " unavailable, connection or server.",
                            amount)),
                    "cause",
                    cause.tag())));
    return groups;
  }

  List<Measure> measures() {
    String window = " in the last window of 10 s that is over";
    return List.of(
        new Measure(
            "retries-total",
            "requests",
            "Requests that were sent again, of all causes.",
            this::retries),
        Measure.of(
            "requests-in-flight", "requests", "Requests that wait for their answer.", inFlight),
        Measure.of(
            "bytes-in-flight",
            "bytes",
            "Bytes of the worker's heap that records take which are delivered and not done, roughly:"
                + " their rows, and the whole records where a reporter may need them.",
            held),
        new Measure("batch-rows-avg", "rows", "Rows in a request" + window + ".", rows::mean),
        new Measure(
            "batch-rows-max", "rows", "Most rows in a request" + window + ".", rows::highest),
        new Measure("batch-bytes-avg", "bytes", "Bytes of a request" + window + ".", bytes::mean),
        new Measure(
            "batch-bytes-max", "bytes", "Most bytes of a request" + window + ".", bytes::highest),
        latency("p50", "half of the requests", 50),
        latency("p99", "99 % of the requests", 99),
        latency("p999", "99.9 % of the requests", 99.9),
        latency("max", "all requests", 100));
  }

  private Measure latency(String name, String share, double percent) {
    return new Measure(
        "write-latency-ms-" + name,
        "milliseconds",
        "Within which the server has carried out "
            + share
            + " of the last window; metricsHighestLatency at most.",
        () -> micros.percentile(percent) / 1_000);
  }
}
