package io.cassink.sink.cluster;

import com.datastax.oss.driver.api.core.metadata.schema.ColumnMetadata;
import com.datastax.oss.driver.api.core.metadata.schema.TableMetadata;
import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.ListType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The columns of a table.
 *
 * @param columns the primary key's first, in its order
 */
public record TableLayout(String keyspace, String table, List<Column> columns) {
  public TableLayout {
    columns = List.copyOf(columns);
  }

  /** The role of a column in its table. */
  public enum Kind {
    PARTITION_KEY,
    CLUSTERING,
    /** One value for all rows of a partition. */
    STATIC,
    OTHER;

    public boolean isOfPrimaryKey() {
      return this == PARTITION_KEY || this == CLUSTERING;
    }
  }

  /** A column by its case-sensitive name. */
  public record Column(String name, DataType type, Kind kind) {
    public boolean isOfPrimaryKey() {
      return kind.isOfPrimaryKey();
    }

    /** A user-defined type by its name alone: it may get further fields. */
    private String shown() {
      String cql = type.asCql(true, true);
      return isOfPrimaryKey() ? cql + " of the primary key" : cql;
    }
  }

  /** The layout of a table that the driver knows. */
  public static TableLayout of(TableMetadata table) {
    List<Column> columns = new ArrayList<>();
    for (ColumnMetadata column : table.getPartitionKey()) {
      columns.add(column(column, Kind.PARTITION_KEY));
    }
    for (ColumnMetadata column : table.getClusteringColumns().keySet()) {
      columns.add(column(column, Kind.CLUSTERING));
    }
    for (ColumnMetadata column : table.getColumns().values()) {
      if (columns.stream().noneMatch(known -> known.name().equals(column.getName().asInternal()))) {
        columns.add(column(column, column.isStatic() ? Kind.STATIC : Kind.OTHER));
      }
    }
    return new TableLayout(table.getKeyspace().asInternal(), table.getName().asInternal(), columns);
  }

  private static Column column(ColumnMetadata column, Kind kind) {
    return new Column(column.getName().asInternal(), column.getType(), kind);
  }

  /** How a column of this table differs from what it has become, in its type or role. */
  public Optional<String> changeTo(Column now) {
    return column(now.name())
        .filter(was -> !was.shown().equals(now.shown()))
        .map(was -> "the column " + was.name() + " was " + was.shown() + " and is " + now.shown());
  }

  public Optional<Column> column(String name) {
    return columns.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  public List<Column> primaryKey() {
    return columns.stream().filter(Column::isOfPrimaryKey).toList();
  }

  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  public boolean hasCounters() {
    return columns.stream().anyMatch(column -> column.type().equals(DataTypes.COUNTER));
  }

  /** Whether a value that is written twice, with one write time, has all its elements twice. */
  public static boolean growsWhenRepeated(DataType type) {
    return type instanceof ListType list && !list.isFrozen();
  }

  /** The lists that are not frozen: writing the same row again appends to them again. */
  public List<String> growingLists() {
    return columns.stream()
        .filter(column -> growsWhenRepeated(column.type()))
        .map(Column::name)
        .toList();
  }

  /** {@code keyspace.table} as settings write it. */
  public String qualifiedName() {
    return keyspace + "." + table;
  }
}
