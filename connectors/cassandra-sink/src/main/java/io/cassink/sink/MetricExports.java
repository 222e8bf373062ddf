package io.cassink.sink;

import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.metrics.JmxExport;
import io.cassink.sink.metrics.MetricExport;
import io.cassink.sink.metrics.PluginExport;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.metrics.PluginMetrics;
import org.apache.kafka.connect.sink.SinkTaskContext;

/** Where a task's metrics are shown: as our own MBeans, and among the worker's plugin metrics. */
final class MetricExports {
  private MetricExports() {}

  static List<MetricExport> of(SinkSettings settings, SinkTaskContext context) {
    List<MetricExport> exports = new ArrayList<>();
    if (settings.metrics().jmx()) {
      exports.add(
          new JmxExport(settings.metrics().domain(), settings.name(), settings.metrics().task()));
    }
    try {
      PluginMetrics ofWorker = context.pluginMetrics();
      if (ofWorker != null) {
        exports.add(new PluginExport(ofWorker));
      }
    } catch (NoSuchMethodError | NoClassDefFoundError e) {
      // A worker before Kafka 4.1 has no plugin metrics.
    }
    return exports;
  }
}
