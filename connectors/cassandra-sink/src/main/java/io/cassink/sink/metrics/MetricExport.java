package io.cassink.sink.metrics;

/** A place where measures are shown. */
public interface MetricExport extends AutoCloseable {
  /** Shows the group until this is closed. */
  void add(MeasureGroup group);

  @Override
  void close();
}
