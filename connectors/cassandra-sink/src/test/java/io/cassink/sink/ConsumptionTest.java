package io.cassink.sink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConsumptionTest {
  private static final TopicPartition FIRST = new TopicPartition("t", 0);
  private static final TopicPartition SECOND = new TopicPartition("t", 1);
  private static final Set<TopicPartition> NONE = Set.of();

  private final ContextStub context = new ContextStub();
  private final Consumption consumption = new Consumption(context);

  @BeforeEach
  void assign() {
    context.assigned.addAll(List.of(FIRST, SECOND));
    consumption.opened(context.assigned);
  }

  @Test
  void aPartitionThatWaitsStaysPausedWhenTheOthersAreResumed() {
    consumption.set(false, Set.of(FIRST));
    assertThat(context.paused).containsExactly(FIRST);
    consumption.set(true, Set.of(FIRST));
    assertThat(context.paused).containsExactlyInAnyOrder(FIRST, SECOND);
    assertThat(consumption.isPaused()).isTrue();
    consumption.set(false, Set.of(FIRST));
    assertThat(context.paused).containsExactly(FIRST);
    assertThat(consumption.isPaused()).isFalse();
    consumption.set(false, NONE);
    assertThat(context.paused).isEmpty();
  }

  @Test
  void whoWaitsCanChangeWhileAllArePaused() {
    consumption.set(true, Set.of(FIRST));
    consumption.set(true, Set.of(SECOND));
    assertThat(context.paused).hasSize(2);
    consumption.set(false, Set.of(SECOND));
    assertThat(context.paused).containsExactly(SECOND);
  }

  @Test
  void aPartitionThatIsOpenedMeanwhileIsPausedToo() {
    consumption.set(true, NONE);
    TopicPartition third = new TopicPartition("t", 2);
    context.assigned.add(third);
    consumption.opened(List.of(third));
    assertThat(context.paused).contains(third);
    consumption.set(false, NONE);
    assertThat(context.paused).isEmpty();
  }

  /** A consumer forgets that a partition was paused when it is taken away. */
  @Test
  void aPartitionThatComesBackIsPausedAgain() {
    consumption.set(false, Set.of(FIRST));
    consumption.closed(List.of(FIRST));
    context.assigned.remove(FIRST);
    context.paused.remove(FIRST);
    consumption.set(false, NONE);
    context.assigned.add(FIRST);
    consumption.opened(List.of(FIRST));
    consumption.set(false, Set.of(FIRST));
    assertThat(context.paused).containsExactly(FIRST);
  }
}
