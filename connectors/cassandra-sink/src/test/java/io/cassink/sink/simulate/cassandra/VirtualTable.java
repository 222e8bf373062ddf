package io.cassink.sink.simulate.cassandra;

import com.datastax.oss.driver.api.core.type.DataType;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Column;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Role;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** The partitions of a table. */
final class VirtualTable {
  private ColumnDefinitions definitions;
  private final Map<List<ByteBuffer>, StoredPartition> partitions = new HashMap<>();
  private final Comparator<List<ByteBuffer>> clusteringOrder;

  VirtualTable(ColumnDefinitions definitions) {
    this.definitions = definitions;
    List<DataType> types = definitions.of(Role.CLUSTERING).stream().map(Column::type).toList();
    this.clusteringOrder = (left, right) -> compare(types, left, right);
  }

  private static int compare(List<DataType> types, List<ByteBuffer> left, List<ByteBuffer> right) {
    for (int i = 0; i < types.size(); i++) {
      int order = TypeOrder.compare(types.get(i), left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  Map<List<ByteBuffer>, StoredPartition> partitions() {
    return partitions;
  }

  StoredPartition partition(List<ByteBuffer> key) {
    return partitions.computeIfAbsent(key, unused -> new StoredPartition(clusteringOrder));
  }

  ColumnDefinitions definitions() {
    return definitions;
  }

  /** Columns may be added or left out; the key stays. */
  void alter(ColumnDefinitions altered) {
    definitions = altered;
  }

  /** The rows of a partition key, and what hides some of them. */
  static final class StoredPartition {
    private final StoredRow statics = new StoredRow();
    private final TreeMap<List<ByteBuffer>, StoredRow> rows;
    private final List<RangeDeletion> deletions = new ArrayList<>();
    private long deletedUntil = Long.MIN_VALUE;

    StoredPartition(Comparator<List<ByteBuffer>> order) {
      this.rows = new TreeMap<>(order);
    }

    StoredRow statics() {
      return statics;
    }

    long deletedUntil() {
      return deletedUntil;
    }

    Map<List<ByteBuffer>, StoredRow> rows() {
      return rows;
    }

    StoredRow row(List<ByteBuffer> clustering) {
      return rows.computeIfAbsent(
          clustering,
          key -> {
            StoredRow made = new StoredRow();
            made.delete(deletedUntil);
            for (RangeDeletion deletion : deletions) {
              if (deletion.covers().test(key)) {
                made.delete(deletion.until());
              }
            }
            return made;
          });
    }

    void delete(long until) {
      deletedUntil = Math.max(deletedUntil, until);
      statics.delete(until);
      rows.values().forEach(row -> row.delete(until));
    }

    void deleteRange(Predicate<List<ByteBuffer>> covers, long until) {
      deletions.add(new RangeDeletion(covers, until));
      rows.forEach(
          (clustering, row) -> {
            if (covers.test(clustering)) {
              row.delete(until);
            }
          });
    }
  }

  private record RangeDeletion(Predicate<List<ByteBuffer>> covers, long until) {}
}
