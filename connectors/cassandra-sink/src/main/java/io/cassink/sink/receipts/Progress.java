package io.cassink.sink.receipts;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * How far a partition is told, from what the admin client answers. It answers null where nothing is
 * committed, and leaves the partition out where the brokers refuse to say: while a transaction may
 * still commit, or without the right to the topic. To take that for nothing would tell all again.
 */
final class Progress {
  static final Duration PAUSE = Duration.ofMillis(100);

  /** Asks the brokers once. */
  interface Question {
    Map<TopicPartition, OffsetAndMetadata> ask();
  }

  /** Lets time pass. */
  interface Pause {
    void pass(Duration time);
  }

  private Progress() {}

  /**
   * The next offset to be told, or -1 where nothing was told yet.
   *
   * @param atMost how long to ask again where the brokers do not say
   */
  static long of(
      TopicPartition partition, String group, Duration atMost, Question question, Pause pause) {
    for (Duration waited = Duration.ZERO; ; waited = waited.plus(PAUSE)) {
      Map<TopicPartition, OffsetAndMetadata> answer = question.ask();
      if (answer.containsKey(partition)) {
        OffsetAndMetadata progress = answer.get(partition);
        return progress == null ? -1 : progress.offset();
      }
      if (waited.compareTo(atMost) >= 0) {
        throw new TimeoutException(
            "the brokers do not say what the group "
                + group
                + " has committed for "
                + partition
                + ": a transaction on it is not ended, or the user of receipts.producer lacks READ"
                + " on the topic "
                + partition.topic());
      }
      pause.pass(PAUSE);
    }
  }
}
