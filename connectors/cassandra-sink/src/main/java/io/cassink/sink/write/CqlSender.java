package io.cassink.sink.write;

import com.datastax.oss.driver.api.core.DefaultConsistencyLevel;
import com.datastax.oss.driver.api.core.cql.BatchStatement;
import com.datastax.oss.driver.api.core.cql.BatchableStatement;
import com.datastax.oss.driver.api.core.cql.DefaultBatchType;
import com.datastax.oss.driver.api.core.cql.Statement;
import io.cassink.sink.cluster.Cluster;
import io.cassink.sink.rows.LiveTables;
import io.cassink.sink.rows.Row;
import io.cassink.sink.rows.RowPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** Sends requests through the driver. */
final class CqlSender implements RequestSender {
  private final Cluster cluster;
  private final LiveTables tables;

  CqlSender(Cluster cluster, LiveTables tables) {
    this.cluster = cluster;
    this.tables = tables;
  }

  @Override
  public void send(Request request, BiConsumer<Request, Throwable> outcome) {
    cluster.send(statement(request)).whenComplete((rows, error) -> outcome.accept(request, error));
  }

  private Statement<?> statement(Request request) {
    List<BatchableStatement<?>> statements = new ArrayList<>(request.rows.size());
    for (Row row : request.rows) {
      statements.addAll(tables.bind(row));
    }
    if (statements.size() == 1) {
      return (Statement<?>) statements.get(0);
    }
    String consistency = request.rows.get(0).plan.settings().consistencyLevel();
    return BatchStatement.newInstance(DefaultBatchType.UNLOGGED, statements)
        .setIdempotent(true)
        .setConsistencyLevel(DefaultConsistencyLevel.valueOf(consistency));
  }

  @Override
  public String schemaFault(RowPlan plan, long since) {
    return tables.schemaFault(plan, since);
  }

  /** Equal for rows whose partitions have the same replicas. */
  Object replicas(Row row) {
    return cluster.replicas(row.plan.settings().keyspace(), () -> row.plan.routingKey(row));
  }
}
