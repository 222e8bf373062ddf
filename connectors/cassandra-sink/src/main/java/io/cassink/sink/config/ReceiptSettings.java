package io.cassink.sink.config;

import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.types.Password;

/**
 * Where and how it is told what was written: docs/decisions/receipts.md.
 *
 * @param topic that takes the receipts
 * @param mode what a receipt is of
 * @param transactional whether each is told once, with the progress in the same transaction
 * @param bootstrapServers of the topic's Kafka cluster
 * @param client settings of the producer and, as far as it has them, of the admin client; kept as
 *     passwords, because any of them may be one
 * @param configHash of the settings that decide which rows a record becomes
 */
public record ReceiptSettings(
    String topic,
    Mode mode,
    boolean transactional,
    List<String> bootstrapServers,
    Map<String, Password> client,
    String configHash) {
  /** Settings with this prefix are passed to the producer. */
  public static final String PRODUCER_PREFIX = "receipts.producer.";

  public ReceiptSettings {
    bootstrapServers = List.copyOf(bootstrapServers);
    client = Map.copyOf(client);
  }

  /** What a receipt is of. */
  public enum Mode {
    /** Of one record in one table. */
    RECORD,
    /** Of a range of offsets. */
    RANGE
  }
}
