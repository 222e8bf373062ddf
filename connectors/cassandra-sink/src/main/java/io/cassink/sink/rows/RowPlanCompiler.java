package io.cassink.sink.rows;

import com.datastax.oss.driver.api.core.type.DataType;
import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.codec.ClusteringForm;
import io.cassink.sink.codec.ColumnCodec;
import io.cassink.sink.codec.ColumnCodecs;
import io.cassink.sink.codec.RecordReader;
import io.cassink.sink.codec.UnsupportedTypeException;
import io.cassink.sink.config.SettingProblem;
import io.cassink.sink.config.SetupException;
import io.cassink.sink.config.TableSettings;
import io.cassink.sink.mapping.Mapping;
import io.cassink.sink.mapping.NearestWord;
import io.cassink.sink.mapping.Source;
import io.cassink.sink.mapping.Target;
import io.cassink.sink.metrics.RowCounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Compiles a table's settings and columns into a {@link RowPlan}, or says why they do not fit. */
public final class RowPlanCompiler {
  private final TableSettings settings;
  private final Mapping mapping;
  private final ColumnCodecs codecs;

  /**
   * @param mapping of {@link #mappingFor}
   */
  public RowPlanCompiler(TableSettings settings, Mapping mapping, ColumnCodecs codecs) {
    this.settings = settings;
    this.mapping = mapping;
    this.codecs = codecs;
  }

  /**
   * The mapping of the settings, or of all columns to fields of the same name where there is none.
   */
  public static Mapping mappingFor(TableSettings settings, TableLayout layout) {
    return settings.mapping().orElseGet(() -> Mapping.ofSameNames(layout.names()));
  }

  /** Every setting that does not fit the table; empty where all do. */
  public List<SettingProblem> problems(TableLayout layout) {
    List<SettingProblem> problems = new ArrayList<>();
    Map<String, Source> columns = mapping.columns();
    columns.forEach(
        (name, source) -> {
          TableLayout.Column column = layout.column(name).orElse(null);
          if (column == null) {
            problems.add(unknown(name, layout));
          } else {
            check(column, source, problems);
          }
        });
    for (TableLayout.Column key : layout.primaryKey()) {
      if (!columns.containsKey(key.name())) {
        problems.add(
            settings.problem(
                "mapping",
                "the primary key's column "
                    + key.name()
                    + " of "
                    + layout.qualifiedName()
                    + " is not mapped"));
      }
    }
    if (layout.hasCounters() && settings.ttl() >= 0) {
      problems.add(settings.problem("ttl", "a table of counters has no time to live"));
    }
    if (layout.hasCounters() && settings.consistencyLevel().equals("ANY")) {
      problems.add(settings.problem("consistencyLevel", "counters cannot be written with ANY"));
    }
    if (layout.hasCounters() && columns.size() == layout.primaryKey().size()) {
      problems.add(
          settings.problem("mapping", "no counter is mapped, so nothing would be counted"));
    }
    return problems;
  }

  private SettingProblem gone(String name, TableLayout layout) {
    return settings.problem(
        "mapping",
        layout.qualifiedName()
            + " has no column "
            + name
            + " any more, which is written without a mapping");
  }

  private SettingProblem unknown(String name, TableLayout layout) {
    return settings.problem(
        "mapping",
        "at position "
            + mapping.positionOf(name)
            + ": "
            + layout.qualifiedName()
            + " has no column "
            + name
            + NearestWord.hint(name, layout.names(), "it has"));
  }

  private void check(TableLayout.Column column, Source source, List<SettingProblem> problems) {
    try {
      codecs.of(column.type());
    } catch (UnsupportedTypeException e) {
      problems.add(settings.problem("mapping", column.name() + ": " + e.getMessage()));
    }
    String type = column.type().asCql(false, false);
    if (source instanceof Source.Now && !type.equals("timeuuid") && !type.equals("uuid")) {
      problems.add(
          settings.problem(
              "mapping", "now() is a timeuuid, and the column " + column.name() + " is " + type));
    }
  }

  /**
   * The columns by which the plan is made: those of the mapping and the primary key. Without a
   * mapping, and with a query, it is made by all.
   */
  TableLayout usedOf(TableLayout layout) {
    if (settings.mapping().isEmpty() || settings.query().isPresent()) {
      return layout;
    }
    return new TableLayout(
        layout.keyspace(),
        layout.table(),
        layout.columns().stream()
            .filter(
                column -> column.isOfPrimaryKey() || mapping.columns().containsKey(column.name()))
            .toList());
  }

  /**
   * Whether the table has no other columns than those of the mapping: only then may a record delete
   * its row.
   */
  boolean covers(TableLayout layout) {
    return mapping.columns().keySet().containsAll(layout.names());
  }

  /** The plan of a table whose settings have no {@link #problems}. */
  public RowPlan compile(TableLayout layout, RecordReader reader) throws SetupException {
    return compile(layout, reader, null);
  }

  /**
   * @param earlier the plan of the table before it changed, or null
   * @throws SetupException also where a column is gone that the earlier plan wrote without a
   *     mapping
   */
  RowPlan compile(TableLayout layout, RecordReader reader, RowPlan earlier) throws SetupException {
    List<SettingProblem> problems = problems(layout);
    if (earlier != null) {
      earlier.bindings().stream()
          .map(RowPlan.Binding::name)
          .filter(name -> layout.column(name).isEmpty())
          .map(name -> gone(name, layout))
          .forEach(problems::add);
    }
    if (!problems.isEmpty()) {
      throw new SetupException(problems.get(0), null);
    }
    Map<String, Source> columns = mapping.columns();
    List<RowPlan.Binding> bindings = new ArrayList<>();
    for (TableLayout.Column column : layout.columns()) {
      Source source = columns.get(column.name());
      if (source != null) {
        bindings.add(binding(column.name(), source, column.type(), column.kind(), reader));
      }
    }
    boolean counters = layout.hasCounters();
    StatementKind kind = counters ? StatementKind.COUNT : StatementKind.INSERT;
    return plan(kind, bindings, covers(layout), reader, layout, earlier);
  }

  /**
   * The plan of a custom query.
   *
   * @param layout of the table that it writes
   * @param variables the query's bind variables in their order, by name
   * @param partitionKey the variables of the partition key, as far as the server can tell
   */
  RowPlan compileQuery(
      TableLayout layout,
      LinkedHashMap<String, DataType> variables,
      List<String> partitionKey,
      RecordReader reader,
      RowPlan earlier)
      throws SetupException {
    Map<String, Source> sources = mapping.columns();
    for (String mapped : sources.keySet()) {
      if (!variables.containsKey(mapped)) {
        throw new SetupException(
            settings.problem("mapping", "the query has no bind variable :" + mapped), null);
      }
    }
    List<RowPlan.Binding> bindings = new ArrayList<>();
    for (Map.Entry<String, DataType> variable : variables.entrySet()) {
      Source source = sources.get(variable.getKey());
      if (source == null) {
        throw new SetupException(
            settings.problem(
                "query", "its bind variable :" + variable.getKey() + " is not in the mapping"),
            null);
      }
      TableLayout.Kind kind =
          partitionKey.contains(variable.getKey())
              ? TableLayout.Kind.PARTITION_KEY
              : TableLayout.Kind.OTHER;
      bindings.add(binding(variable.getKey(), source, variable.getValue(), kind, reader));
    }
    return plan(StatementKind.QUERY, bindings, false, reader, layout, earlier);
  }

  private RowPlan plan(
      StatementKind kind,
      List<RowPlan.Binding> bindings,
      boolean coversTable,
      RecordReader reader,
      TableLayout layout,
      RowPlan earlier) {
    return new RowPlan(
        settings,
        kind,
        bindings,
        coversTable,
        slot(Target.TimeToLive.class, reader),
        slot(Target.WriteTime.class, reader),
        codecs,
        layout,
        earlier == null ? new RowCounts() : earlier.counts());
  }

  private int slot(Class<? extends Target> target, RecordReader reader) {
    return mapping
        .sourceOf(target)
        .filter(source -> !(source instanceof Source.Now))
        .map(reader::slotOf)
        .orElse(-1);
  }

  private RowPlan.Binding binding(
      String name, Source source, DataType type, TableLayout.Kind kind, RecordReader reader)
      throws SetupException {
    try {
      ColumnCodec codec = codecs.of(type);
      int slot = source instanceof Source.Now ? -1 : reader.slotOf(source);
      return new RowPlan.Binding(name, source, slot, codec, type, kind, ClusteringForm.of(type));
    } catch (UnsupportedTypeException e) {
      throw new SetupException(settings.problem("mapping", name + ": " + e.getMessage()), e);
    }
  }
}
