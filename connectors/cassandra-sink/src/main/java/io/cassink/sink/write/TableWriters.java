package io.cassink.sink.write;

import com.datastax.oss.driver.api.core.cql.ColumnDefinition;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import com.datastax.oss.driver.api.core.type.DataType;
import io.cassink.sink.cluster.Cluster;
import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.codec.ColumnCodecs;
import io.cassink.sink.codec.RecordReader;
import io.cassink.sink.config.SetupException;
import io.cassink.sink.config.TableSettings;
import io.cassink.sink.config.TopicSettings;
import io.cassink.sink.mapping.Mapping;
import io.cassink.sink.mapping.Source;
import io.cassink.sink.rows.CustomQuery;
import io.cassink.sink.rows.PreparedTable;
import io.cassink.sink.rows.RowPlan;
import io.cassink.sink.rows.RowPlanCompiler;
import io.cassink.sink.rows.TopicPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/** Prepares everything that the records of a topic need to be written. */
final class TableWriters {
  private final Cluster cluster;
  private final CqlSender sender;

  TableWriters(Cluster cluster, CqlSender sender) {
    this.cluster = cluster;
    this.sender = sender;
  }

  TopicPlan prepare(TopicSettings topic) throws SetupException {
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
    sender.add(plan, new PreparedTable(cluster, plan, compiler, null));
    return plan;
  }

  private RowPlan queryPlan(TableSettings table, RowPlanCompiler compiler, RecordReader reader)
      throws SetupException {
    String text = table.query().orElseThrow();
    PreparedStatement query =
        PreparedTable.prepare(
            cluster, text, table.consistencyLevel(), CustomQuery.isIdempotent(text));
    LinkedHashMap<String, DataType> variables = new LinkedHashMap<>();
    for (ColumnDefinition variable : query.getVariableDefinitions()) {
      variables.put(variable.getName().asInternal(), variable.getType());
    }
    List<String> partitionKey = new ArrayList<>();
    for (int index : query.getPartitionKeyIndices()) {
      partitionKey.add(query.getVariableDefinitions().get(index).getName().asInternal());
    }
    RowPlan plan = compiler.compileQuery(variables, partitionKey, reader);
    sender.add(plan, new PreparedTable(cluster, plan, compiler, query));
    return plan;
  }
}
