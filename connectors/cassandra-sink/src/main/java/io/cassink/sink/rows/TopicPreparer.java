package io.cassink.sink.rows;

import com.datastax.oss.driver.api.core.DriverException;
import com.datastax.oss.driver.api.core.cql.ColumnDefinition;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.type.DataType;
import io.cassink.sink.cluster.Cluster;
import io.cassink.sink.cluster.ClusterUnreachableException;
import io.cassink.sink.cluster.ConnectFailures;
import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.codec.ColumnCodecs;
import io.cassink.sink.codec.RecordReader;
import io.cassink.sink.config.SetupException;
import io.cassink.sink.config.TableSettings;
import io.cassink.sink.config.TopicSettings;
import io.cassink.sink.mapping.Mapping;
import io.cassink.sink.mapping.Source;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compiles the plans of a topic and prepares their statements. */
public final class TopicPreparer {
  private final Cluster cluster;
  private final Map<RowPlan, PreparedTable> tables = new IdentityHashMap<>();

  public TopicPreparer(Cluster cluster) {
    this.cluster = cluster;
  }

  /** The statements of all plans that were prepared. */
  public Map<RowPlan, PreparedTable> tables() {
    return tables;
  }

  /**
   * @throws SetupException where the settings do not fit a table
   * @throws ClusterUnreachableException where the servers cannot prepare the statements now
   */
  public TopicPlan prepare(TopicSettings topic) throws SetupException, ClusterUnreachableException {
    try {
      return plan(topic);
    } catch (DriverException e) {
      throw ConnectFailures.ofPreparing(e);
    }
  }

  private TopicPlan plan(TopicSettings topic) throws SetupException {
    List<Mapping> mappings = new ArrayList<>();
    List<Source> sources = new ArrayList<>();
    for (TableSettings table : topic.tables()) {
      Mapping mapping = RowPlanCompiler.mappingFor(table, layout(table));
      mappings.add(mapping);
      mapping.entries().forEach(entry -> sources.add(entry.source()));
    }
    RecordReader reader = new RecordReader(sources);
    ColumnCodecs codecs = new ColumnCodecs(topic.conversions());
    List<RowPlan> plans = new ArrayList<>();
    for (int i = 0; i < mappings.size(); i++) {
      TableSettings table = topic.tables().get(i);
      try {
        plans.add(plan(table, new RowPlanCompiler(table, mappings.get(i), codecs), reader));
      } catch (QueryValidationException e) {
        throw new SetupException(
            table.problem("query", "the server refuses it: " + e.getMessage()), e);
      }
    }
    return new TopicPlan(reader, plans);
  }

  private TableLayout layout(TableSettings table) throws SetupException {
    return cluster
        .table(table.keyspace(), table.table())
        .orElseThrow(
            () ->
                new SetupException(
                    table.problem("mapping", cluster.missing(table.keyspace(), table.table())),
                    null));
  }

  private RowPlan plan(TableSettings table, RowPlanCompiler compiler, RecordReader reader)
      throws SetupException {
    if (table.query().isPresent()) {
      return queryPlan(table, compiler, reader);
    }
    TableLayout layout = layout(table);
    RowPlan plan = compiler.compile(layout, reader);
    tables.put(plan, new PreparedTable(cluster, plan, compiler, null));
    return plan;
  }

  private RowPlan queryPlan(TableSettings table, RowPlanCompiler compiler, RecordReader reader)
      throws SetupException {
    String text = table.query().orElseThrow();
    PreparedStatement query =
        cluster.prepare(text, table.consistencyLevel(), CustomQuery.isIdempotent(text));
    LinkedHashMap<String, DataType> variables = new LinkedHashMap<>();
    for (ColumnDefinition variable : query.getVariableDefinitions()) {
      variables.put(variable.getName().asInternal(), variable.getType());
    }
    List<String> partitionKey = new ArrayList<>();
    for (int index : query.getPartitionKeyIndices()) {
      partitionKey.add(query.getVariableDefinitions().get(index).getName().asInternal());
    }
    RowPlan plan = compiler.compileQuery(variables, partitionKey, reader);
    tables.put(plan, new PreparedTable(cluster, plan, compiler, query));
    return plan;
  }
}
