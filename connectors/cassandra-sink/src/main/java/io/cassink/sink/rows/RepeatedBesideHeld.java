package io.cassink.sink.rows;

import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.config.TableSettings;
import java.util.List;
import java.util.Map;

/**
 * Warns where the records of one topic go to a table that counts or appends, and to one for whose
 * write times commits are held (order=time). What is held is written again at every restart, into
 * all of the topic's tables: 1000 records of a partition into a table of prices add 1000 to the
 * counters beside it.
 */
final class RepeatedBesideHeld {
  private RepeatedBesideHeld() {}

  /**
   * @param tables of one topic
   */
  static List<String> warnings(Map<TableSettings, TableLayout> tables) {
    List<String> held =
        tables.entrySet().stream()
            .filter(table -> !growsWhenRepeated(table.getKey(), table.getValue()))
            .filter(table -> takesWriteTime(table.getKey(), table.getValue()))
            .map(table -> table.getValue().qualifiedName())
            .toList();
    return tables.entrySet().stream()
        .filter(table -> !held.isEmpty() && growsWhenRepeated(table.getKey(), table.getValue()))
        .map(table -> warning(table.getKey(), held))
        .toList();
  }

  private static boolean takesWriteTime(TableSettings table, TableLayout layout) {
    return table
        .query()
        .map(query -> QueryRules.writeTimeNeed(query, layout) != RowPlan.WriteTimeNeed.NONE)
        .orElse(true);
  }

  private static boolean growsWhenRepeated(TableSettings table, TableLayout layout) {
    return table
        .query()
        .map(query -> !QueryRules.isIdempotent(query, layout))
        .orElse(layout.hasCounters() || !layout.growingLists().isEmpty());
  }

  private static String warning(TableSettings table, List<String> held) {
    return table.keyPrefix()
        + (table.query().isPresent() ? "query" : "mapping")
        + ": the topic feeds "
        + String.join(", ", held)
        + " too, for whose write times the last records of each partition, up to 1000 or those of"
        + " order.idleRelease, are written again at every restart: also here, where they count or"
        + " are appended again. Give this table a connector of its own, or set order=log";
  }
}
