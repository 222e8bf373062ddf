package io.cassink.bench;

import java.nio.charset.StandardCharsets;

/**
 * One row of the table.
 *
 * @param timestamp milliseconds since 1970
 * @param writeTime microseconds since 1970
 */
record Sale(String id, String name, String sold, String store, long timestamp, long writeTime) {
  /**
   * The server's batch thresholds count so, roughly: 40 bytes a row, 20 a value, and the values.
   */
  int bytes() {
    return 40 + 6 * 20 + length(id) + length(name) + length(sold) + length(store) + 8 + 4;
  }

  private static int length(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
