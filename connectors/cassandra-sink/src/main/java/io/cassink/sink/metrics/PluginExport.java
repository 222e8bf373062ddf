package io.cassink.sink.metrics;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.metrics.Gauge;
import org.apache.kafka.common.metrics.PluginMetrics;

/**
 * Shows metrics as Connect's plugin metrics, which the worker's metric reporters see, too. The
 * worker adds connector and task. Workers before Kafka 4.1 lack {@link PluginMetrics}, so this
 * class must not be loaded there.
 */
public final class PluginExport implements MetricExport {
  private final PluginMetrics metrics;
  private final List<MetricName> names = new ArrayList<>();

  public PluginExport(PluginMetrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public void add(MeasureGroup group) {
    for (Measure measure : group.measures()) {
      MetricName name = metrics.metricName(measure.name(), measure.meaning(), group.tags());
      metrics.addMetric(name, (Gauge<Number>) (config, now) -> measure.value().get());
      names.add(name);
    }
  }

  @Override
  public void close() {
    names.forEach(metrics::removeMetric);
    names.clear();
  }
}
