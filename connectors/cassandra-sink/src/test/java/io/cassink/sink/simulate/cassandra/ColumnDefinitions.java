package io.cassink.sink.simulate.cassandra;

import com.datastax.oss.driver.api.core.type.DataType;
import java.util.List;

/**
 * A table as CREATE TABLE defines it.
 *
 * @param columns the partition key's first, then the clustering columns
 */
public record ColumnDefinitions(String keyspace, String table, List<Column> columns) {
  public ColumnDefinitions {
    columns = List.copyOf(columns);
  }

  /** The role of a column. */
  public enum Role {
    PARTITION_KEY,
    CLUSTERING,
    STATIC,
    REGULAR
  }

  /** One column. */
  public record Column(String name, DataType type, Role role) {
    public boolean isKey() {
      return role == Role.PARTITION_KEY || role == Role.CLUSTERING;
    }
  }

  public List<Column> of(Role role) {
    return columns.stream().filter(column -> column.role() == role).toList();
  }

  /** The column, or null. */
  public Column column(String name) {
    for (Column column : columns) {
      if (column.name().equals(name)) {
        return column;
      }
    }
    return null;
  }

  public String qualifiedName() {
    return keyspace + "." + table;
  }
}
