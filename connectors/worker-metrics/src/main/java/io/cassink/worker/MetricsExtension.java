package io.cassink.worker;

import java.lang.management.ManagementFactory;
import java.util.Map;
import org.apache.kafka.connect.rest.ConnectRestExtension;
import org.apache.kafka.connect.rest.ConnectRestExtensionContext;

/** Adds {@code GET /cassink/metrics} to a worker; named in {@code rest.extension.classes}. */
public final class MetricsExtension implements ConnectRestExtension {
  @Override
  public void register(ConnectRestExtensionContext context) {
    context
        .configurable()
        .register(new MetricsResource(new SinkMetrics(ManagementFactory.getPlatformMBeanServer())));
  }

  @Override
  public void configure(Map<String, ?> configs) {
    // There are no settings.
  }

  @Override
  public void close() {
    // No resources are held.
  }

  @Override
  public String version() {
    String packaged = MetricsExtension.class.getPackage().getImplementationVersion();
    return packaged == null ? "not packaged" : packaged;
  }
}
