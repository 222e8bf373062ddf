package io.cassink.sink.metrics;

import java.util.function.Supplier;

/**
 * One metric: what it is called, what it means, and where its value is.
 *
 * @param unit of the value
 * @param meaning a sentence; docs/reference/sink-metrics.md has the same
 * @param value asked by any thread
 */
public record Measure(String name, String unit, String meaning, Supplier<Number> value) {
  static Measure of(String name, String unit, String meaning, Amount amount) {
    return new Measure(name, unit, meaning, amount::value);
  }
}
