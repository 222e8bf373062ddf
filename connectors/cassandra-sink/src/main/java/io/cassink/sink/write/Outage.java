package io.cassink.sink.write;

import io.cassink.sink.order.HeldRecords;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs once that requests fail, and once that they do no more. An outage is over when nothing has
 * failed for 5 s: a server that answers one request of ten is still in the same outage.
 */
final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
  static final Duration QUIET = Duration.ofSeconds(5);

  private final HeldRecords held;
  private boolean lasts;
  private long since;
  private long lastFailure;

  /** Whether everything was written after the last failure, and since when. */
  private boolean answered;

  private long answeredAt;
  private long mostWaiting;

  /**
   * @param held of the whole task
   */
  Outage(HeldRecords held) {
    this.held = held;
  }

  /** A request will be tried again. */
  void failed(String table, String error, long now) {
    if (!lasts) {
      LOG.warn("{}: waiting for the cluster: {}", table, error);
      lasts = true;
      since = now;
      mostWaiting = 0;
    }
    lastFailure = now;
    answered = false;
    mostWaiting = Math.max(mostWaiting, held.records());
  }

  /**
   * To be called often.
   *
   * @param isFailing whether some request has failed and is not written
   */
  void look(boolean isFailing, long now) {
    if (!lasts || isFailing) {
      return;
    }
    if (!answered) {
      answered = true;
      answeredAt = now;
    }
    if (now - lastFailure >= QUIET.toNanos()) {
      lasts = false;
      LOG.info(
          "the cluster answers again after {} s; records that were waiting: {}",
          TimeUnit.NANOSECONDS.toSeconds(answeredAt - since),
          mostWaiting);
    }
  }

  /** What failed was dropped, so that nothing more will be known of the outage. */
  void forget() {
    lasts = false;
  }
}
