package io.cassink.sink.simulate.worker;

import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Column;
import io.cassink.sink.simulate.cassandra.VirtualCassandra;
import io.cassink.sink.simulate.generate.RecordSpec;
import io.cassink.sink.simulate.generate.Scenario;
import io.cassink.sink.simulate.generate.TableKind;
import io.cassink.sink.simulate.generate.TableSpec;
import io.cassink.sink.simulate.judge.Fold;
import java.util.List;
import java.util.Map;

/** Whether what a record was to do is done, or was overtaken by a later record of its row. */
final class Accounts {
  private final Scenario scenario;
  private final VirtualCassandra cassandra;
  private final Map<String, Integer> letters;

  Accounts(Scenario scenario, VirtualCassandra cassandra, Map<String, Integer> letters) {
    this.scenario = scenario;
    this.cassandra = cassandra;
    this.letters = letters;
  }

  boolean isAccounted(RecordSpec record) {
    if (record.fault() != null) {
      return scenario.badRecords() == Scenario.BadRecords.PASSED_OVER
          || letters.containsKey(record.partition() + "@" + record.offset());
    }
    return scenario.tables().stream().allMatch(table -> isWritten(table, record));
  }

  private boolean isWritten(TableSpec table, RecordSpec record) {
    if (table.kind() == TableKind.COUNTERS || table.kind() == TableKind.COUNT_QUERY) {
      return true;
    }
    long atLeast = Fold.effective(scenario, table, record);
    String name = table.definitions().qualifiedName();
    List<Object> key = record.key();
    if (Fold.isDelete(table, record)) {
      return cassandra.highestWriteTime(name, key, null) >= atLeast;
    }
    if (table.kind() == TableKind.MAP_ENTRY_QUERY) {
      return cassandra.highestWriteTime(name, key, "v0") >= atLeast;
    }
    boolean setsNothing = true;
    for (Column column : table.values()) {
      Object said = record.values().get(column.name());
      boolean sets = said != null && !(said == RecordSpec.NULL && table.nullToUnset());
      if (sets) {
        setsNothing = false;
        if (cassandra.highestWriteTime(name, key, column.name()) < atLeast - 1) {
          return false;
        }
      }
    }
    boolean marks =
        table.kind() != TableKind.UPDATE_QUERY && table.kind() != TableKind.APPEND_QUERY;
    return !setsNothing || !marks || cassandra.highestWriteTime(name, key, null) >= atLeast;
  }
}
