package io.cassink.sink.simulate.cassandra;

import com.datastax.oss.driver.api.core.ProtocolVersion;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.MapType;
import com.datastax.oss.driver.api.core.type.SetType;
import com.datastax.oss.driver.api.core.type.UserDefinedType;
import com.datastax.oss.driver.api.core.type.codec.registry.CodecRegistry;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Column;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Role;
import io.cassink.sink.simulate.cassandra.VirtualTable.StoredPartition;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What SELECT shows of a table. */
final class TableReader {
  private final VirtualTable table;
  private final long now;

  /**
   * @param now seconds since 1970
   */
  TableReader(VirtualTable table, long now) {
    this.table = table;
    this.now = now;
  }

  List<ReadRow> rows() {
    List<ReadRow> rows = new ArrayList<>();
    table.partitions().forEach((key, partition) -> read(key, partition, rows));
    return rows;
  }

  private void read(List<ByteBuffer> key, StoredPartition partition, List<ReadRow> rows) {
    List<Object> partitionKey = decoded(table.definitions().of(Role.PARTITION_KEY), key);
    List<Column> clustering = table.definitions().of(Role.CLUSTERING);
    Map<String, ReadRow.Value> statics = values(partition.statics(), Role.STATIC);
    int before = rows.size();
    partition
        .rows()
        .forEach(
            (clusteringKey, row) -> {
              if (row.isLive(now)) {
                List<Object> whole = new ArrayList<>(partitionKey);
                whole.addAll(decoded(clustering, clusteringKey));
                Map<String, ReadRow.Value> values = values(row, Role.REGULAR);
                values.putAll(statics);
                rows.add(new ReadRow(whole, values));
              }
            });
    if (rows.size() == before && !statics.isEmpty()) {
      List<Object> whole = new ArrayList<>(partitionKey);
      clustering.forEach(column -> whole.add(null));
      rows.add(new ReadRow(whole, statics));
    }
  }

  private static List<Object> decoded(List<Column> columns, List<ByteBuffer> key) {
    List<Object> decoded = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      decoded.add(decode(columns.get(i).type(), key.get(i)));
    }
    return decoded;
  }

  private Map<String, ReadRow.Value> values(StoredRow row, Role role) {
    Map<String, ReadRow.Value> values = new HashMap<>();
    for (Column column : table.definitions().of(role)) {
      ColumnCells cells = row.columnOrNull(column.name());
      ReadRow.Value value = cells == null ? null : value(column.type(), cells);
      if (value != null) {
        values.put(column.name(), value);
      }
    }
    return values;
  }

  private ReadRow.Value value(DataType type, ColumnCells cells) {
    List<ByteBuffer> paths = new ArrayList<>();
    List<Cell> live = new ArrayList<>();
    cells
        .cells()
        .forEach(
            (path, cell) -> {
              if (cell.isLive(now)) {
                paths.add(path);
                live.add(cell);
              }
            });
    if (live.isEmpty()) {
      return null;
    }
    List<Long> times = new ArrayList<>();
    List<Long> left = new ArrayList<>();
    for (Cell cell : live) {
      times.add(cell.writeTime());
      left.add(cell.deletedAt() == Cell.NEVER ? null : cell.deletedAt() - now);
    }
    return new ReadRow.Value(decode(type, whole(type, paths, live)), times, left);
  }

  private static ByteBuffer whole(DataType type, List<ByteBuffer> paths, List<Cell> cells) {
    if (!StatementRunner.isMultiCell(type)) {
      return cells.get(0).value();
    }
    List<ByteBuffer> parts = new ArrayList<>();
    if (type instanceof UserDefinedType udt) {
      for (int i = 0; i < udt.getFieldNames().size(); i++) {
        parts.add(null);
      }
      for (int i = 0; i < paths.size(); i++) {
        parts.set(paths.get(i).getShort(paths.get(i).position()), cells.get(i).value());
      }
      return TypeOrder.written(parts, -1);
    }
    for (int i = 0; i < paths.size(); i++) {
      if (!(type instanceof SetType)) {
        if (type instanceof MapType) {
          parts.add(paths.get(i));
        }
        parts.add(cells.get(i).value());
      } else {
        parts.add(paths.get(i));
      }
    }
    return TypeOrder.written(parts, paths.size());
  }

  static Object decode(DataType type, ByteBuffer bytes) {
    DataType read = type.equals(DataTypes.COUNTER) ? DataTypes.BIGINT : type;
    return CodecRegistry.DEFAULT
        .codecFor(read)
        .decode(bytes == null ? null : bytes.duplicate(), ProtocolVersion.V4);
  }
}
