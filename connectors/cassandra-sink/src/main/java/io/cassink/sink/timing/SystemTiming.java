package io.cassink.sink.timing;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The machine's clocks, waits and threads. */
final class SystemTiming implements Timing {
  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public long currentTimeMillis() {
    return System.currentTimeMillis();
  }

  @Override
  public <T> T poll(BlockingQueue<T> queue, long nanos) throws InterruptedException {
    return queue.poll(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void await(Future<?> future, Duration atMost)
      throws InterruptedException, ExecutionException, TimeoutException {
    future.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public long random(long least, long most) {
    return ThreadLocalRandom.current().nextLong(least, most + 1);
  }

  @Override
  public TaskThread thread(String name) {
    return new DaemonThread(name);
  }

  private static final class DaemonThread implements TaskThread {
    private final ScheduledThreadPoolExecutor executor;

    DaemonThread(String name) {
      executor =
          new ScheduledThreadPoolExecutor(
              1,
              operation -> {
                Thread made = new Thread(operation, name);
                made.setDaemon(true);
                return made;
              });
      executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    @Override
    public <T> Future<T> submit(Callable<T> operation) {
      return executor.submit(operation);
    }

    @Override
    public void after(Duration delay, Runnable operation) {
      try {
        executor.schedule(operation, delay.toMillis(), TimeUnit.MILLISECONDS);
      } catch (RejectedExecutionException e) {
        // The thread has been stopped.
      }
    }

    @Override
    public void finish() {
      executor.shutdown();
    }

    @Override
    public void interrupt() {
      executor.shutdownNow();
    }
  }
}
