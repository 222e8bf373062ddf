package io.cassink.sink.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.cassink.sink.timing.FakeTiming;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SchemaRefreshTest {
  private final FakeTiming timing = new FakeTiming();
  private int looks;
  private Supplier<CompletableFuture<String>> answer =
      () -> CompletableFuture.completedFuture("read");
  private final SchemaRefresh schema =
      new SchemaRefresh(
          () -> {
            looks++;
            return answer.get();
          },
          timing);

  @Test
  void oneLookIsGoodForManyRefusals() {
    for (int i = 0; i < 500; i++) {
      schema.refresh(timing.now);
    }
    assertThat(looks).isEqualTo(1);
    timing.now += Duration.ofSeconds(2).toNanos();
    schema.refresh(timing.now - Duration.ofSeconds(2).toNanos());
    assertThat(looks).isEqualTo(1);
    schema.refresh(timing.now - 1);
    assertThat(looks).isEqualTo(2);
  }

  @Test
  void aLookThatFailsIsNotTriedForEveryRefusalEither() {
    answer = () -> CompletableFuture.failedFuture(new IllegalArgumentException("no channel"));
    for (int i = 0; i < 500; i++) {
      assertThatThrownBy(() -> schema.refresh(timing.now)).hasMessage("no channel");
    }
    answer =
        () -> {
          throw new IllegalStateException("Control channel not available");
        };
    timing.now += Duration.ofSeconds(2).toNanos();
    assertThatThrownBy(() -> schema.refresh(timing.now))
        .hasMessage("Control channel not available");
    assertThat(looks).isEqualTo(2);
    answer = () -> CompletableFuture.completedFuture("read");
    timing.now += Duration.ofSeconds(2).toNanos();
    schema.refresh(timing.now);
  }

  @Test
  void aTaskThatIsStoppedWaitsNoLonger() {
    answer = CompletableFuture::new;
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> schema.refresh(timing.now)).hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).isTrue();
  }
}
