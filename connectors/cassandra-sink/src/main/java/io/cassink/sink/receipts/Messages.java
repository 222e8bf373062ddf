package io.cassink.sink.receipts;

import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** What is sent of settled records. */
@FunctionalInterface
interface Messages {
  /**
   * @param from the first offset that is not told, at most that of the first account
   * @param accounts at least one
   */
  List<ProducerRecord<byte[], byte[]>> of(Batch batch, long from, List<Account> accounts);
}
