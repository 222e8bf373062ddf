import type { CommandContext } from "../../ports/context.js";
import { recordCount, topicOffsets, type TopicEnds } from "./offsets.js";
import type { PlannedTable, VerifyPlan } from "./plan.js";

/** Folds all records up to the ends into the plan's expected rows. */
export async function readTopics(
  plan: VerifyPlan,
  ends: readonly TopicEnds[],
  { kafka, progress, signal }: CommandContext,
): Promise<void> {
  const total = recordCount(ends);
  let done = 0;
  for (const { topic, fold } of plan.topics) {
    await kafka.read({
      topic,
      ranges: partitionsOf(ends, topic).map(({ partition, low, high }) => ({
        partition,
        from: low,
        to: high,
      })),
      signal,
      onRecords: (records) => {
        for (const record of records) fold.add(record);
        done += records.length;
        progress.report({ kind: "records read", done, total });
      },
    });
  }
}

/**
 * The keys, by table, that records beyond the compared ends write to. The topics' ends are asked for after the
 * tables have been read, so whatever such a record changed in a table is excused.
 */
export async function touchedKeys(
  plan: VerifyPlan,
  ends: readonly TopicEnds[],
  context: CommandContext,
): Promise<ReadonlyMap<PlannedTable, ReadonlySet<string>>> {
  const touched = new Map<PlannedTable, Set<string>>(plan.tables.map((table) => [table, new Set()]));
  const now = await topicOffsets(plan.topics, context);
  for (const { topic, fold, tables } of plan.topics) {
    const before = partitionsOf(ends, topic);
    const ranges = partitionsOf(now, topic).map(({ partition, low, high }) => ({
      partition,
      from: Math.max(low, before.find((end) => end.partition === partition)?.high ?? low),
      to: high,
    }));
    if (ranges.every(({ from, to }) => to <= from)) continue;
    await context.kafka.read({
      topic,
      ranges,
      signal: context.signal,
      onRecords: (records) => {
        for (const record of records) {
          fold.keysOf(record).forEach((key, index) => {
            const table = tables[index];
            if (key !== undefined && table !== undefined) touched.get(table)?.add(key);
          });
        }
      },
    });
  }
  return touched;
}

const partitionsOf = (ends: readonly TopicEnds[], topic: string): TopicEnds["partitions"] =>
  ends.find((end) => end.topic === topic)?.partitions ?? [];
