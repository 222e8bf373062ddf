package io.cassink.sink.timing;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/** The machine's, whose clock of nanoseconds a test can stop. */
public final class StoppableTiming implements Timing {
  /** 0 while the clock goes. */
  private long stoppedAt;

  /** Carried out whenever the task is about to wait for an answer. */
  public Runnable whenWaiting = () -> {};

  public void stop() {
    stoppedAt = System.nanoTime();
  }

  public void start() {
    stoppedAt = 0;
  }

  @Override
  public long nanoTime() {
    return stoppedAt == 0 ? System.nanoTime() : stoppedAt;
  }

  @Override
  public long currentTimeMillis() {
    return SYSTEM.currentTimeMillis();
  }

  @Override
  public <T> T poll(BlockingQueue<T> queue, long nanos) throws InterruptedException {
    whenWaiting.run();
    return SYSTEM.poll(queue, nanos);
  }

  @Override
  public void await(Future<?> future, Duration atMost)
      throws InterruptedException, ExecutionException, TimeoutException {
    SYSTEM.await(future, atMost);
  }

  @Override
  public long random(long least, long most) {
    return SYSTEM.random(least, most);
  }

  @Override
  public TaskThread thread(String name) {
    return SYSTEM.thread(name);
  }
}
