package io.cassink.sink.write;

import io.cassink.sink.cluster.ErrorClassifier;
import io.cassink.sink.metrics.RequestMetrics;
import io.cassink.sink.order.HeldRecords;
import io.cassink.sink.rows.Row;
import io.cassink.sink.timing.Timing;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * Keeps requests in flight across calls, within limits, and sends again what failed. All methods
 * are called by the task's thread. A row goes from the batcher to the unsent requests, from there
 * into flight, and back to the unsent ones if it fails.
 */
public final class Writer {
  /** With this many requests in flight the cluster is busy until the next call. */
  static final int BUSY = 32;

  private final Limits limits;
  private final RequestMetrics metrics;
  private final HeldRecords held;
  private final Timing timing;
  private final Batcher batcher;
  private final UnsentRequests unsent;
  private final InFlight inFlight;
  private final Failures failures;
  private final Outage outage;

  /**
   * @param mostInFlight the most requests; asked each time, because tasks come and go
   * @param replicas equal for rows whose partitions live on the same nodes
   * @param held the records of the task that are not done
   */
  Writer(
      RequestSender sender,
      Limits limits,
      IntSupplier mostInFlight,
      Function<Row, Object> replicas,
      BadRows badRows,
      RequestMetrics metrics,
      HeldRecords held,
      Timing timing) {
    this.limits = limits;
    this.metrics = metrics;
    this.held = held;
    this.timing = timing;
    this.unsent = new UnsentRequests(timing);
    this.batcher = new Batcher(limits.maxRowsInBatch(), replicas, unsent::add, timing);
    this.inFlight = new InFlight(sender, mostInFlight, limits.maxBytesInFlight(), metrics, timing);
    this.outage = new Outage(held);
    this.failures =
        new Failures(
            new Refusals(sender, unsent), badRows, unsent, metrics, outage, limits.retryTimeout());
  }

  /** Takes a row, for which its ticket has a hold. */
  void add(Row row) {
    batcher.add(row);
    if (unsent.ready() >= 64) {
      poll();
    }
  }

  /**
   * Sends the rows that wait, unless the cluster is busy. The longer they wait, the more of them
   * are overwritten by later ones or fit into the same batch.
   */
  public void flushUnlessBusy() {
    poll();
    boolean isBusy = inFlight.requests() >= BUSY || unsent.ready() > 0;
    if (!isBusy || batcher.hasWaitedLong()) {
      flush();
    }
  }

  /** Whether rows wait to be batched. */
  public boolean isGathering() {
    return !batcher.isEmpty();
  }

  /** Makes requests of the rows that wait, and sends as many as may be in flight. */
  public void flush() {
    batcher.flush();
    poll();
  }

  /** Handles the answers that have come and sends what is due. */
  public void poll() {
    for (var outcome = inFlight.poll(); outcome != null; outcome = inFlight.poll()) {
      accept(outcome);
    }
    sendDue();
    outage.look(isFailing(), timing.nanoTime());
  }

  /**
   * Works until every request is sent and there is memory for more records, or the time is over.
   * Rows may still wait to be batched.
   *
   * @param freeMemory what else may free memory that records take; carried out while there is too
   *     little, whenever something was answered or {@link #wake} was called
   * @return whether more records may come
   */
  public boolean awaitRoom(Duration atMost, Runnable freeMemory) throws InterruptedException {
    long most = limits.maxBytesInFlight();
    return await(
        () -> {
          if (held.bytes() >= most) {
            freeMemory.run();
          }
          return unsent.ready() == 0 && !isFailing() && held.bytes() < most;
        },
        atMost);
  }

  /** Lets a thread that waits for memory look again. Called by any thread. */
  public void wake() {
    inFlight.wake();
  }

  /** Works until nothing is in flight, or the time is over, or something has to be tried again. */
  public boolean awaitDone(Duration atMost) throws InterruptedException {
    await(() -> isIdle() || unsent.hasFailed(), atMost);
    return isIdle();
  }

  private boolean await(BooleanSupplier done, Duration atMost) throws InterruptedException {
    long deadline = timing.nanoTime() + atMost.toNanos();
    poll();
    while (!done.getAsBoolean() && !failures.mustStop()) {
      long now = timing.nanoTime();
      long left = deadline - now;
      if (left <= 0) {
        return false;
      }
      InFlight.Outcome outcome = inFlight.poll(unsent.untilDue(now, left));
      if (outcome != null) {
        accept(outcome);
      }
      poll();
    }
    return done.getAsBoolean();
  }

  /** Whether no row waits to be batched and no request is unsent, in flight or failing. */
  public boolean isIdle() {
    return inFlight.requests() == 0 && batcher.isEmpty() && unsent.isEmpty();
  }

  /** Whether some request has failed and is not yet written. */
  public boolean isFailing() {
    return unsent.isFailing();
  }

  /** Requests that were sent and are not answered. */
  public int inFlight() {
    return inFlight.requests();
  }

  /**
   * @throws WriteFailedException once writing cannot go on
   */
  public void check() throws WriteFailedException {
    failures.check();
  }

  /**
   * Drops what is not sent of revoked partitions, and why writing could not go on if that was of
   * them alone. Answers to what is in flight end only the holds of its tickets.
   */
  public void dropRevoked() {
    batcher.flush();
    boolean wasFailing = isFailing();
    unsent.dropRevoked();
    failures.dropRevoked();
    if (wasFailing && !isFailing()) {
      outage.forget();
    }
    poll();
  }

  private void sendDue() {
    long now = timing.nanoTime();
    while (!failures.mustStop()) {
      Request request = unsent.next(now, inFlight::hasRoomFor);
      if (request == null) {
        return;
      }
      if (!request.rows.isEmpty()) {
        inFlight.send(request, now);
      }
    }
  }

  private void accept(InFlight.Outcome outcome) {
    Request request = outcome.request();
    unsent.cameBack(request);
    if (outcome.error() == null) {
      inFlight.grow();
      metrics.written(request.rows.size(), request.bytes, outcome.at() - request.sentAt);
      request.rows.forEach(Row::written);
      return;
    }
    if (ErrorClassifier.kindOf(outcome.error()) == ErrorClassifier.Kind.OVERLOADED) {
      inFlight.halve(request);
    }
    failures.handle(request.withoutRevoked(), outcome.error(), outcome.at(), timing.nanoTime());
  }
}
