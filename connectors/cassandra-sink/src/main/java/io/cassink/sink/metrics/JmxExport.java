package io.cassink.sink.metrics;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.JmxReporter;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.KafkaMetricsContext;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.utils.Time;

/**
 * Shows metrics as MBeans with names like those of Kafka's own: {@code
 * DOMAIN:type=...,connector=...,task=...,topic=...,table=...}.
 */
public final class JmxExport implements MetricExport {
  /**
   * The export of each running task. A worker gives up on a task that does not stop in time and
   * starts its successor. When the old task stops at last, it must not remove the MBeans of the new
   * one, which have the same names.
   */
  private static final Map<List<String>, JmxExport> SHOWN = new HashMap<>();

  private final List<String> key;
  private final JmxReporter reporter = new JmxReporter();
  private boolean closed;

  /**
   * @param domain of the MBeans' names
   * @param task the number of the task in its connector
   */
  public JmxExport(String domain, String connector, String task) {
    key = List.of(domain, connector, task);
    reporter.configure(Map.of());
    reporter.contextChange(new KafkaMetricsContext(domain));
    reporter.init(List.of());
    synchronized (SHOWN) {
      JmxExport earlier = SHOWN.put(key, this);
      if (earlier != null) {
        earlier.remove();
      }
    }
  }

  @Override
  public void add(MeasureGroup group) {
    Map<String, String> tags = new LinkedHashMap<>();
    tags.put("connector", key.get(1));
    tags.put("task", key.get(2));
    tags.putAll(group.tags());
    synchronized (SHOWN) {
      if (!closed) {
        group.measures().forEach(measure -> reporter.metricChange(metric(group, measure, tags)));
      }
    }
  }

  private static KafkaMetric metric(MeasureGroup group, Measure measure, Map<String, String> tags) {
    return new KafkaMetric(
        new Object(),
        new MetricName(measure.name(), group.type(), measure.meaning(), tags),
        (Gauge<Number>) (config, now) -> measure.value().get(),
        new MetricConfig(),
        Time.SYSTEM);
  }

  @Override
  public void close() {
    synchronized (SHOWN) {
      SHOWN.remove(key, this);
      remove();
    }
  }

  private void remove() {
    if (!closed) {
      closed = true;
      reporter.close();
    }
  }
}
