import { TableComparison } from "../../core/rows/table-comparison.js";
import { place } from "../../core/rows/topic-fold.js";
import type { CommandContext } from "../../ports/context.js";
import { hasLostRecords, type TopicEnds } from "./offsets.js";
import { partitionsPerTopic, type PlannedTable, type VerifyPlan } from "./plan.js";

/** Token ranges read at the same time: more do not go faster against one node. */
const parallelism = 4;

/** Reads the whole table and compares it, row by row. */
export async function scanTable(
  { description, layout, rows, tallies }: PlannedTable,
  plan: VerifyPlan,
  ends: readonly TopicEnds[],
  examples: number,
  { cassandra, clock, progress, signal }: CommandContext,
): Promise<TableComparison> {
  const feeding = plan.topics.filter(({ tables }) => tables.some((table) => table.tallies === tallies));
  const incompleteTopic = ends.some(
    (end) => hasLostRecords(end) && feeding.some(({ topic }) => topic === end.topic),
  );
  const comparison = new TableComparison({
    layout,
    rows,
    examples,
    now: () => clock.now(),
    incompleteTopic,
    at: ({ source, offset }) =>
      place(
        plan.topics[Math.floor(source / partitionsPerTopic)]?.topic ?? "",
        source % partitionsPerTopic,
        offset,
      ),
  });
  let done = 0;
  await cassandra.scan({
    table: description,
    columns: [...layout.key, ...layout.columns].map(({ name }) => name),
    parallelism,
    signal,
    onRows: (page) => {
      for (const row of page) comparison.add(row);
      done += page.length;
      progress.report({
        kind: "rows compared",
        keyspace: description.keyspace,
        table: description.name,
        done,
        total: Math.max(done, rows.size),
      });
    },
  });
  return comparison;
}
