package io.cassink.sink.receipts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** What the admin client's answers mean: a partition left out is not one without progress. */
class ProgressTest {
  private static final TopicPartition PARTITION = new TopicPartition("t", 0);
  private static final Map<TopicPartition, OffsetAndMetadata> LEFT_OUT = Map.of();

  private Duration waited = Duration.ZERO;

  private long progress(List<Map<TopicPartition, OffsetAndMetadata>> answers) {
    Deque<Map<TopicPartition, OffsetAndMetadata>> left = new ArrayDeque<>(answers);
    return Progress.of(
        PARTITION,
        "cassink-receipts.sales",
        Duration.ofSeconds(1),
        () -> left.size() > 1 ? left.poll() : left.peek(),
        time -> waited = waited.plus(time));
  }

  private static Map<TopicPartition, OffsetAndMetadata> committed(long offset) {
    return Map.of(PARTITION, new OffsetAndMetadata(offset));
  }

  @Test
  void isWhatTheGroupHasCommitted() {
    assertThat(progress(List.of(committed(7)))).isEqualTo(7);
    assertThat(waited).isZero();
  }

  @Test
  void isNothingWhereTheBrokersSaySo() {
    assertThat(progress(List.of(Collections.singletonMap(PARTITION, null)))).isEqualTo(-1);
    assertThat(waited).isZero();
  }

  @Test
  void isAskedForAgainWhileATransactionMayStillCommit() {
    assertThat(progress(List.of(LEFT_OUT, LEFT_OUT, committed(7)))).isEqualTo(7);
    assertThat(waited).isEqualTo(Progress.PAUSE.multipliedBy(2));
  }

  @Test
  void isNeverTakenForNothingWhereTheBrokersDoNotSay() {
    assertThatThrownBy(() -> progress(List.of(LEFT_OUT)))
        .isInstanceOf(TimeoutException.class)
        .hasMessageContaining("the group cassink-receipts.sales has committed for t-0")
        .hasMessageContaining("READ on the topic t");
    assertThat(waited).isEqualTo(Duration.ofSeconds(1));
  }
}
