package io.cassink.sink.simulate.cassandra;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Column;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Role;
import io.cassink.sink.simulate.cassandra.VirtualTable.StoredPartition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What one row has seen, whether a read shows it or not. */
final class RowProbe {
  private final VirtualTable table;
  private final StoredPartition partition;
  private final StoredRow row;

  RowProbe(VirtualTable table, List<Object> key) {
    this.table = table;
    List<Column> partitionKey = table.definitions().of(Role.PARTITION_KEY);
    List<Column> clustering = table.definitions().of(Role.CLUSTERING);
    int split = partitionKey.size();
    this.partition = table.partitions().get(encoded(partitionKey, key.subList(0, split)));
    this.row =
        partition == null
            ? null
            : partition
                .rows()
                .get(encoded(clustering, key.subList(split, split + clustering.size())));
  }

  private static List<ByteBuffer> encoded(List<Column> columns, List<Object> values) {
    List<ByteBuffer> encoded = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      ByteBuffer bytes =
          CodecRegistry.DEFAULT
              .codecFor(columns.get(i).type())
              .encode(values.get(i), ProtocolVersion.V4);
      encoded.add(TypeOrder.stored(columns.get(i).type(), bytes));
    }
    return encoded;
  }

  long highestWriteTime(String column) {
    boolean isStatic = column != null && table.definitions().column(column).role() == Role.STATIC;
    StoredRow found = isStatic && partition != null ? partition.statics() : row;
    if (partition == null) {
      return Long.MIN_VALUE;
    }
    if (found == null) {
      return partition.deletedUntil();
    }
    long highest = found.deletedUntil();
    if (column == null) {
      return Math.max(highest, found.marker().writeTime());
    }
    ColumnCells cells = found.columnOrNull(column);
    return cells == null ? highest : Math.max(highest, cells.highestWriteTime());
  }
}
