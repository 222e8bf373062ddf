package io.cassink.sink.rows;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import com.datastax.oss.driver.api.core.cql.BoundStatement;
import com.datastax.oss.driver.api.core.cql.BoundStatementBuilder;
import com.datastax.oss.driver.api.core.cql.PreparedStatement;
import com.datastax.oss.driver.api.core.servererrors.QueryValidationException;
import io.cassink.sink.cluster.Cluster;
import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.codec.ConversionException;
import io.cassink.sink.codec.RecordReader;
import io.cassink.sink.config.SettingProblem;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.kafka.connect.sink.SinkRecord;

/** The prepared statements of a plan, and the table that they were prepared for. */
final class PreparedTable {
  private final RowPlan plan;
  private final RowPlanCompiler compiler;
  private final Cluster cluster;
  private final TableLayout layout;
  private final RecordReader reader;
  private final PreparedStatement main;
  private final PreparedStatement delete;

  /** Of the table before it changed; null once a row of this plan is bound. */
  private PreparedTable before;

  /**
   * @param layout of the table for which the plan was made
   * @param reader of the plan's records
   * @param query the prepared custom query, or null
   * @param before of the table before it changed, or null
   */
  PreparedTable(
      Cluster cluster,
      RowPlan plan,
      RowPlanCompiler compiler,
      TableLayout layout,
      RecordReader reader,
      PreparedStatement query,
      PreparedTable before) {
    this.cluster = cluster;
    this.plan = plan;
    this.compiler = compiler;
    this.layout = layout;
    this.reader = reader;
    this.before = before;
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

  RowPlan plan() {
    return plan;
  }

  /** Whether the plan would be another one for the table as the driver knows it now. */
  boolean isOutdated() {
    return now()
        .filter(
            table ->
                !compiler.usedOf(table).equals(compiler.usedOf(layout))
                    || compiler.covers(table) != compiler.covers(layout))
        .isPresent();
  }

  private Optional<TableLayout> now() {
    return cluster.table(plan.settings().keyspace(), plan.settings().table());
  }

  /**
   * Why a record that does not fit the table is not to blame: a column has another type than before
   * the table changed, and the record fits the earlier one. Null where it is to blame.
   */
  String changeThatRefuses(SinkRecord record) {
    if (before == null || fits(record) || !before.fits(record)) {
      return null;
    }
    String changes =
        layout.columns().stream()
            .map(column -> before.layout.changeTo(column))
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    return changes.isEmpty()
        ? null
        : layout.qualifiedName()
            + " has changed: "
            + changes
            + ", and a record that fitted it before does not any more";
  }

  private boolean fits(SinkRecord record) {
    try {
      plan.content(reader.read(record), record);
      return true;
    } catch (ConversionException e) {
      return false;
    }
  }

  BoundStatement bind(Row row) {
    before = null;
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

  /** Why records deleted rows of the table before it changed, and do not any more. */
  Optional<String> endOfDeletes() {
    return before.plan.deletes() && !plan.deletes()
        ? TableWarnings.noDeletes(plan.settings(), layout)
            .map(why -> plan.settings().keyPrefix() + "deletesEnabled: " + why)
        : Optional.empty();
  }

  /** Why the schema does not allow the plan now, or null where it does. */
  String schemaFault() {
    TableLayout table = now().orElse(null);
    if (table == null) {
      return cluster.missing(plan.settings().keyspace(), plan.settings().table());
    }
    if (plan.kind() == StatementKind.QUERY) {
      return queryFault();
    }
    List<SettingProblem> problems = compiler.problems(table);
    return problems.isEmpty() ? null : problems.get(0).message();
  }

  /** A server refuses the text of a query whose columns are gone, whatever is bound to it. */
  private String queryFault() {
    try {
      cluster.prepare(
          plan.settings().query().orElseThrow().text(),
          plan.settings().consistencyLevel(),
          plan.isIdempotent());
      return null;
    } catch (QueryValidationException e) {
      return "the server refuses the query: " + e.getMessage();
    }
  }
}
