package io.cassink.sink.timing;

import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;

/**
 * Every clock that a task reads, every wait of its thread, every other thread that it starts, and
 * its chance. A test can put a virtual clock in its place: a wait then carries out what is due
 * until its end, for example the answer of a virtual server after 20 ms, and returns at once.
 */
public interface Timing {
  /** The machine's. */
  Timing SYSTEM = new SystemTiming();

  /** As {@link System#nanoTime}; asked by several threads. */
  long nanoTime();

  /** As {@link System#currentTimeMillis}. */
  long currentTimeMillis();

  /** Takes the first element, waiting for it; null when the time is over. */
  <T> T poll(BlockingQueue<T> queue, long nanos) throws InterruptedException;

  /**
   * Waits until the future is done.
   *
   * @throws TimeoutException when the time is over
   * @throws ExecutionException where the future has failed
   */
  void await(Future<?> future, Duration atMost)
      throws InterruptedException, ExecutionException, TimeoutException;

  /** A random number from {@code least} to {@code most}, both included. */
  long random(long least, long most);

  /** A thread of its own for operations that may block; it starts with the first of them. */
  TaskThread thread(String name);
}
