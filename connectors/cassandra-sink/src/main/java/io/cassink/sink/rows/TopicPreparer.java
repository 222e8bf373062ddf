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
import io.cassink.sink.codec.ConversionSettings;
import io.cassink.sink.codec.RecordReader;
import io.cassink.sink.config.SetupException;
import io.cassink.sink.config.TableSettings;
import io.cassink.sink.config.TopicSettings;
import io.cassink.sink.mapping.CustomQuery;
import io.cassink.sink.mapping.Mapping;
import io.cassink.sink.mapping.Source;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compiles the plans of a topic and prepares their statements. */
final class TopicPreparer {
  private static final Logger LOG = LoggerFactory.getLogger(TopicPreparer.class);

  private final Cluster cluster;
  private final Map<RowPlan, PreparedTable> tables = new IdentityHashMap<>();

  TopicPreparer(Cluster cluster) {
    this.cluster = cluster;
  }

  /** The statements of a plan; null where another one has taken its place. */
  PreparedTable find(RowPlan plan) {
    return tables.get(plan);
  }

  PreparedTable tableOf(RowPlan plan) {
    return Objects.requireNonNull(tables.get(plan));
  }

  /**
   * @throws SetupException where the settings do not fit a table
   * @throws ClusterUnreachableException where the servers cannot prepare the statements now
   */
  TopicPlan prepare(TopicSettings topic) throws SetupException, ClusterUnreachableException {
    try {
      return plan(topic, null);
    } catch (DriverException e) {
      throw ConnectFailures.ofPreparing(e);
    }
  }

  /** Whether some table has changed in what its plan was made for. */
  boolean isOutdated(TopicPlan topic) {
    return topic.tables().stream().anyMatch(plan -> tableOf(plan).isOutdated());
  }

  /**
   * Takes the place of the topic's earlier plan.
   *
   * @throws SetupException where the settings do not fit a table any more
   * @throws DriverException where the servers cannot prepare the statements now
   */
  TopicPlan renew(TopicSettings topic, TopicPlan earlier) throws SetupException {
    TopicPlan renewed = plan(topic, earlier);
    earlier.tables().forEach(tables::remove);
    for (RowPlan plan : renewed.tables()) {
      tableOf(plan)
          .endOfDeletes()
          .ifPresent(why -> LOG.warn("{} has changed. {}", plan.settings().qualifiedName(), why));
    }
    return renewed;
  }

  private TopicPlan plan(TopicSettings topic, TopicPlan earlier) throws SetupException {
    List<Mapping> mappings = new ArrayList<>();
    List<Source> sources = new ArrayList<>();
    for (TableSettings table : topic.tables()) {
      Mapping mapping = RowPlanCompiler.mappingFor(table, layout(table));
      mappings.add(mapping);
      mapping.entries().forEach(entry -> sources.add(entry.source()));
    }
    RecordReader reader = new RecordReader(sources);
    List<PreparedTable> made = new ArrayList<>();
    for (int i = 0; i < mappings.size(); i++) {
      TableSettings table = topic.tables().get(i);
      RowPlanCompiler compiler =
          new RowPlanCompiler(table, mappings.get(i), codecs(topic.conversions(), table));
      PreparedTable before = earlier == null ? null : tableOf(earlier.tables().get(i));
      try {
        made.add(table(table, compiler, reader, before));
      } catch (QueryValidationException e) {
        throw new SetupException(
            table.problem("query", "the server refuses it: " + e.getMessage()), e);
      }
    }
    made.forEach(table -> tables.put(table.plan(), table));
    return new TopicPlan(reader, made.stream().map(PreparedTable::plan).toList());
  }

  /** The codecs of a table's columns. */
  static ColumnCodecs codecs(ConversionSettings conversions, TableSettings table) {
    return new ColumnCodecs(
        conversions, table.missingFields() == TableSettings.MissingFields.UNSET);
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

  private PreparedTable table(
      TableSettings table, RowPlanCompiler compiler, RecordReader reader, PreparedTable before)
      throws SetupException {
    TableLayout layout = layout(table);
    RowPlan earlier = before == null ? null : before.plan();
    if (table.query().isEmpty()) {
      RowPlan plan = compiler.compile(layout, reader, earlier);
      return new PreparedTable(cluster, plan, compiler, layout, reader, null, before);
    }
    CustomQuery query = table.query().orElseThrow();
    PreparedStatement prepared =
        cluster.prepare(
            query.text(), table.consistencyLevel(), QueryRules.isIdempotent(query, layout));
    LinkedHashMap<String, DataType> variables = new LinkedHashMap<>();
    for (ColumnDefinition variable : prepared.getVariableDefinitions()) {
      variables.put(variable.getName().asInternal(), variable.getType());
    }
    List<String> partitionKey = new ArrayList<>();
    for (int index : prepared.getPartitionKeyIndices()) {
      partitionKey.add(prepared.getVariableDefinitions().get(index).getName().asInternal());
    }
    RowPlan plan = compiler.compileQuery(layout, variables, partitionKey, reader, earlier);
    return new PreparedTable(cluster, plan, compiler, layout, reader, prepared, before);
  }
}
