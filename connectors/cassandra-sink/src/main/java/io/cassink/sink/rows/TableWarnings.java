package io.cassink.sink.rows;

import io.cassink.sink.cluster.TableLayout;
import io.cassink.sink.config.TableSettings;
import io.cassink.sink.mapping.CustomQuery;
import io.cassink.sink.mapping.Mapping;
import io.cassink.sink.mapping.Source;
import io.cassink.sink.mapping.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Warns of settings that a table allows but that are probably not meant. */
final class TableWarnings {
  private final TableSettings table;
  private final TableLayout layout;
  private final Facts facts;
  private final List<String> warnings = new ArrayList<>();

  /**
   * What the cluster knows of a table beyond its columns.
   *
   * @param replicas the keyspace's highest replication factor
   * @param defaultTimeToLive the table's own, in seconds; 0 for none
   * @param dropTimes when columns were dropped; values with earlier write times stay hidden
   */
  record Facts(int replicas, int defaultTimeToLive, Map<String, Instant> dropTimes) {}

  private TableWarnings(TableSettings table, TableLayout layout, Facts facts) {
    this.table = table;
    this.layout = layout;
    this.facts = facts;
  }

  static List<String> of(TableSettings table, TableLayout layout, Facts facts) {
    TableWarnings all = new TableWarnings(table, layout, facts);
    all.consistency();
    all.timeToLive();
    all.deletes();
    all.onlyKeys();
    all.columnsAddedAgain();
    for (String list : layout.growingLists()) {
      all.warn(
          "mapping",
          "the list "
              + list
              + " is not frozen: a record that is written again after a restart doubles its"
              + " elements");
    }
    if (layout.hasCounters()) {
      all.warn(
          "mapping",
          layout.qualifiedName()
              + " has counters: a record that is written again after a restart counts again");
    }
    all.now();
    if (table.query().isPresent()) {
      all.query(table.query().get());
    }
    return all.warnings;
  }

  private void consistency() {
    int replicas = facts.replicas();
    String level = table.consistencyLevel();
    if (replicas > 1 && (level.endsWith("ONE") || level.equals("ANY"))) {
      warn(
          "consistencyLevel",
          level
              + " with "
              + replicas
              + " replicas: a row can be lost with its only node, and a read need not see what is"
              + " written; LOCAL_QUORUM is safe");
    }
  }

  private void timeToLive() {
    int ofTable = facts.defaultTimeToLive();
    boolean mapped =
        table.mapping().flatMap(mapping -> mapping.sourceOf(Target.TimeToLive.class)).isPresent();
    boolean ours = table.query().isEmpty() && (mapped || table.ttl() >= 0);
    if (ours && table.ttl() != 0) {
      warn(
          mapped ? "mapping" : "ttl",
          "it counts from the record's own time, so that a replay brings no ended row back: a"
              + " record that is older already ends what it sets");
    } else if (!ours && ofTable > 0 && !layout.hasCounters()) {
      warn(
          "ttl",
          layout.qualifiedName()
              + " has default_time_to_live="
              + ofTable
              + ", which counts from each writing: a replay brings ended rows back. Set ttl="
              + ofTable
              + " instead, which counts from the record's own time");
    }
  }

  private void deletes() {
    if (!table.deletesEnabled() || table.query().isPresent() || layout.hasCounters()) {
      return;
    }
    noDeletes(table, layout).ifPresent(warning -> warn("deletesEnabled", warning));
  }

  /** Why no record deletes its row, although the settings allow it. */
  static Optional<String> noDeletes(TableSettings table, TableLayout layout) {
    Mapping mapping = RowPlanCompiler.mappingFor(table, layout);
    List<String> unmapped =
        layout.names().stream().filter(name -> !mapping.columns().containsKey(name)).toList();
    return unmapped.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "a record without a value deletes nothing, but writes the row of its key, because the"
                + " mapping lacks "
                + String.join(", ", unmapped)
                + "; map them, or say deletesEnabled=false");
  }

  private void onlyKeys() {
    boolean hasOnlyKeys = layout.columns().stream().allMatch(TableLayout.Column::isOfPrimaryKey);
    if (hasOnlyKeys && table.deletesEnabled() && table.query().isEmpty()) {
      warn(
          "deletesEnabled",
          layout.qualifiedName()
              + " has key columns alone: a record whose value is null deletes its row, and any other"
              + " one writes it");
    }
  }

  private void columnsAddedAgain() {
    Mapping mapping = RowPlanCompiler.mappingFor(table, layout);
    facts
        .dropTimes()
        .forEach(
            (column, time) -> {
              if (mapping.columns().containsKey(column)) {
                warn(
                    "mapping",
                    "the column "
                        + column
                        + " was dropped at "
                        + time
                        + " and added again: Cassandra hides every value of it from an earlier"
                        + " record, also one that is written now. Raise generation by one, and"
                        + " replay");
              }
            });
  }

  /** Warns of now(), which has another value at every write. */
  private void now() {
    table.mapping().map(Mapping::columns).orElse(Map.of()).entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Source.Now)
        .forEach(
            entry ->
                warn(
                    "mapping",
                    "the column "
                        + entry.getKey()
                        + " is fed by now(): a record that is written again after a restart gets"
                        + " another value"));
  }

  private void query(CustomQuery query) {
    if (!QueryRules.isIdempotent(query, layout)) {
      warn(
          "query", "a replay runs it again with another result; rows can be wrong after a restart");
    }
    if (query.statements().stream().anyMatch(CustomQuery.Statement::setsWriteTime)) {
      warn("query", "its own USING TIMESTAMP wins over the record's time");
    }
    if (query.setsTimeToLive()) {
      warn("query", "its own USING TTL counts from each writing: a replay brings ended rows back");
    }
  }

  private void warn(String setting, String message) {
    warnings.add(table.keyPrefix() + setting + ": " + message);
  }
}
