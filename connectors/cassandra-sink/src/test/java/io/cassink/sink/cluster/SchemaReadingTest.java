package io.cassink.sink.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.datastax.oss.driver.internal.core.metadata.schema.queries.SchemaQueries;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class SchemaReadingTest {
  /** The driver would wait for the end of a reading whose factory throws. */
  @Test
  void aReadingThatCannotBeginIsOneThatFails() {
    SchemaReading reading =
        new SchemaReading(
            () -> {
              throw new IllegalStateException("Control channel not available");
            });
    SchemaQueries queries = reading.newInstance();
    assertThatThrownBy(() -> queries.execute().toCompletableFuture().join())
        .isInstanceOf(CompletionException.class)
        .hasRootCauseMessage("Control channel not available");
  }

  @Test
  void anyOtherIsTheDrivers() {
    SchemaQueries drivers = () -> null;
    assertThat(new SchemaReading(() -> drivers).newInstance()).isSameAs(drivers);
  }
}
