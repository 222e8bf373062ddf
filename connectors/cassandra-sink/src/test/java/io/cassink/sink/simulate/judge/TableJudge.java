package io.cassink.sink.simulate.judge;

import com.datastax.oss.driver.api.core.data.UdtValue;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Column;
import io.cassink.sink.simulate.cassandra.ColumnDefinitions.Role;
import io.cassink.sink.simulate.cassandra.ReadRow;
import io.cassink.sink.simulate.generate.Scenario;
import io.cassink.sink.simulate.generate.TableKind;
import io.cassink.sink.simulate.generate.TableSpec;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Compares a table with the fold of its records. */
public final class TableJudge {
  private final Scenario scenario;
  private final TableSpec table;
  private final long now;
  private final long slack;
  private final boolean once;
  private final List<String> findings = new ArrayList<>();

  /**
   * @param nowMillis the server's clock
   * @param slack seconds that a value with a time to live may have been on its way
   * @param once whether nothing can have been carried out twice
   */
  public TableJudge(Scenario scenario, TableSpec table, long nowMillis, long slack, boolean once) {
    this.scenario = scenario;
    this.table = table;
    this.now = nowMillis / 1_000;
    this.slack = slack;
    this.once = once;
  }

  /** What is wrong; empty where the table is the fold. */
  public List<String> findings(List<ReadRow> read) {
    Map<List<Object>, ReadRow> actual = new HashMap<>();
    Map<List<Object>, ReadRow> byPartition = new HashMap<>();
    for (ReadRow row : read) {
      List<Object> key = Fold.canonical(row.key());
      byPartition.put(key.subList(0, 1), row);
      if (actual.put(key, row) != null) {
        findings.add(key + " is there twice");
      }
    }
    Fold fold = new Fold(scenario, table);
    fold.rows()
        .forEach(
            (key, expected) -> {
              ReadRow row = actual.remove(key);
              judge(key, expected, row);
            });
    fold.statics()
        .forEach((key, expected) -> judgeCells(key, expected, byPartition.get(key), Role.STATIC));
    actual
        .keySet()
        .removeIf(key -> key.contains(null) && fold.statics().containsKey(key.subList(0, 1)));
    actual.keySet().forEach(key -> findings.add(key + " should not be there"));
    return findings;
  }

  private void judge(List<Object> key, ExpectedRow expected, ReadRow row) {
    switch (table.kind()) {
      case COUNTERS, COUNT_QUERY -> judgeCount(key, expected, row);
      case APPEND_QUERY -> judgeAppended(key, expected, row);
      default -> {
        judgeExistence(key, expected, row);
        judgeCells(key, expected, row, Role.REGULAR);
      }
    }
  }

  private void judgeCount(List<Object> key, ExpectedRow expected, ReadRow row) {
    ReadRow.Value value = row == null ? null : row.values().get("n0");
    long counted = value == null ? 0 : (Long) value.value();
    if (once ? counted != expected.counted : counted < expected.counted) {
      findings.add(key + " counts " + counted + " instead of " + expected.counted);
    }
  }

  private void judgeAppended(List<Object> key, ExpectedRow expected, ReadRow row) {
    ReadRow.Value value = row == null ? null : row.values().get("v0");
    int size = value == null ? 0 : ((List<?>) value.value()).size();
    if (once ? size != expected.appended : size < expected.appended) {
      findings.add(key + " has " + size + " elements instead of " + expected.appended);
    }
  }

  private void judgeExistence(List<Object> key, ExpectedRow expected, ReadRow row) {
    long end = expected.markerEnd;
    boolean hasValue = false;
    boolean unsure = end >= 0 && isUnsure(end);
    for (ExpectedRow.Cell cell : expected.cells.values()) {
      hasValue |= cell.value() != null && now < cell.end();
      unsure |= cell.value() != null && isUnsure(cell.end());
    }
    boolean exists = hasValue || now < end;
    if (!unsure && exists != (row != null)) {
      findings.add(key + (exists ? " is missing" : " should not be there") + " " + shown(expected));
    }
  }

  private boolean isUnsure(long end) {
    return end != ExpectedRow.NEVER && now >= end - 2 && now <= end + slack;
  }

  private static String shown(ExpectedRow row) {
    return "marker until " + row.markerEnd + " " + row.cells;
  }

  private void judgeCells(List<Object> key, ExpectedRow expected, ReadRow row, Role role) {
    Map<String, Object> actual = new HashMap<>();
    Map<String, ReadRow.Value> whole = new HashMap<>();
    for (Column column : table.definitions().of(role)) {
      ReadRow.Value value = row == null ? null : row.values().get(column.name());
      if (table.kind() == TableKind.MAP_ENTRY_QUERY && value != null) {
        ((Map<?, ?>) value.value()).forEach((k, v) -> actual.put("v0[" + k + "]", v));
      } else if (value != null) {
        actual.put(column.name(), plain(value.value()));
        whole.put(column.name(), value);
      }
    }
    Set<String> names = new HashSet<>(actual.keySet());
    names.addAll(expected.cells.keySet());
    for (String name : names) {
      judgeCell(key, name, expected.cells.get(name), actual.get(name), whole.get(name));
    }
  }

  private void judgeCell(
      List<Object> key,
      String name,
      ExpectedRow.Cell expected,
      Object actual,
      ReadRow.Value whole) {
    if (expected != null && isUnsure(expected.end())) {
      return;
    }
    boolean gone = expected == null || now >= expected.end();
    Object wanted = gone ? null : expected.value();
    if (table.kind() == TableKind.LISTS && !listsAreExact()) {
      if ((wanted == null) != (actual == null)) {
        findings.add(key + " " + name + " is " + actual + " instead of " + wanted);
      }
      return;
    }
    boolean right =
        table.kind() == TableKind.LISTS && scenario.losesAnswers()
            ? isOnceOrMore((List<?>) wanted, (List<?>) actual)
            : Objects.equals(wanted, actual);
    if (!right) {
      findings.add(key + " " + name + " is " + actual + " instead of " + wanted);
    } else if (wanted != null && whole != null) {
      judgeTimes(key, name, expected, whole);
    }
  }

  /**
   * No commit is held for a list. So with order=time a task that starts anew in the middle of a
   * millisecond may give a list the write time of the one before it, and their elements unite:
   * docs/decisions/write-times.md.
   */
  private boolean listsAreExact() {
    return once && (scenario.epoch() >= 0 || !scenario.startsAnew());
  }

  /**
   * An INSERT of a list that is sent again, because nobody knows what became of the first, adds its
   * elements again: [1, 2] becomes [1, 2, 1, 2].
   */
  private static boolean isOnceOrMore(List<?> wanted, List<?> actual) {
    if (wanted == null || wanted.isEmpty() || actual == null) {
      return Objects.equals(wanted, actual);
    }
    int times = actual.size() / wanted.size();
    return times > 0
        && actual.equals(
            Collections.nCopies(times, wanted).stream().flatMap(List::stream).toList());
  }

  private void judgeTimes(
      List<Object> key, String name, ExpectedRow.Cell expected, ReadRow.Value actual) {
    for (long written : actual.writeTimes()) {
      if (written < expected.effective() || (expected.exact() && written != expected.effective())) {
        findings.add(
            key
                + " "
                + name
                + " has write time "
                + written
                + " instead of "
                + expected.effective());
      }
    }
    for (Long left : actual.timesToLive()) {
      boolean ends = left != null;
      long late = ends && expected.expires() ? now + left - expected.end() : 0;
      if (ends != expected.expires() || late < -2 || late > slack) {
        findings.add(
            key
                + " "
                + name
                + " has "
                + left
                + " s to live, and should end in "
                + (expected.expires() ? expected.end() - now + " s" : "never"));
      }
    }
  }

  private static Object plain(Object value) {
    if (value instanceof BigDecimal number) {
      return number.stripTrailingZeros();
    }
    if (value instanceof UdtValue udt) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("a", udt.isNull("a") ? null : (Object) udt.getInt("a"));
      fields.put("b", udt.getString("b"));
      return fields;
    }
    return value;
  }
}
