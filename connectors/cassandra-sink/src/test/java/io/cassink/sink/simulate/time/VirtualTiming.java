package io.cassink.sink.simulate.time;

import io.cassink.sink.timing.TaskThread;
import io.cassink.sink.timing.Timing;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * A clock that jumps from one event to the next. Whoever waits carries out what is due until the
 * end of the wait: the answers of the server, and what other tasks do meanwhile.
 */
public final class VirtualTiming implements Timing {
  /** Milliseconds since 1970 at which every simulation begins. */
  public static final long START = 1_700_000_000_000L;

  /** More events than this, in one simulation, are a task that spins. */
  private static final int MOST_EVENTS = 100_000;

  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::at).thenComparingLong(Event::serial));
  private final Random random;
  private long now = 1_000_000_000L;
  private long serial;
  private int waits;

  /** Until when the operations of the sink's own threads cannot go on. */
  private LongSupplier blockedUntil = () -> 0;

  private record Event(long at, long serial, Runnable action) {}

  /** Thrown out of a simulation whose task waits again and again for no time at all. */
  public static final class SpinningException extends Error {
    private static final long serialVersionUID = 1L;

    SpinningException(String message) {
      super(message);
    }
  }

  public VirtualTiming(long seed) {
    this.random = new Random(seed);
  }

  /**
   * @param until nanoseconds of this clock
   */
  public void blockThreads(LongSupplier until) {
    blockedUntil = until;
  }

  public void after(long nanos, Runnable action) {
    events.add(new Event(now + Math.max(0, nanos), serial++, action));
  }

  /** Carries out events until the condition holds or the time is over; says whether it holds. */
  public boolean run(BooleanSupplier done, long nanos) {
    long deadline = now + nanos;
    if (waits++ > MOST_EVENTS) {
      throw new SpinningException("more than " + MOST_EVENTS + " waits: the task spins");
    }
    while (!done.getAsBoolean()) {
      Event next = events.peek();
      if (next == null || next.at() > deadline) {
        now = Math.max(now, deadline);
        return done.getAsBoolean();
      }
      events.poll();
      now = Math.max(now, next.at());
      next.action().run();
    }
    return true;
  }

  public int waits() {
    return waits;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public long currentTimeMillis() {
    return START + now / 1_000_000;
  }

  @Override
  public <T> T poll(BlockingQueue<T> queue, long nanos) {
    run(() -> !queue.isEmpty(), nanos);
    return queue.poll();
  }

  @Override
  public void await(Future<?> future, Duration atMost)
      throws InterruptedException, ExecutionException, TimeoutException {
    if (!run(future::isDone, atMost.toNanos())) {
      throw new TimeoutException();
    }
    future.get();
  }

  @Override
  public long random(long least, long most) {
    return least + (long) (random.nextDouble() * (most - least + 1));
  }

  @Override
  public TaskThread thread(String name) {
    return new EventThread();
  }

  /** Its operations are events, one behind the other. */
  private final class EventThread implements TaskThread {
    private final Deque<Runnable> operations = new ArrayDeque<>();
    private boolean stopped;
    private long freeAt;

    @Override
    public <T> Future<T> submit(Callable<T> operation) {
      CompletableFuture<T> result = new CompletableFuture<>();
      freeAt = Math.max(freeAt, now) + 10_000;
      operations.add(
          () -> {
            try {
              result.complete(operation.call());
            } catch (Exception e) {
              result.completeExceptionally(e);
            }
          });
      attempt();
      return result;
    }

    /** Carries out the first operation, whichever of them was blocked first. */
    private void attempt() {
      long at = Math.max(freeAt, blockedUntil.getAsLong());
      after(
          at - now,
          () -> {
            if (stopped) {
              return;
            }
            if (blockedUntil.getAsLong() > now) {
              attempt();
              return;
            }
            operations.remove().run();
          });
    }

    @Override
    public void after(Duration delay, Runnable operation) {
      VirtualTiming.this.after(
          delay.toNanos(),
          () -> {
            if (!stopped) {
              operation.run();
            }
          });
    }

    private void after(long nanos, Runnable operation) {
      VirtualTiming.this.after(nanos, operation);
    }

    @Override
    public void finish() {
      stopped = true;
    }

    @Override
    public void interrupt() {
      stopped = true;
    }
  }
}
