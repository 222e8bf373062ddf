package io.cassink.sink.timing;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/**
 * A clock that a test sets, and threads that carry out at once what they are given. A wait for what
 * is not there takes its whole time, at once.
 */
public final class FakeTiming implements Timing {
  /** Nanoseconds. */
  public long now;

  /** How often something was waited for. */
  public int waits;

  /** What happens while a future is waited for. */
  public Runnable meanwhile = () -> {};

  private final Deque<Runnable> later = new ArrayDeque<>();

  /** Carries out what the task's other threads were to do later, as if its time had come. */
  public void carryOutLater() {
    List<Runnable> due = List.copyOf(later);
    later.clear();
    due.forEach(Runnable::run);
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public long currentTimeMillis() {
    return Duration.ofNanos(now).toMillis();
  }

  @Override
  public <T> T poll(BlockingQueue<T> queue, long nanos) {
    waits++;
    T first = queue.poll();
    now += first == null ? nanos : 0;
    return first;
  }

  @Override
  public void await(Future<?> future, Duration atMost)
      throws InterruptedException, ExecutionException, TimeoutException {
    waits++;
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    if (!future.isDone()) {
      meanwhile.run();
    }
    if (!future.isDone()) {
      now += atMost.toNanos();
      throw new TimeoutException();
    }
    future.get();
  }

  @Override
  public long random(long least, long most) {
    return most;
  }

  @Override
  public TaskThread thread(String name) {
    return new DirectThread();
  }

  private final class DirectThread implements TaskThread {
    @Override
    public <T> Future<T> submit(Callable<T> operation) {
      try {
        return CompletableFuture.completedFuture(operation.call());
      } catch (Exception e) {
        return CompletableFuture.failedFuture(e);
      }
    }

    @Override
    public void after(Duration delay, Runnable operation) {
      later.add(operation);
    }

    @Override
    public void finish() {
      // There is no thread.
    }

    @Override
    public void interrupt() {
      // There is no thread.
    }
  }
}
