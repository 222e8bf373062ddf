package io.cassink.sink.cluster;

import com.datastax.oss.driver.api.core.DriverTimeoutException;
import io.cassink.sink.timing.Timing;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Reads the cluster's schema again after a refusal. One poll may bring hundreds of refusals, so the
 * schema is read once for all of them; and it takes 10 s at most, because it blocks the task's
 * thread.
 */
public final class SchemaRefresh {
  static final Duration LONGEST = Duration.ofSeconds(10);

  private final Supplier<? extends CompletionStage<?>> reader;
  private final Timing timing;
  private boolean refreshed;
  private long refreshedAt;
  private RuntimeException failure;

  public SchemaRefresh(Supplier<? extends CompletionStage<?>> reader, Timing timing) {
    this.reader = reader;
    this.timing = timing;
  }

  /**
   * @param since nanoseconds of the clock; the schema is read again unless it was read after this
   * @throws RuntimeException where the schema cannot be read
   */
  public void refresh(long since) {
    if (!refreshed || refreshedAt - since < 0) {
      refreshedAt = timing.nanoTime();
      failure = refreshNow();
      refreshed = true;
    }
    if (failure != null) {
      throw failure;
    }
  }

  private RuntimeException refreshNow() {
    try {
      timing.await(reader.get().toCompletableFuture(), LONGEST);
      return null;
    } catch (TimeoutException e) {
      return new DriverTimeoutException("the schema was not read in " + LONGEST.toSeconds() + " s");
    } catch (ExecutionException e) {
      return e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new DriverTimeoutException("interrupted while the schema was read");
    } catch (RuntimeException e) {
      return e;
    }
  }
}
