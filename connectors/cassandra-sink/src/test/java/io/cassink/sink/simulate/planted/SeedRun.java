package io.cassink.sink.simulate.planted;

import io.cassink.sink.simulate.generate.Generator;
import io.cassink.sink.simulate.worker.Simulation;
import java.util.List;
import java.util.function.LongFunction;

/** Runs one seed; made once in the class loader of each fault. */
public final class SeedRun implements LongFunction<List<String>> {
  /** What is found. */
  @Override
  public List<String> apply(long seed) {
    return Simulation.run(Generator.of(seed)).findings();
  }
}
