package io.cassink.sink.rows;

import com.datastax.oss.driver.api.core.CqlIdentifier;
import io.cassink.sink.cluster.TableLayout;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The CQL of a table's statements. Variables are in the order of the plan's bindings.
 *
 * <p>They say their types, as in {@code VALUES (?, (bigint)?)}: where the table is dropped and made
 * anew with a double, the server refuses the statement, and does not take the eight bytes of 42 for
 * 2.08e-322 until the driver has heard of the change. The partition key says none, or the server
 * would not tell the driver which variables it is made of.
 */
final class StatementTexts {
  private StatementTexts() {}

  static String insert(RowPlan plan) {
    List<String> names = names(plan.bindings());
    return "INSERT INTO "
        + table(plan)
        + " ("
        + String.join(",", names)
        + ") VALUES ("
        + plan.bindings().stream().map(StatementTexts::variable).collect(Collectors.joining(","))
        + ") USING TIMESTAMP ?"
        + (plan.hasTimeToLive() ? " AND TTL ?" : "");
  }

  /** The write time comes first. */
  static String delete(RowPlan plan) {
    return "DELETE FROM " + table(plan) + " USING TIMESTAMP ? WHERE " + where(plan);
  }

  /** Unlike in the bindings, the counters come before the key. */
  static String count(RowPlan plan) {
    List<String> counters = names(plan.bindings().subList(plan.keys(), plan.bindings().size()));
    return "UPDATE "
        + table(plan)
        + " SET "
        + counters.stream().map(name -> name + "=" + name + "+?").collect(Collectors.joining(","))
        + " WHERE "
        + where(plan);
  }

  private static String where(RowPlan plan) {
    return plan.bindings().subList(0, plan.keys()).stream()
        .map(key -> quoted(key.name()) + "=" + variable(key))
        .collect(Collectors.joining(" AND "));
  }

  private static String variable(RowPlan.Binding binding) {
    return binding.kind() == TableLayout.Kind.PARTITION_KEY
        ? "?"
        : "(" + binding.type().asCql(true, true) + ")?";
  }

  private static String table(RowPlan plan) {
    return quoted(plan.settings().keyspace()) + "." + quoted(plan.settings().table());
  }

  private static List<String> names(List<RowPlan.Binding> bindings) {
    return bindings.stream().map(binding -> quoted(binding.name())).toList();
  }

  private static String quoted(String name) {
    return CqlIdentifier.fromInternal(name).asCql(true);
  }
}
