package io.cassink.sink.metrics;

/** A way to show measures. */
public interface MetricExport extends AutoCloseable {
  /** Shows the group until the export is closed. */
  void add(MeasureGroup group);

  @Override
  void close();
}
