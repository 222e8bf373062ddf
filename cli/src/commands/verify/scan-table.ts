import { TableComparison } from "../../core/rows/table-comparison.js";
import type { CommandContext } from "../../ports/context.js";
import { hasLostRecords, type TopicEnds } from "./offsets.js";
import type { PlannedTable, VerifyPlan } from "./plan.js";

/** Token ranges that are read at the same time: more are not faster against one node. */
const parallelism = 4;

/** Reads the whole table and compares it with its expected rows. */
export async function scanTable(
  table: PlannedTable,
  plan: VerifyPlan,
  ends: readonly TopicEnds[],
  examples: number,
  { cassandra, clock, progress, signal }: CommandContext,
): Promise<TableComparison> {
  const { description, layout, rows } = table;
  const feeding = plan.topics.filter(({ tables }) => tables.includes(table));
  const incompleteTopic = ends.some(
    (end) => hasLostRecords(end) && feeding.some(({ topic }) => topic === end.topic),
  );
  const comparison = new TableComparison({
    layout,
    rows,
    examples,
    now: () => clock.now(),
    incompleteTopic,
    topics: plan.topics.map(({ topic }) => topic),
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
