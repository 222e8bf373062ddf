package io.cassink.sink.rows;

import com.datastax.oss.driver.api.core.type.DataTypes;
import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.mapping.CustomQuery;
import io.cassink.sink.mapping.CustomQuery.Kind;
import io.cassink.sink.mapping.CustomQuery.Statement;
import io.cassink.sink.mapping.CustomQuery.Write;
import java.util.List;
import java.util.Set;

/** What the types of its table say about a query of the user's own. */
final class QueryRules {
  /**
   * Cassandra's functions whose results depend on their arguments alone, in all their spellings.
   */
  private static final Set<String> PURE =
      Set.of(
          "todate",
          "to_date",
          "totimestamp",
          "to_timestamp",
          "tounixtimestamp",
          "to_unix_timestamp",
          "dateof",
          "unixtimestampof",
          "mintimeuuid",
          "min_timeuuid",
          "maxtimeuuid",
          "max_timeuuid",
          "tojson",
          "to_json",
          "fromjson",
          "from_json",
          "token",
          "cast",
          "abs",
          "exp",
          "log",
          "log10",
          "round");

  private QueryRules() {}

  /**
   * Whether carrying it out twice has the same result as once. Where that is not known, it is said
   * to be not.
   */
  static boolean isIdempotent(CustomQuery query, TableLayout layout) {
    return !query.isConditional()
        && query.functions().stream().allMatch(QueryRules::isPure)
        && query.statements().stream().allMatch(statement -> isRepeatable(statement, layout));
  }

  private static boolean isPure(String function) {
    return PURE.contains(function)
        || function.matches(
            "blob_?as_?\\w+|\\w+_?as_?blob|mask_(null|default|replace|inner|outer)");
  }

  private static boolean isRepeatable(Statement statement, TableLayout layout) {
    if (statement.isJson()) {
      return layout.growingLists().isEmpty();
    }
    return statement.writes().stream().allMatch(write -> isRepeatable(statement, write, layout));
  }

  /** Deleting a whole list twice is deleting it once; deleting its first element is not. */
  private static boolean isRepeatable(Statement statement, Write write, TableLayout layout) {
    return layout
        .column(write.column())
        .map(TableLayout.Column::type)
        .filter(type -> !type.equals(DataTypes.COUNTER))
        .filter(
            type ->
                !TableLayout.growsWhenRepeated(type)
                    || (statement.kind() == Kind.DELETE && !write.isOfElement()))
        .isPresent();
  }

  /** Counters take no write time, and a table of counters has no other columns. */
  static RowPlan.WriteTimeNeed writeTimeNeed(CustomQuery query, TableLayout layout) {
    if (query.isConditional() || query.setsWriteTime() || layout.hasCounters()) {
      return RowPlan.WriteTimeNeed.NONE;
    }
    List<TableLayout.Column> written =
        query.statements().stream()
            .flatMap(statement -> statement.writes().stream())
            .flatMap(write -> layout.column(write.column()).stream())
            .filter(column -> !column.isOfPrimaryKey())
            .toList();
    boolean onlyLists =
        !written.isEmpty()
            && query.statements().stream().noneMatch(s -> s.isJson() || s.writes().isEmpty())
            && written.stream().allMatch(column -> TableLayout.growsWhenRepeated(column.type()));
    return onlyLists ? RowPlan.WriteTimeNeed.RISING : RowPlan.WriteTimeNeed.REPEATABLE;
  }
}
