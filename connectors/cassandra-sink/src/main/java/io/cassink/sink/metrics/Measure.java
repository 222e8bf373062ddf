package io.cassink.sink.metrics;

import java.util.function.Supplier;

/**
 * One metric: its name, its meaning and how to read its value.
 *
 * @param unit of the value
 * @param meaning a sentence, the same as in docs/reference/sink-metrics.md
 * @param value may be called by any thread
 */
public record Measure(String name, String unit, String meaning, Supplier<Number> value) {
  static Measure of(String name, String unit, String meaning, Amount amount) {
    return new Measure(name, unit, meaning, amount::value);
  }
}
