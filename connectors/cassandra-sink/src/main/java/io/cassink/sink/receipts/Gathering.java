package io.cassink.sink.receipts;

import io.cassink.sink.config.ReceiptSettings;
import java.time.Duration;

/**
 * When settled records are handed over. Without transactions at once, for the producer makes
 * batches of its own. A transaction costs the brokers several writes, however much it holds: so the
 * next one gathers while the last is being committed, and for a while after it. Ranges take no
 * memory while they gather, so only time ends them.
 *
 * @param inTurn whether a batch is handed over only when the one before is told
 * @param records that are gathered at most
 * @param atMost how long they are gathered
 */
record Gathering(boolean inTurn, long records, Duration atMost) {
  static Gathering of(ReceiptSettings settings) {
    if (!settings.transactional()) {
      return new Gathering(false, 1, Duration.ZERO);
    }
    return settings.mode() == ReceiptSettings.Mode.RANGE
        ? new Gathering(true, Long.MAX_VALUE, Duration.ofSeconds(5))
        : new Gathering(true, 5_000, Duration.ofMillis(200));
  }

  /**
   * @param everything whether a commit or memory waits for it
   */
  boolean isDue(PartitionReceipts receipts, boolean everything, long now) {
    if (receipts.gathered() == 0 || (inTurn && receipts.hasHandedOver())) {
      return false;
    }
    return everything
        || receipts.gathered() >= records
        || now - receipts.gatheringSince() >= atMost.toNanos();
  }
}
