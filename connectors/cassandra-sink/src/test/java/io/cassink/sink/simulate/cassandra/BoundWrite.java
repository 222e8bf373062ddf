package io.cassink.sink.simulate.cassandra;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * A statement with its values, as it goes over the wire.
 *
 * @param ownTime microseconds of the statement's own timestamp, for one without USING TIMESTAMP
 */
public record BoundWrite(WriteStatement statement, List<ByteBuffer> values, Long ownTime) {
  /** Bytes of the values. */
  public int bytes() {
    int bytes = 0;
    for (ByteBuffer value : values) {
      bytes += value == null ? 0 : value.remaining();
    }
    return bytes;
  }

  /** {@code keyspace.table}. */
  public String table() {
    return statement.table().qualifiedName();
  }

  /** The first column of the partition key. */
  public ByteBuffer partitionKey() {
    return statement.restrictions().stream()
        .filter(r -> r.column().role() == ColumnDefinitions.Role.PARTITION_KEY)
        .findFirst()
        .map(r -> r.value().value(values))
        .orElseThrow();
  }
}
