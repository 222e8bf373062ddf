package io.cassink.sink.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.internal.core.metadata.schema.queries.SchemaQueriesFactory;
import com.datastax.oss.driver.internal.core.metadata.schema.queries.SchemaRows;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class SchemaReadingTest {
  private int later;

  private CompletableFuture<SchemaRows> read(SchemaQueriesFactory queries) {
    return new SchemaReading(queries, () -> later++).newInstance().execute().toCompletableFuture();
  }

  /** The driver would wait for the end of a reading whose factory throws. */
  @Test
  void oneThatCannotBeginHasFailed() {
    CompletableFuture<SchemaRows> reading =
        read(
            () -> {
              throw new IllegalStateException("Control channel not available");
            });
    assertThatThrownBy(reading::join)
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("Control channel not available");
    assertThat(later).isZero();
  }

  @Test
  void oneThatFailsIsFollowedByAnother() {
    CompletableFuture<SchemaRows> answer = new CompletableFuture<>();
    CompletableFuture<SchemaRows> reading = read(() -> () -> answer);
    assertThat(later).isZero();
    answer.completeExceptionally(new IllegalStateException("timed out"));
    assertThatThrownBy(reading::join).hasRootCauseMessage("timed out");
    assertThat(later).isEqualTo(1);
  }

  @Test
  void oneThatSucceedsIsTheDrivers() {
    assertThat(read(() -> () -> CompletableFuture.completedFuture(null)).join()).isNull();
    assertThat(later).isZero();
  }
}
