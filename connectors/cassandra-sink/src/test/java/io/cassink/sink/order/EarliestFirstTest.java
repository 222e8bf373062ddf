package io.cassink.sink.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EarliestFirstTest {
  private final EarliestFirst numbers = new EarliestFirst();

  @Test
  void givesTheNumberThatEndsFirstWhateverIsAddedAndRemoved() {
    Random random = new Random(1);
    Map<Integer, Long> ends = new TreeMap<>();
    for (int i = 0; i < 20_000; i++) {
      int number = random.nextInt(300);
      if (ends.remove(number) == null) {
        long end = random.nextInt(200);
        numbers.add(number, end);
        ends.put(number, end);
      } else {
        numbers.remove(number);
      }
      assertThat(numbers.contains(number)).isEqualTo(ends.containsKey(number));
      long first = ends.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
      assertThat(numbers.firstBefore(first)).isEqualTo(-1);
      if (!ends.isEmpty()) {
        assertThat(ends.get(numbers.firstBefore(first + 1))).isEqualTo(first);
      }
    }
  }
}
