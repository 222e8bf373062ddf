package io.cassink.sink.order;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class MemoryBudgetTest {
  private static final long MEGABYTE = 1 << 20;

  private final MemoryBudget budget = new MemoryBudget();
  private final Map<TopicPartition, Long> bytes = new HashMap<>();

  private static TopicPartition partition(int number) {
    return new TopicPartition("t", number);
  }

  private void take(int from, int to, long megabytes) {
    for (int i = from; i < to; i++) {
      bytes.put(partition(i), megabytes * MEGABYTE);
    }
  }

  @Test
  void nobodyWaitsWithinTheBudget() {
    take(0, 32, 1);
    budget.allot(bytes);
    assertThat(budget.waiting()).isEmpty();
  }

  @Test
  void thePartitionsWithLeastMemoryWaitAndTheOthersGoOn() {
    take(0, 4, 8);
    take(4, 8, 1);
    budget.allot(bytes);
    assertThat(budget.waiting())
        .containsExactlyInAnyOrder(partition(4), partition(5), partition(6), partition(7));
    budget.allot(bytes);
    assertThat(budget.waiting()).hasSize(6);
  }

  @Test
  void onePartitionAlwaysGoesOn() {
    take(0, 8, 8);
    for (int i = 0; i < 100; i++) {
      budget.allot(bytes);
    }
    assertThat(budget.waiting()).hasSize(7);
  }

  @Test
  void theyFollowOneAfterTheOtherWhenThereIsRoom() {
    take(0, 4, 8);
    take(4, 8, 1);
    budget.allot(bytes);
    take(0, 2, 1);
    budget.allot(bytes);
    assertThat(budget.waiting()).hasSize(3);
    for (int i = 0; i < 3; i++) {
      budget.allot(bytes);
    }
    assertThat(budget.waiting()).isEmpty();
  }

  /** Or the same partition would be paused and resumed at every call. */
  @Test
  void whoWaitsGoesOnOnlyOnceAnEighthOfTheBudgetIsFree() {
    take(0, 4, 8);
    take(4, 8, 1);
    budget.allot(bytes);
    assertThat(budget.waiting()).hasSize(4);
    take(0, 4, 6);
    bytes.put(partition(0), 7 * MEGABYTE);
    budget.allot(bytes);
    assertThat(budget.waiting()).as("with 29 of 32 MB").hasSize(4);
    bytes.put(partition(0), 5 * MEGABYTE);
    budget.allot(bytes);
    assertThat(budget.waiting()).as("with 27 of 32 MB").hasSize(3);
  }

  @Test
  void aPartitionThatIsTakenAwayDoesNotWait() {
    take(0, 4, 8);
    take(4, 8, 1);
    budget.allot(bytes);
    bytes.remove(partition(7));
    budget.allot(bytes);
    assertThat(budget.waiting()).doesNotContain(partition(7));
  }

  /** A thousand partitions with rising times need 110 MB; none of them may stand still for it. */
  @Test
  void manyPartitionsThatNeedLittleDoNotWait() {
    for (int i = 0; i < 1_000; i++) {
      bytes.put(partition(i), 120L << 10);
    }
    budget.allot(bytes);
    assertThat(budget.waiting()).isEmpty();
  }
}
