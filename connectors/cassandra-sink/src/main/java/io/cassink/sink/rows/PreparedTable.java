package io.cassink.sink.rows;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import io.cassink.sink.cluster.Cluster;
import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.config.SettingProblem;
import java.nio.ByteBuffer;
import java.util.List;

/** The prepared statements of a plan. Binds rows to them. */
public final class PreparedTable {
  private final RowPlan plan;
  private final RowPlanCompiler compiler;
  private final Cluster cluster;
  private final PreparedStatement main;
  private final PreparedStatement delete;

  /** The {@link Cluster#version} for which the table's columns were last compared. */
  private Object seen;

  private boolean coversTable = true;

  /**
   * @param query the prepared custom query, or null
   */
  PreparedTable(Cluster cluster, RowPlan plan, RowPlanCompiler compiler, PreparedStatement query) {
    this.cluster = cluster;
    this.plan = plan;
    this.compiler = compiler;
    boolean counts = plan.kind() == StatementKind.COUNT;
    if (query != null) {
      main = query;
      delete = null;
    } else {
      main = prepare(counts ? StatementTexts.count(plan) : StatementTexts.insert(plan), !counts);
      delete = counts ? null : prepare(StatementTexts.delete(plan), true);
    }
  }

  private PreparedStatement prepare(String text, boolean idempotent) {
    return cluster.prepare(text, plan.settings().consistencyLevel(), idempotent);
  }

  public BoundStatement bind(Row row) {
    return switch (row.kind) {
      case INSERT -> insert(row);
      case DELETE -> delete(row);
      case COUNT -> count(row);
      case QUERY -> query(row);
    };
  }

  private BoundStatement insert(Row row) {
    BoundStatementBuilder builder = main.boundStatementBuilder();
    int at = 0;
    for (ByteBuffer value : row.values) {
      set(builder, at++, value);
    }
    builder = builder.setBytesUnsafe(at++, ofLong(row.writeTime));
    if (plan.hasTimeToLive() && row.timeToLive >= 0) {
      builder = builder.setBytesUnsafe(at, ByteBuffer.allocate(4).putInt(0, row.timeToLive));
    }
    return builder.build();
  }

  private BoundStatement delete(Row row) {
    BoundStatementBuilder builder = delete.boundStatementBuilder();
    builder = builder.setBytesUnsafe(0, ofLong(row.writeTime));
    for (int i = 0; i < row.values.length; i++) {
      set(builder, i + 1, row.values[i]);
    }
    return builder.build();
  }

  private BoundStatement count(Row row) {
    BoundStatementBuilder builder = main.boundStatementBuilder();
    int counters = row.values.length - plan.keys();
    for (int i = 0; i < row.values.length; i++) {
      set(builder, i < plan.keys() ? counters + i : i - plan.keys(), row.values[i]);
    }
    return builder.build();
  }

  /** Variables are set by name, because one may occur more than once in the query. */
  private BoundStatement query(Row row) {
    BoundStatementBuilder builder = main.boundStatementBuilder();
    List<RowPlan.Binding> bindings = plan.bindings();
    for (int i = 0; i < row.values.length; i++) {
      if (row.values[i] != Row.UNSET) {
        CqlIdentifier name = CqlIdentifier.fromInternal(bindings.get(i).name());
        builder = builder.setBytesUnsafe(name, row.values[i]);
      }
    }
    boolean takesTime = plan.writeTimeNeed() != RowPlan.WriteTimeNeed.NONE;
    return takesTime ? builder.setQueryTimestamp(row.writeTime).build() : builder.build();
  }

  private static void set(BoundStatementBuilder builder, int index, ByteBuffer value) {
    if (value != Row.UNSET) {
      builder.setBytesUnsafe(index, value);
    }
  }

  private static ByteBuffer ofLong(long number) {
    return ByteBuffer.allocate(8).putLong(0, number);
  }

  /** Whether the table has no other columns than those of the plan. */
  public boolean coversTable() {
    Object now = cluster.version();
    if (now != seen) {
      seen = now;
      coversTable =
          cluster
              .table(plan.settings().keyspace(), plan.settings().table())
              .map(layout -> layout.columns().size() <= plan.bindings().size())
              .orElse(true);
    }
    return coversTable;
  }

  /** Why the schema does not allow the plan now, or null where it does. */
  public String schemaFault() {
    String keyspace = plan.settings().keyspace();
    String table = plan.settings().table();
    TableLayout layout = cluster.table(keyspace, table).orElse(null);
    if (layout == null) {
      return cluster.missing(keyspace, table);
    }
    if (plan.kind() == StatementKind.QUERY) {
      return null;
    }
    List<SettingProblem> problems = compiler.problems(layout);
    return problems.isEmpty() ? null : problems.get(0).message();
  }
}
