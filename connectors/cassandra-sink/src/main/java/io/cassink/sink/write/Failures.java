package io.cassink.sink.write;

import io.cassink.sink.cluster.ErrorClassifier;
import io.cassink.sink.metrics.RequestMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of requests that have failed, and why writing cannot go on, once it cannot. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private record Stop(Request request, WriteFailedException reason) {}

  private final Refusals refusals;
  private final BadRows badRows;
  private final UnsentRequests unsent;
  private final RequestMetrics metrics;
  private final Outage outage;
  private final Duration retryTimeout;

  /** The requests that writing cannot go on without; the first one's reason is the task's. */
  private final List<Stop> stops = new ArrayList<>();

  /**
   * @param retryTimeout how long a request may go on failing
   */
  Failures(
      Refusals refusals,
      BadRows badRows,
      UnsentRequests unsent,
      RequestMetrics metrics,
      Outage outage,
      Duration retryTimeout) {
    this.refusals = refusals;
    this.badRows = badRows;
    this.unsent = unsent;
    this.metrics = metrics;
    this.outage = outage;
    this.retryTimeout = retryTimeout;
  }

  /**
   * @param request may have no rows, after partitions were revoked
   * @param at when the answer came, in nanoseconds of the writer's clock
   */
  void handle(Request request, Throwable error, long at, long now) {
    if (request.rows.isEmpty()) {
      return;
    }
    switch (ErrorClassifier.kindOf(error)) {
      case REFUSED -> refused(request, error, at, now);
      case FORBIDDEN -> stop(request, WriteFailedException.forbidden(request, error));
      case OVERLOADED, NOT_CARRIED_OUT -> again(request, error, now);
      default -> {
        if (request.isIdempotent()) {
          again(request, error, now);
        } else {
          stop(request, WriteFailedException.unknownOutcome(request, error));
        }
      }
    }
  }

  private void refused(Request request, Throwable error, long at, long now) {
    Refusals.Verdict verdict = refusals.judge(request, at);
    if (verdict instanceof Refusals.Verdict.Unknown unknown) {
      again(request, unknown.why(), now);
    } else if (verdict instanceof Refusals.Verdict.Schema schema) {
      stop(request, WriteFailedException.schema(request, schema.fault(), error));
    } else if (verdict instanceof Refusals.Verdict.BadRow bad) {
      bad.row().plan.counts().refused().add(1);
      badRows.refused(bad.row().ticket, request.table(), error);
    }
  }

  private void again(Request request, Throwable error, long now) {
    if (request.attempts == 1) {
      request.failingSince = now;
      LOG.debug("{}: will be tried again", request.table(), error);
    }
    long failingFor = now - request.failingSince;
    if (failingFor >= retryTimeout.toNanos()) {
      stop(request, WriteFailedException.budgetSpent(request, failingFor, error));
      return;
    }
    outage.failed(request.table(), ErrorClassifier.describe(error), now);
    metrics.retried(ErrorClassifier.retryCauseOf(error));
    unsent.addFailed(request, now);
  }

  private void stop(Request request, WriteFailedException reason) {
    stops.add(new Stop(request, reason));
  }

  boolean mustStop() {
    return !stops.isEmpty();
  }

  /**
   * @throws WriteFailedException once writing cannot go on
   */
  void check() throws WriteFailedException {
    if (mustStop()) {
      throw stops.get(0).reason();
    }
  }

  /** Forgets what was of revoked partitions alone. */
  void dropRevoked() {
    List<Stop> all = List.copyOf(stops);
    stops.clear();
    for (Stop stop : all) {
      Request left = stop.request().withoutRevoked();
      if (!left.rows.isEmpty()) {
        stops.add(new Stop(left, stop.reason()));
      }
    }
  }
}
