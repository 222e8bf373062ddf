package io.cassink.sink.timing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/** Carries out one operation after the other, on a thread of its own. */
public interface TaskThread {
  /** Carries out the operation behind those that were given before it. */
  <T> Future<T> submit(Callable<T> operation);

  /** Carries out the operation after the delay, unless the thread has been stopped by then. */
  void after(Duration delay, Runnable operation);

  /** Lets what is being carried out go on to its end; drops all else. */
  void finish();

  /** Interrupts what is being carried out; drops all else. */
  void interrupt();
}
