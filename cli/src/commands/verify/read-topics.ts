import { MemoryGuard } from "./memory-guard.js";
import type { CommandContext } from "../../ports/context.js";
import { recordCount, type TopicEnds } from "./offsets.js";
import { intoRows, type PlannedTable, type VerifyPlan } from "./plan.js";
import { type ReadingSnapshot, refuseLostRecords, Resumption } from "./resumption.js";
import type { Run } from "./run.js";
import { SpillGuard, TableWrites } from "./table-writes.js";

/**
 * Reads all records up to the ends, which are in the order of the plan's topics, and evaluates them: in a run that is
 * resumed those that were not read before.
 * @param sample the parts of the ring whose rows are judged; undefined for all
 * @returns what they write, by table
 */
export async function readTopics(
  plan: VerifyPlan,
  ends: readonly TopicEnds[],
  run: Run,
  sample: ReadonlySet<number> | undefined,
  context: CommandContext,
): Promise<ReadonlyMap<PlannedTable, TableWrites>> {
  const { kafka, progress, signal } = context;
  const { spill } = run;
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
  const reading = new Resumption(plan, writes, ends);
  let done = reading.resume(run.reading as ReadingSnapshot | undefined);
  if (done === undefined) {
    done = 0;
    for (const [index, { fold }] of plan.topics.entries()) {
      for (const { partition, low } of ends[index]?.partitions ?? [])
        if (low > 0) fold.lose(partition, "retention");
    }
  } else {
    guard.resume();
    progress.report({ kind: "run resumed", pipeline: run.pipeline, done, total });
    if (!reading.isDone) await refuseLostRecords(plan, reading, context);
  }
  const keep = (isDone: boolean): void => {
    guard.spill(Math.min(1, (done ?? 0) / total));
    run.keepReading(reading.snapshot(isDone));
  };
  for (const [index, { topic, isolation, fold, gaps }] of plan.topics.entries()) {
    if (reading.isDone) break;
    await kafka.read({
      topic,
      isolation,
      ranges: reading.ranges(index),
      signal,
      onGap: (gap) => {
        fold.lose(gap.partition, "compaction");
        gaps.push(gap);
        reading.reach(index, gap.partition, gap.to);
      },
      onRecords: (records) => {
        for (const record of records) {
          fold.add(record);
          memory.take(record.value?.length ?? 0);
        }
        const last = records.at(-1);
        if (last !== undefined) reading.reach(index, last.partition, last.offset + 1);
        done = (done ?? 0) + records.length;
        if (guard.look(Math.min(1, done / total)) || run.isDue) keep(false);
        progress.report({ kind: "records read", done, total });
      },
    });
  }
  if (!reading.isDone && (guard.isSpilling || run.isLong)) keep(true);
  for (const [table, target] of writes) {
    target.end();
    for (const fed of table.fedBy) fed.target = intoRows(table.rows, table.statics?.rows);
  }
  return writes;
}
