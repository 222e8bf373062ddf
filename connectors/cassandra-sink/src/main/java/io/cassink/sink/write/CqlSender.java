package io.cassink.sink.write;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.cassink.sink.cluster.Cluster;
import io.cassink.sink.cluster.SchemaRefresh;
import io.cassink.sink.rows.PreparedTable;
import io.cassink.sink.rows.Row;
import io.cassink.sink.rows.RowPlan;
import io.cassink.sink.timing.Timing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Sends requests through the driver. */
final class CqlSender implements RequestSender {
  private final Cluster cluster;
  private final SchemaRefresh schema;
  private final Map<RowPlan, PreparedTable> tables;

  CqlSender(Cluster cluster, Map<RowPlan, PreparedTable> tables, Timing timing) {
    this.cluster = cluster;
    this.schema = new SchemaRefresh(cluster::refreshSchema, timing);
    this.tables = tables;
  }

  @Override
  public void send(Request request, BiConsumer<Request, Throwable> outcome) {
    cluster.send(statement(request)).whenComplete((rows, error) -> outcome.accept(request, error));
  }

  private Statement<?> statement(Request request) {
    if (request.rows.size() == 1) {
      return bind(request.rows.get(0));
    }
    List<BatchableStatement<?>> statements = new ArrayList<>(request.rows.size());
    for (Row row : request.rows) {
      statements.add(bind(row));
    }
    String consistency = request.rows.get(0).plan.settings().consistencyLevel();
    return BatchStatement.newInstance(DefaultBatchType.UNLOGGED, statements)
        .setIdempotent(true)
        .setConsistencyLevel(DefaultConsistencyLevel.valueOf(consistency));
  }

  private BoundStatement bind(Row row) {
    return tables.get(row.plan).bind(row);
  }

  @Override
  public String schemaFault(RowPlan plan, long since) {
    schema.refresh(since);
    return tables.get(plan).schemaFault();
  }

  /** Equal for rows whose partitions have the same replicas. */
  Object replicas(Row row) {
    return cluster.replicas(row.plan.settings().keyspace(), () -> row.plan.routingKey(row));
  }
}
