package io.cassink.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.rest.ConnectRestExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Beans as the sink makes them, in the platform's server, where it makes them. */
class SinkMetricsTest {
  private final SinkMetrics metrics = new SinkMetrics(ManagementFactory.getPlatformMBeanServer());
  private final List<JmxReporter> reporters = new ArrayList<>();

  private void show(String domain, String type, Map<String, String> tags, String name, Number now) {
    JmxReporter reporter = new JmxReporter();
    reporter.configure(Map.of());
    reporter.contextChange(new KafkaMetricsContext(domain));
    reporter.metricChange(
        new KafkaMetric(
            new Object(),
            new MetricName(name, type, "", tags),
            (Gauge<Number>) (config, at) -> now,
            new MetricConfig(),
            Time.SYSTEM));
    reporters.add(reporter);
  }

  @AfterEach
  void remove() {
    reporters.forEach(JmxReporter::close);
  }

  @Test
  void readsThoseOfTheSinkInEveryDomainAndNoOthers() {
    Map<String, String> task = Map.of("connector", "a:b", "task", "0");
    Map<String, String> other = Map.of("connector", "c", "task", "1");
    show("cassink.sink", "task-metrics", task, "records-read-total", 5L);
    show("com.example", "task-metrics", other, "retries-total", 2L);
    show("kafka.connect", "sink-task-metrics", task, "sink-record-read-rate", 1.0);
    assertThat(metrics.read())
        .containsExactly(
            new SinkMetrics.Group("task-metrics", task, Map.of("records-read-total", 5L)),
            new SinkMetrics.Group("task-metrics", other, Map.of("retries-total", 2L)));
  }

  @Test
  void whatHasNoValueYetIsAbsent() {
    Map<String, String> task = Map.of("connector", "c", "task", "0");
    show("cassink.sink", "task-metrics", task, "batch-rows-avg", Double.NaN);
    assertThat(metrics.read().get(0).values()).isEmpty();
  }

  @Test
  void aWorkerWithoutTasksHasNone() {
    assertThat(metrics.read()).isEmpty();
  }

  @Test
  void aWorkerFindsTheExtension() {
    assertThat(
            ServiceLoader.load(ConnectRestExtension.class).stream()
                .map(ServiceLoader.Provider::type))
        .contains(MetricsExtension.class);
  }
}
