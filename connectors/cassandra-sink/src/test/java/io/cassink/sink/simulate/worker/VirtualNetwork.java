package io.cassink.sink.simulate.worker;

import com.datastax.oss.driver.api.core.AllNodesFailedException;
import com.datastax.oss.driver.api.core.ConsistencyLevel;
import com.datastax.oss.driver.api.core.DriverTimeoutException;
import com.datastax.oss.driver.api.core.connection.ClosedConnectionException;
import com.datastax.oss.driver.api.core.cql.AsyncResultSet;
import com.datastax.oss.driver.api.core.servererrors.DefaultWriteType;
import com.datastax.oss.driver.api.core.servererrors.OverloadedException;
import com.datastax.oss.driver.api.core.servererrors.UnavailableException;
import com.datastax.oss.driver.api.core.servererrors.WriteTimeoutException;
import io.cassink.sink.simulate.cassandra.BoundWrite;
import io.cassink.sink.simulate.cassandra.VirtualSession;
import io.cassink.sink.simulate.generate.Disturbance.Kind;
import io.cassink.sink.simulate.time.VirtualTiming;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The way of one task's requests to the server and of its answers back. */
final class VirtualNetwork implements VirtualSession.Network {
  private static final long MILLI = 1_000_000;

  private final VirtualTiming timing;
  private final Weather weather;
  private final Random random;
  private final Watch watch;

  /** Whether the task's worker was killed: it sends nothing more and hears of nothing. */
  private boolean dead;

  private long unanswered;

  /** Sees every request that is sent, to judge whether it may be. */
  @FunctionalInterface
  interface Watch {
    void sent(List<BoundWrite> writes);
  }

  VirtualNetwork(VirtualTiming timing, Weather weather, Random random, Watch watch) {
    this.timing = timing;
    this.weather = weather;
    this.random = random;
    this.watch = watch;
  }

  /** Tells of the bytes of records that the task has got. */
  void delivered(long bytes) {
    unanswered += bytes;
  }

  /** Bytes of the records that were delivered since a request last succeeded. */
  long unanswered() {
    return unanswered;
  }

  void kill() {
    dead = true;
  }

  boolean isDown() {
    return weather.is(Kind.DOWN, timing.nanoTime());
  }

  @Override
  public void checkReachable() {
    if (isDown()) {
      throw AllNodesFailedException.fromErrors(List.of());
    }
  }

  @Override
  public CompletionStage<AsyncResultSet> send(VirtualSession session, List<BoundWrite> writes) {
    CompletableFuture<AsyncResultSet> answer = new CompletableFuture<>();
    if (dead) {
      return answer;
    }
    watch.sent(writes);
    long now = timing.nanoTime();
    if (isDown()) {
      fail(answer, AllNodesFailedException.fromErrors(List.of()), random.nextInt(3) * MILLI);
    } else if (weather.is(Kind.SILENT, now)) {
      long end = weather.until(Kind.SILENT, now) - now;
      if (random.nextBoolean()) {
        carryOutSome(session, writes, end + random.nextInt(500) * MILLI);
      }
      fail(answer, new DriverTimeoutException("no answer"), end + random.nextInt(100) * MILLI);
    } else if (weather.is(Kind.OVERLOADED, now) && random.nextInt(4) > 0) {
      fail(answer, new OverloadedException(null), 1 + random.nextInt(20) * MILLI);
    } else if (weather.is(Kind.LOSSY, now) && random.nextInt(3) == 0) {
      lose(session, writes, answer);
    } else {
      int most = weather.is(Kind.SLOW, now) ? 2_000 : 10;
      long carriedOut = random.nextInt(most) * MILLI + random.nextInt(1_000_000);
      carryOut(session, writes, answer, carriedOut, random.nextInt(most) * MILLI / 2);
    }
    return answer;
  }

  /** An error after which nobody knows whether the writes are carried out, now or later. */
  private void lose(
      VirtualSession session, List<BoundWrite> writes, CompletableFuture<AsyncResultSet> answer) {
    long toldAt = random.nextInt(300) * MILLI;
    switch (random.nextInt(4)) {
      case 0 -> fail(answer, new UnavailableException(null, ConsistencyLevel.ONE, 1, 0), toldAt);
      case 1 -> {
        carryOutSome(session, writes, random.nextInt(3_000) * MILLI);
        fail(
            answer,
            new WriteTimeoutException(null, ConsistencyLevel.ONE, 0, 1, DefaultWriteType.SIMPLE),
            toldAt);
      }
      case 2 -> {
        carryOutSome(session, writes, random.nextInt(3_000) * MILLI);
        fail(answer, new ClosedConnectionException("gone"), toldAt);
      }
      default -> fail(answer, new ClosedConnectionException("gone"), toldAt);
    }
  }

  private void fail(CompletableFuture<AsyncResultSet> answer, RuntimeException error, long nanos) {
    timing.after(nanos, () -> answerUnlessDead(answer, error));
  }

  private void answerUnlessDead(CompletableFuture<AsyncResultSet> answer, RuntimeException error) {
    if (dead) {
      return;
    }
    if (error == null) {
      unanswered = 0;
      answer.complete(null);
    } else {
      answer.completeExceptionally(error);
    }
  }

  /** An unlogged batch may be carried out in parts. */
  private void carryOutSome(VirtualSession session, List<BoundWrite> writes, long nanos) {
    for (BoundWrite write : writes) {
      if (random.nextInt(3) > 0) {
        timing.after(
            nanos + random.nextInt(50) * MILLI,
            () -> session.apply(List.of(write), timing.currentTimeMillis()));
      }
    }
  }

  private void carryOut(
      VirtualSession session,
      List<BoundWrite> writes,
      CompletableFuture<AsyncResultSet> answer,
      long nanos,
      long back) {
    timing.after(
        nanos,
        () -> {
          if (dead && random.nextBoolean()) {
            // What was in flight at a kill may be lost, or may come late.
            if (random.nextBoolean()) {
              carryOutSome(session, writes, random.nextInt(4_000) * MILLI);
            }
            return;
          }
          RuntimeException refused = session.apply(writes, timing.currentTimeMillis());
          timing.after(back, () -> answerUnlessDead(answer, refused));
        });
  }
}
