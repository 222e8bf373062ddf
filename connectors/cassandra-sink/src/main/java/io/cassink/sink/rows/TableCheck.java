package io.cassink.sink.rows;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import io.cassink.sink.cluster.Cluster;
import io.cassink.sink.cluster.ErrorClassifier;
import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.config.SettingProblem;
import io.cassink.sink.config.SinkSettings;
import io.cassink.sink.config.TableSettings;
import io.cassink.sink.config.TopicSettings;
import io.cassink.sink.mapping.CustomQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compares settings with the tables that are in the cluster now. */
public final class TableCheck {
  private final Cluster cluster;
  private final List<SettingProblem> problems = new ArrayList<>();

  public TableCheck(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Checks every table of the settings. */
  public TableCheck check(SinkSettings settings) {
    for (TopicSettings topic : settings.topics().values()) {
      for (TableSettings table : topic.tables()) {
        check(topic, table);
      }
    }
    return this;
  }

  /** What must be corrected, each under its full key. */
  public List<SettingProblem> problems() {
    return problems;
  }

  /** What is allowed but probably not meant. */
  public List<String> warnings(SinkSettings settings) {
    List<String> warnings = new ArrayList<>();
    for (TopicSettings topic : settings.topics().values()) {
      Map<TableSettings, TableLayout> layouts = new LinkedHashMap<>();
      for (TableSettings table : topic.tables()) {
        cluster
            .table(table.keyspace(), table.table())
            .ifPresent(layout -> layouts.put(table, layout));
      }
      layouts.forEach(
          (table, layout) ->
              warnings.addAll(
                  TableWarnings.of(table, layout, facts(layout, settings.generation()))));
      if (settings.order() == SinkSettings.WriteOrder.TIME) {
        warnings.addAll(RepeatedBesideHeld.warnings(layouts));
      }
    }
    return warnings;
  }

  /** Values with write times before a drop stay hidden; those of a raised generation are later. */
  private TableWarnings.Facts facts(TableLayout layout, int generation) {
    return new TableWarnings.Facts(
        cluster.highestReplication(layout.keyspace()),
        cluster.defaultTimeToLive(layout.keyspace(), layout.table()),
        generation == 0 ? cluster.dropTimes(layout.keyspace(), layout.table()) : Map.of());
  }

  private void check(TopicSettings topic, TableSettings table) {
    TableLayout layout = cluster.table(table.keyspace(), table.table()).orElse(null);
    if (layout == null) {
      problems.add(table.problem("mapping", cluster.missing(table.keyspace(), table.table())));
      return;
    }
    if (table.query().isPresent()) {
      checkQuery(table.query().get(), table);
    } else {
      problems.addAll(
          new RowPlanCompiler(
                  table,
                  RowPlanCompiler.mappingFor(table, layout),
                  TopicPreparer.codecs(topic.conversions(), table))
              .problems(layout));
    }
  }

  private void checkQuery(CustomQuery query, TableSettings table) {
    try {
      cluster.prepare(query.text(), table.consistencyLevel(), true);
    } catch (QueryValidationException e) {
      problems.add(table.problem("query", "the server refuses it: " + e.getMessage()));
    } catch (DriverException e) {
      problems.add(table.problem("query", "cannot be checked: " + ErrorClassifier.describe(e)));
    }
  }
}
