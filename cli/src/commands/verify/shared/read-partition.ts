import type { FedSnapshot, FoldSnapshot } from "../../../core/rows/topic-fold.js";
import type { PartitionOffsets } from "../../../core/kafka/topic.js";
import type { CommandContext } from "../../../ports/context.js";
import { MemoryGuard } from "../memory-guard.js";
import type { TopicEnds } from "../offsets.js";
import type { PlannedTopic, VerifyPlan } from "../plan.js";
import type { SentWrites } from "./sent-writes.js";

/** A partition that is read as a whole by one member. */
export interface ReadTask {
  /** The topic's index in the plan. */
  readonly topic: number;
  readonly offsets: PartitionOffsets;
}

/** What is known of a partition's records once they are read, as plain data. */
export interface ReadFound {
  readonly fold: FoldSnapshot;
  readonly gaps: PlannedTopic["gaps"];
  /** By table, and of that by the topics that feed it. */
  readonly fedBy: readonly (readonly FedSnapshot[])[];
  /** By range: the blocks that were sent, and the bytes in them. */
  readonly blocks: readonly number[];
  readonly bytes: readonly number[];
}

/** All partitions, in the order in which every member counts them. */
export const readTasks = (ends: readonly TopicEnds[]): readonly ReadTask[] =>
  ends.flatMap(({ partitions }, topic) => partitions.map((offsets) => ({ topic, offsets })));

export const recordsOf = ({ offsets: { low, high } }: ReadTask): number => Math.max(0, high - low);

/**
 * Reads a partition up to its end, evaluates its records, and sends what they write to the ranges.
 * @param plan a new one: what it knows afterwards is of this partition alone
 * @param onRead is told how many records are read
 */
export async function readPartition(
  { topic: index, offsets: { partition, low, high } }: ReadTask,
  plan: VerifyPlan,
  writes: SentWrites,
  onRead: (records: number) => void,
  context: CommandContext,
): Promise<ReadFound> {
  const planned = plan.topics[index];
  if (planned === undefined) throw new Error(`there is no topic ${index}`);
  const { topic, isolation, fold, gaps } = planned;
  const memory = new MemoryGuard(context);
  if (low > 0) fold.lose(partition, "retention");
  let read = 0;
  await context.kafka.read({
    topic,
    isolation,
    ranges: [{ partition, from: low, to: high }],
    signal: context.signal,
    onGap: (gap) => {
      fold.lose(gap.partition, "compaction");
      gaps.push(gap);
    },
    onRecords: (records) => {
      for (const record of records) {
        fold.add(record);
        memory.take(record.value?.length ?? 0);
      }
      read += records.length;
      onRead(read);
    },
    pace: () => writes.pace(),
  });
  return {
    fold: fold.snapshot(),
    gaps,
    fedBy: plan.tables.map(({ fedBy }) => fedBy.map((fed) => fed.snapshot())),
    ...(await writes.end()),
  };
}

/** Adds to the plan what is known of a partition's records. */
export function mergeRead(plan: VerifyPlan, { topic }: ReadTask, { fold, gaps, fedBy }: ReadFound): void {
  const planned = plan.topics[topic];
  planned?.fold.merge(fold);
  planned?.gaps.push(...gaps);
  for (const [table, snapshots] of fedBy.entries()) {
    for (const [at, snapshot] of snapshots.entries()) plan.tables[table]?.fedBy[at]?.merge(snapshot);
  }
}
