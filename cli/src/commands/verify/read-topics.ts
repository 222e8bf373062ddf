import { MemoryGuard } from "./memory-guard.js";
import type { CommandContext } from "../../ports/context.js";
import type { Spill } from "../../ports/spill.js";
import { recordCount, type TopicEnds } from "./offsets.js";
import { intoRows, type PlannedTable, type VerifyPlan } from "./plan.js";
import { SpillGuard, TableWrites } from "./table-writes.js";

/**
 * Reads all records up to the ends, which are in the order of the plan's topics, and evaluates them.
 * @param sample the parts of the ring whose rows are judged; undefined for all
 * @returns what they write, by table
 */
export async function readTopics(
  plan: VerifyPlan,
  ends: readonly TopicEnds[],
  spill: Spill,
  sample: ReadonlySet<number> | undefined,
  context: CommandContext,
): Promise<ReadonlyMap<PlannedTable, TableWrites>> {
  const { kafka, progress, signal } = context;
  const memory = new MemoryGuard(context);
  const total = recordCount(ends);
  const writes = new Map(
    plan.tables.map((table, index) => {
      const feeding = ends.filter((_, topic) => plan.topics[topic]?.tables.includes(table));
      return [table, new TableWrites(table, index, recordCount(feeding), spill, sample)];
    }),
  );
  for (const [table, target] of writes) for (const fed of table.fedBy) fed.target = target;
  const guard = new SpillGuard([...writes.values()], spill, context);
  let done = 0;
  for (const [index, { topic, isolation, fold, gaps }] of plan.topics.entries()) {
    const partitions = ends[index]?.partitions ?? [];
    for (const { partition, low } of partitions) if (low > 0) fold.lose(partition, "retention");
    await kafka.read({
      topic,
      isolation,
      ranges: partitions.map(({ partition, low, high }) => ({ partition, from: low, to: high })),
      signal,
      onGap: (gap) => {
        fold.lose(gap.partition, "compaction");
        gaps.push(gap);
      },
      onRecords: (records) => {
        for (const record of records) {
          fold.add(record);
          memory.take(record.value?.length ?? 0);
        }
        done += records.length;
        guard.look(Math.min(1, done / total));
        progress.report({ kind: "records read", done, total });
      },
    });
  }
  for (const [table, target] of writes) {
    target.end();
    for (const fed of table.fedBy) fed.target = intoRows(table.rows, table.statics?.rows);
  }
  return writes;
}
