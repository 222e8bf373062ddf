package io.cassink.sink.receipts;

import io.cassink.sink.config.Settings;
import java.time.Duration;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.apache.kafka.connect.errors.ConnectException;

/** Why a task that cannot tell must stop, in words that say what to do. */
final class ReceiptFailures {
  private final String topic;

  ReceiptFailures(String topic) {
    this.topic = topic;
  }

  /** A partition cannot be opened. */
  ConnectException notOpened(TopicPartition partition, Throwable error) {
    return new ConnectException(
        partition
            + ": how far its receipts are told in the topic "
            + topic
            + " cannot be found out: "
            + described(error)
            + ". Nothing of it was written. "
            + advice(error),
        error);
  }

  /** A batch cannot be told. */
  ConnectException notTold(Batch batch, Throwable error) {
    if (isFenced(error)) {
      return new ConnectException(
          batch.partition
              + ": another task tells of this partition by now, or the brokers have given up this"
              + " task's transaction, so it must not go on from offset "
              + batch.from()
              + ". Restart the task: it goes on where the receipts end",
          error);
    }
    return new ConnectException(
        held(batch)
            + "cannot be told in the topic "
            + topic
            + ": "
            + described(error)
            + ". "
            + advice(error),
        error);
  }

  /** A batch is not told for too long. */
  ConnectException late(Batch batch, Duration waited) {
    return new ConnectException(
        held(batch)
            + "are not acknowledged by the topic "
            + topic
            + " for "
            + waited.toSeconds()
            + " s ("
            + Settings.RETRY_TIMEOUT
            + "). "
            + advice(null));
  }

  private static String held(Batch batch) {
    return batch.partition
        + ": the offset is held before "
        + batch.from()
        + ", because the receipts from there on ";
  }

  private static boolean isFenced(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException) {
        return true;
      }
    }
    return false;
  }

  private static String described(Throwable error) {
    String message = error.getMessage();
    String name = error.getClass().getSimpleName();
    String own = message == null ? name : name + ": " + message;
    Throwable cause = error.getCause();
    String whole =
        cause == null || cause == error || cause.getMessage() == null
            ? own
            : own + " (" + cause.getMessage() + ")";
    return whole.endsWith(".") ? whole.substring(0, whole.length() - 1) : whole;
  }

  private String advice(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof TransactionalIdAuthorizationException) {
        return "Give the user of receipts.producer WRITE on the transactional ids"
            + " cassink-receipts.CONNECTOR.* (docs/reference/rights.md), then restart the task";
      }
      if (cause instanceof GroupAuthorizationException) {
        return "Give the user of receipts.producer READ on the group cassink-receipts.CONNECTOR"
            + " (docs/reference/rights.md), then restart the task";
      }
      if (cause instanceof AuthorizationException || cause instanceof AuthenticationException) {
        return "Give the user of receipts.producer its rights (docs/reference/rights.md), then"
            + " restart the task";
      }
      if (cause instanceof RecordTooLargeException) {
        return "Raise receipts.producer.max.request.size and the topic's max.message.bytes, then"
            + " restart the task";
      }
    }
    return "Look at the topic and its brokers ("
        + Settings.RECEIPTS_SERVERS
        + "), then restart the task";
  }
}
