package io.cassink.sink.simulate.judge;

import com.datastax.oss.driver.api.core.type.DataType;
import com.datastax.oss.driver.api.core.type.DataTypes;
import com.datastax.oss.driver.api.core.type.ListType;
import com.datastax.oss.driver.api.core.type.MapType;
import com.datastax.oss.driver.api.core.type.SetType;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Column;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Role;
import io.cassink.sink.simulate.generate.RecordSpec;
import io.cassink.sink.simulate.generate.Scenario;
import io.cassink.sink.simulate.generate.TableKind;
import io.cassink.sink.simulate.generate.TableSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Applies the records of a table one after the other in the order of (effective time, offset):
 * column by column, since the last DELETE.
 */
public final class Fold {
  /** A hundred years in microseconds: what a step of {@code generation} adds. */
  private static final long GENERATION = 36_525L * 86_400 * 1_000_000;

  private final Scenario scenario;
  private final TableSpec table;
  private final Map<List<Object>, ExpectedRow> rows = new LinkedHashMap<>();

  /** Static columns, under the partition's key alone. */
  private final Map<List<Object>, ExpectedRow> statics = new HashMap<>();

  Fold(Scenario scenario, TableSpec table) {
    this.scenario = scenario;
    this.table = table;
    List<RecordSpec> records = new ArrayList<>();
    scenario.logs().forEach(records::addAll);
    records.removeIf(record -> record.fault() != null);
    records.sort(
        Comparator.<RecordSpec>comparingLong(this::effective)
            .thenComparingLong(RecordSpec::offset));
    records.forEach(this::apply);
  }

  Map<List<Object>, ExpectedRow> rows() {
    return rows;
  }

  Map<List<Object>, ExpectedRow> statics() {
    return statics;
  }

  /** What decides which of two records of a row is later: its lowest possible write time. */
  private long effective(RecordSpec record) {
    return effective(scenario, table, record);
  }

  public static long effective(Scenario scenario, TableSpec table, RecordSpec record) {
    if (table.kind() == TableKind.OWN_TIME_QUERY) {
      return record.writeTime();
    }
    long base =
        table.mapsWriteTime() && record.writeTime() != null
            ? record.writeTime()
            : scenario.epoch() >= 0 ? scenario.epoch() + record.offset() : record.millis() * 1_000;
    return base + scenario.generation() * GENERATION;
  }

  private boolean saysTime(RecordSpec record) {
    return table.mapsWriteTime() && record.writeTime() != null;
  }

  static List<Object> canonical(List<Object> key) {
    List<Object> canonical = new ArrayList<>();
    for (Object part : key) {
      canonical.add(part instanceof BigDecimal number ? number.stripTrailingZeros() : part);
    }
    return canonical;
  }

  private void apply(RecordSpec record) {
    List<Object> key = canonical(record.key()).subList(0, table.keys().size());
    ExpectedRow row = rows.computeIfAbsent(key, unused -> new ExpectedRow());
    ExpectedRow shared = statics.computeIfAbsent(key.subList(0, 1), unused -> new ExpectedRow());
    long time = effective(record);
    if (isDelete(table, record)) {
      row.cells.clear();
      row.markerEnd = -1;
      row.deleted = time;
      return;
    }
    boolean hiddenByDelete = saysTime(record) && row.deleted >= time;
    long end = end(record);
    switch (table.kind()) {
      case COUNTERS, COUNT_QUERY -> row.counted += number(record.values().get("n0"));
      case APPEND_QUERY -> {
        if (record.values().get("v0") instanceof Collection<?> added) {
          row.appended += added.size();
        }
      }
      case MAP_ENTRY_QUERY ->
          put(row, "v0[" + record.values().get("mk") + "]", record.values().get("mv"), record, end);
      default -> {
        for (Column column : table.values()) {
          Object said = record.values().get(column.name());
          boolean isStatic = column.role() == Role.STATIC;
          if (said != null && !(said == RecordSpec.NULL && table.nullToUnset())) {
            if (isStatic || !hiddenByDelete) {
              put(isStatic ? shared : row, column.name(), stored(column.type(), said), record, end);
            }
          }
        }
      }
    }
    boolean inserts = table.kind() != TableKind.UPDATE_QUERY && !isAddition();
    if (inserts && !hiddenByDelete) {
      row.markerEnd = end;
    }
  }

  private boolean isAddition() {
    return switch (table.kind()) {
      case COUNTERS, COUNT_QUERY, APPEND_QUERY, MAP_ENTRY_QUERY -> true;
      default -> false;
    };
  }

  private static long number(Object said) {
    return said instanceof Number number ? number.longValue() : 0;
  }

  /** By no value at all, or by explicit nulls for every column. */
  public static boolean isDelete(TableSpec table, RecordSpec record) {
    if (!table.deletes()) {
      return false;
    }
    return record.deletes()
        || table.values().stream()
            .allMatch(column -> record.values().get(column.name()) == RecordSpec.NULL);
  }

  /** Seconds from which the values of a record are gone. */
  private long end(RecordSpec record) {
    Long own = table.mapsTimeToLive() ? record.timeToLive() : null;
    long seconds = own != null ? own : table.timeToLive();
    if (seconds <= 0) {
      return ExpectedRow.NEVER;
    }
    return Math.floorDiv(record.millis(), 1_000L) + seconds;
  }

  private void put(ExpectedRow row, String name, Object value, RecordSpec record, long end) {
    Object kept = value == RecordSpec.NULL ? null : value;
    long time = effective(record);
    ExpectedRow.Cell before = row.cells.get(name);
    boolean producersChoice = saysTime(record) || table.kind() == TableKind.OWN_TIME_QUERY;
    if (producersChoice && before != null && before.effective() == time) {
      // Equal times that the producer has chosen: Cassandra keeps a null, or else the larger value.
      if (before.value() == null || (kept != null && isLarger(before.value(), kept))) {
        return;
      }
    }
    row.cells.put(
        name,
        new ExpectedRow.Cell(
            kept, end, time, end != ExpectedRow.NEVER, producersChoice || scenario.epoch() >= 0));
  }

  /** Of texts of ASCII, whose bytes compare as they do. */
  private static boolean isLarger(Object left, Object right) {
    return left.toString().compareTo(right.toString()) > 0;
  }

  /** As the driver reads it back: empty collections that are not frozen are no values. */
  private static Object stored(DataType type, Object said) {
    boolean grows =
        (type instanceof SetType set && !set.isFrozen())
            || (type instanceof MapType map && !map.isFrozen())
            || (type instanceof ListType list && !list.isFrozen());
    if (grows && said instanceof Collection<?> elements && elements.isEmpty()) {
      return RecordSpec.NULL;
    }
    if (grows && said instanceof Map<?, ?> entries && entries.isEmpty()) {
      return RecordSpec.NULL;
    }
    return type.equals(DataTypes.DECIMAL) && said instanceof BigDecimal number
        ? number.stripTrailingZeros()
        : said;
  }
}
