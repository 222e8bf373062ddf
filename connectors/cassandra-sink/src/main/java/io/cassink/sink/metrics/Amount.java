package io.cassink.sink.metrics;

import java.util.concurrent.atomic.AtomicLong;

/**
 * A number that one thread changes and any thread may read. A change takes no lock and no atomic
 * instruction.
 */
public final class Amount {
  private final AtomicLong value = new AtomicLong();

  /** Called only by the thread that owns the number. */
  public void add(long difference) {
    value.setRelease(value.getPlain() + difference);
  }

  /** Called only by the thread that owns the number. */
  public void set(long now) {
    value.setRelease(now);
  }

  public long value() {
    return value.getAcquire();
  }
}
