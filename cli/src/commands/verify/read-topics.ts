import { MemoryGuard } from "./memory-guard.js";
import type { CommandContext } from "../../ports/context.js";
import { recordCount, type TopicEnds } from "./offsets.js";
import { intoRows, type PlannedTable, type VerifyPlan } from "./plan.js";
import { type ReadingSnapshot, refuseLostRecords, Resumption } from "./resumption.js";
import type { Run } from "./run.js";
import { type BlockFiles, SpillGuard, TableWrites } from "./table-writes.js";

/** What records write, by table, and what is known of the records. */
interface ReadRecords {
  readonly writes: ReadonlyMap<PlannedTable, TableWrites>;
  readonly known: () => ReadingSnapshot;
}

/** What is to be read; topics are in the order of the plan's. */
export interface Reading {
  readonly plan: VerifyPlan;
  /** Where the topics end. */
  readonly ends: readonly TopicEnds[];
  /** Those of the partitions that are read here; all by default. */
  readonly own?: readonly TopicEnds[];
  /** The parts of the ring whose rows are judged; undefined for all. */
  readonly sample: ReadonlySet<number> | undefined;
}

/** What the tables' records write, by table, of which nothing is read yet. */
export function emptyWrites(
  { plan, ends, sample }: Reading,
  spill: BlockFiles,
): ReadonlyMap<PlannedTable, TableWrites> {
  return new Map(
    plan.tables.map((table, index) => {
      const feeding = ends.filter((_, topic) => plan.topics[topic]?.tables.includes(table));
      return [table, new TableWrites(table, index, recordCount(feeding), spill, sample)];
    }),
  );
}

/** Notes of which partitions the broker has deleted the first records. @param ends of the plan's topics */
export function loseDeleted({ topics }: VerifyPlan, ends: readonly TopicEnds[]): void {
  for (const [index, { fold }] of topics.entries()) {
    for (const { partition, low } of ends[index]?.partitions ?? [])
      if (low > 0) fold.lose(partition, "retention");
  }
}

/**
 * Reads the records up to the ends and evaluates them: in a run that is resumed those that were not read before.
 * @param endsInFiles whether all that is written is to be in files at the end, for others to read, and is kept
 * @returns what they write, by table, and what is known of them
 */
export async function readTopics(
  reading: Reading,
  run: Run,
  context: CommandContext,
  endsInFiles = false,
): Promise<ReadRecords> {
  const { plan, ends, own = ends } = reading;
  const { kafka, progress, signal } = context;
  const { spill } = run;
  const memory = new MemoryGuard(context);
  const total = recordCount(ends);
  const writes = emptyWrites(reading, spill);
  for (const [table, target] of writes) for (const fed of table.fedBy) fed.target = target;
  const guard = new SpillGuard([...writes.values()], spill, context);
  const position = new Resumption(plan, writes, own);
  let done = position.resume(run.reading as ReadingSnapshot | undefined);
  if (done === undefined) {
    done = 0;
    loseDeleted(plan, own);
  } else {
    guard.resume();
    progress.report({ kind: "run resumed", pipeline: run.pipeline, done, total });
    if (!position.isDone) await refuseLostRecords(plan, position, context);
  }
  const keep = (isDone: boolean): void => {
    guard.spill(Math.min(1, (done ?? 0) / total));
    run.keepReading(position.snapshot(isDone));
  };
  for (const [index, { topic, isolation, fold, gaps }] of plan.topics.entries()) {
    if (position.isDone) break;
    await kafka.read({
      topic,
      isolation,
      ranges: position.ranges(index),
      signal,
      onGap: (gap) => {
        fold.lose(gap.partition, "compaction");
        gaps.push(gap);
        position.reach(index, gap.partition, gap.to);
      },
      onRecords: (records) => {
        for (const record of records) {
          fold.add(record);
          memory.take(record.value?.length ?? 0);
        }
        const last = records.at(-1);
        if (last !== undefined) position.reach(index, last.partition, last.offset + 1);
        done = (done ?? 0) + records.length;
        if (guard.look(Math.min(1, done / total)) || run.isDue) keep(false);
        progress.report({ kind: "records read", done, total });
      },
    });
  }
  if (!position.isDone && (endsInFiles || guard.isSpilling || run.isLong)) keep(true);
  for (const [table, target] of writes) {
    target.end();
    for (const fed of table.fedBy) fed.target = intoRows(table.rows, table.statics?.rows);
  }
  return { writes, known: () => position.snapshot(true) };
}
