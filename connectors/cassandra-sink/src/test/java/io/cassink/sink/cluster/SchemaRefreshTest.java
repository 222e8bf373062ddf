package io.cassink.sink.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SchemaRefreshTest {
  private long now = 5;
  private int looks;
  private Supplier<CompletableFuture<String>> answer =
      () -> CompletableFuture.completedFuture("read");
  private final SchemaRefresh schema =
      new SchemaRefresh(
          () -> {
            looks++;
            return answer.get();
          },
          () -> now);

  @Test
  void oneLookIsGoodForManyRefusals() {
    for (int i = 0; i < 500; i++) {
      schema.refresh(now);
    }
    assertThat(looks).isEqualTo(1);
    now += Duration.ofSeconds(2).toNanos();
    schema.refresh(now - Duration.ofSeconds(2).toNanos());
    assertThat(looks).isEqualTo(1);
    schema.refresh(now - 1);
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void aLookThatFailsIsNotTriedForEveryRefusalEither() {
    answer = () -> CompletableFuture.failedFuture(new IllegalArgumentException("no channel"));
    for (int i = 0; i < 500; i++) {
      assertThatThrownBy(() -> schema.refresh(now)).hasMessage("no channel");
    }
    answer =
        () -> {
          throw new IllegalStateException("Control channel not available");
        };
    now += Duration.ofSeconds(2).toNanos();
    assertThatThrownBy(() -> schema.refresh(now)).hasMessage("Control channel not available");
    assertThat(looks).isEqualTo(2);
    answer = () -> CompletableFuture.completedFuture("read");
    now += Duration.ofSeconds(2).toNanos();
    schema.refresh(now);
  }

  @Test
  void aTaskThatIsStoppedWaitsNoLonger() {
    answer = CompletableFuture::new;
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> schema.refresh(now)).hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
