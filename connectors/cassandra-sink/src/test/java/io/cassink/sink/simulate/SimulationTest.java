package io.cassink.sink.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import io.cassink.sink.simulate.generate.Generator;
import io.cassink.sink.simulate.generate.Scenario;
import io.cassink.sink.simulate.worker.Simulation;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Without this, a seed that was printed could not be replayed. */
class SimulationTest {
  @Test
  void theSameSeedGivesTheSameCourse() {
    for (long seed = 1; seed <= 12; seed++) {
      assertThat(Simulation.run(Generator.of(seed))).isEqualTo(Simulation.run(Generator.of(seed)));
    }
  }

  @Test
  void aFailureShrinksToWhatItNeeds() {
    Scenario scenario =
        LongStream.rangeClosed(1, 100)
            .mapToObj(Generator::of)
            .filter(made -> made.logs().get(0).size() > 20 && made.disturbances().size() > 2)
            .findFirst()
            .orElseThrow();
    var record = scenario.logs().get(0).get(17);
    var disturbance = scenario.disturbances().get(1);
    Scenario smallest =
        Shrinker.shrink(
            scenario,
            candidate ->
                candidate.logs().get(0).contains(record)
                    && candidate.disturbances().contains(disturbance),
            Long.MAX_VALUE / 2);
    assertThat(smallest.logs().get(0)).isEqualTo(List.of(record));
    assertThat(smallest.disturbances()).isEqualTo(List.of(disturbance));
  }
}
