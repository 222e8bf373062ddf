package io.cassink.sink.simulate.generate;

import io.cassink.sink.simulate.cassandra.ColumnDefinitions;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Column;
import java.util.List;

/**
 * A table and how it is written.
 *
 * @param query of the {@code query} setting, or null
 * @param deletes whether a record without values deletes its row
 * @param timeToLive seconds for every row; negative for none
 * @param mapsTimeToLive whether records say their own
 * @param mapsWriteTime whether records say their write time
 */
public record TableSpec(
    ColumnDefinitions definitions,
    TableKind kind,
    String query,
    boolean nullToUnset,
    boolean deletes,
    long timeToLive,
    boolean mapsTimeToLive,
    boolean mapsWriteTime) {

  public List<Column> values() {
    return definitions.columns().stream().filter(column -> !column.isKey()).toList();
  }

  public List<Column> keys() {
    return definitions.columns().stream().filter(Column::isKey).toList();
  }

  public boolean hasStatics() {
    return !definitions.of(ColumnDefinitions.Role.STATIC).isEmpty();
  }

  /** Whether the write times of all rows of a partition are counted together. */
  public boolean countsByPartition() {
    return hasStatics() || kind.isQuery();
  }
}
