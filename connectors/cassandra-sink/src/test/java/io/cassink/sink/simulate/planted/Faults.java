package io.cassink.sink.simulate.planted;

import java.util.List;

/** The faults: four that the sink once had, and six that it could get. */
final class Faults {
  static final List<PlantedFault> ALL =
      List.of(
          PlantedFault.of(
              "milliseconds-closed-one-by-one",
              "order/OpenRows.java",
              "      if (end(recent) < before) {",
              "      if (time(recent) < before) {"),
          PlantedFault.of(
              "counters-hold-commits",
              "rows/RowPlan.java",
              "    if (kind == StatementKind.COUNT) {\n      return WriteTimeNeed.NONE;",
              "    if (kind == StatementKind.COUNT) {\n      return WriteTimeNeed.REPEATABLE;"),
          PlantedFault.of(
              "rows-told-apart-by-bytes",
              "rows/RowPlan.java",
              "RowHash.with(all, identity(i, values[i]))",
              "RowHash.with(all, values[i])"),
          PlantedFault.of(
              "revoked-rows-are-sent",
              "order/PartitionProgress.java",
              "    return revoked;",
              "    return false;"),
          PlantedFault.of(
              "commit-passes-what-was-delivered",
              "order/PartitionState.java",
              "    completed = progress.isDone() ? current : progress.completed();",
              "    completed = current;"),
          PlantedFault.of(
              "counters-sent-again-when-unsure",
              "write/Failures.java",
              "        if (request.isIdempotent()) {",
              "        if (request != null) {"),
          PlantedFault.of(
              "superseded-row-forgotten",
              "write/Refusals.java",
              "    if (row.superseded != null) {",
              "    if (row.superseded == row) {"),
          PlantedFault.of(
              "time-to-live-from-now",
              "rows/RecordRows.java",
              "      seconds -= Math.floorDiv(now - (hasTime(time) ? time : now), 1_000L);",
              ""),
          PlantedFault.of(
                  "letters-not-awaited",
                  "DeadLetters.java",
                  "      if (!written.isDone()) {",
                  "      if (written == null) {")
              .and("      written.get();\n", ""),
          PlantedFault.of(
              "done-with-the-first-table",
              "write/RecordWriter.java",
              "      ticket.hold();\n",
              "      if (row.plan == topic.tables().get(0)) {\n        ticket.hold();\n      }\n"));

  private Faults() {}
}
