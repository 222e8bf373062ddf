package io.cassink.sink.metrics;

/** Reads what a task has counted. */
public final class Measures {
  private Measures() {}

  /** The whole number of a measure of the task itself. */
  public static long of(TaskMetrics metrics, String name) {
    return metrics.groups().get(0).measures().stream()
        .filter(measure -> measure.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value()
        .get()
        .longValue();
  }
}
