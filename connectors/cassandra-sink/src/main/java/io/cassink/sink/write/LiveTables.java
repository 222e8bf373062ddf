package io.cassink.sink.write;

import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import io.cassink.sink.codec.ColumnCodecs;
import io.cassink.sink.config.SettingProblem;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.config.TableSettings;
import io.cassink.sink.config.TopicSettings;
import java.util.ArrayList;
import java.util.List;

/** Holds settings against the tables as they are now. */
public final class LiveTables {
  private final Cluster cluster;
  private final List<SettingProblem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  public LiveTables(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Looks at every table of the settings. */
  public LiveTables check(SinkSettings settings) {
    for (TopicSettings topic : settings.topics().values()) {
      for (TableSettings table : topic.tables()) {
        check(topic, table);
      }
    }
    return this;
  }

  /** What must be corrected, under its full key. */
  public List<SettingProblem> problems() {
    return problems;
  }

  /** What is allowed and seldom meant. */
  public List<String> warnings() {
    return warnings;
  }

  private void check(TopicSettings topic, TableSettings table) {
    TableLayout layout = cluster.table(table.keyspace(), table.table()).orElse(null);
    if (layout == null) {
      problem(table, "mapping", cluster.missing(table.keyspace(), table.table()));
      return;
    }
    if (table.query().isPresent()) {
      checkQuery(table);
    } else {
      new RowPlanCompiler(
              table,
              RowPlanCompiler.mappingFor(table, layout),
              new ColumnCodecs(topic.conversions()))
          .faults(layout)
          .forEach(fault -> problem(table, fault.setting(), fault.getMessage()));
    }
    warn(table, layout);
  }

  private void checkQuery(TableSettings table) {
    try {
      PreparedTable.prepare(cluster, table.query().orElseThrow(), table.consistencyLevel(), true);
    } catch (QueryValidationException e) {
      problem(table, "query", "the server refuses it: " + e.getMessage());
    }
    String query = table.query().orElseThrow();
    if (!CustomQuery.isIdempotent(query)) {
      warnings.add(
          table.keyPrefix()
              + "query: a replay runs it again with another result; rows can be wrong"
              + " after a restart");
    }
    if (CustomQuery.setsWriteTime(query)) {
      warnings.add(
          table.keyPrefix() + "query: its own USING TIMESTAMP wins over the record's time");
    }
  }

  private void warn(TableSettings table, TableLayout layout) {
    int replicas = cluster.highestReplication(table.keyspace());
    boolean weak =
        table.consistencyLevel().endsWith("ONE") || table.consistencyLevel().equals("ANY");
    if (weak && replicas > 1) {
      warnings.add(
          table.keyPrefix()
              + "consistencyLevel: "
              + table.consistencyLevel()
              + " with "
              + replicas
              + " replicas: a row can be lost with its only node, and a read need not"
              + " see what is written; LOCAL_QUORUM is safe");
    }
    for (String list : layout.growingLists()) {
      warnings.add(
          table.keyPrefix()
              + "mapping: the list "
              + list
              + " is not frozen: a record that is"
              + " written again after a restart doubles its elements");
    }
    if (layout.hasCounters()) {
      warnings.add(
          table.keyPrefix()
              + "mapping: "
              + layout.qualifiedName()
              + " has counters: a record that"
              + " is written again after a restart counts again");
    }
  }

  private void problem(TableSettings table, String setting, String message) {
    problems.add(new SettingProblem(table.keyPrefix() + setting, message));
  }
}
