package io.cassink.sink.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RequestMetricsTest {
  private final RequestMetrics requests = new RequestMetrics(Duration.ofSeconds(35));

  /** Of batches and latencies, by name. */
  private Map<String, Double> shown() {
    return requests.measures().stream()
        .filter(measure -> measure.name().matches("(batch|write-latency)-.*"))
        .collect(Collectors.toMap(Measure::name, measure -> measure.value().get().doubleValue()));
  }

  @Test
  void whatRequestsAreLikeIsShownWhenTheirWindowIsOver() {
    requests.tick(0);
    requests.written(3, 300, Duration.ofMillis(4).toNanos());
    requests.written(1, 100, Duration.ofMillis(2).toNanos());
    assertThat(shown().values()).hasSize(8).allMatch(value -> value.isNaN());
    requests.tick(Duration.ofSeconds(10).toNanos());
    Map<String, Double> shown = shown();
    assertThat(shown.get("batch-rows-avg")).isEqualTo(2);
    assertThat(shown.get("batch-rows-max")).isEqualTo(3);
    assertThat(shown.get("batch-bytes-avg")).isCloseTo(200, withinPercentage(1));
    assertThat(shown.get("batch-bytes-max")).isCloseTo(300, withinPercentage(1));
    assertThat(shown.get("write-latency-ms-p50")).isCloseTo(2, withinPercentage(1));
    assertThat(shown.get("write-latency-ms-max")).isCloseTo(4, withinPercentage(1));
  }
}
