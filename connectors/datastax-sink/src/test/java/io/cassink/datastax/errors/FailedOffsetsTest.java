package io.cassink.datastax.errors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class FailedOffsetsTest {
  private static final TopicPartition PARTITION = new TopicPartition("item_sales", 0);

  private final FailedOffsets offsets = new FailedOffsets();

  @Test
  void keepsTheLowestWhateverTheOrder() {
    offsets.add(PARTITION, 5);
    offsets.add(PARTITION, 3);
    offsets.add(PARTITION, 4);
    offsets.add(new TopicPartition("item_sales", 1), 9);
    assertThat(offsets.lowest())
        .isEqualTo(Map.of(PARTITION, 3L, new TopicPartition("item_sales", 1), 9L));
  }

  @Test
  void keepsTheLowestOfManyThreads() {
    IntStream.range(0, 20_000)
        .parallel()
        .forEach(i -> offsets.add(PARTITION, 10 + ThreadLocalRandom.current().nextInt(1000)));
    offsets.add(PARTITION, 10);
    IntStream.range(0, 20_000).parallel().forEach(i -> offsets.add(PARTITION, 11 + i));
    assertThat(offsets.lowest()).containsEntry(PARTITION, 10L);
  }

  @Test
  void forgetsAll() {
    offsets.add(PARTITION, 5);
    offsets.clear();
    assertThat(offsets.lowest()).isEmpty();
  }
}
