import { MemoryGuard } from "./memory-guard.js";
import type { CommandContext } from "../../ports/context.js";
import { recordCount, type TopicEnds } from "./offsets.js";
import type { VerifyPlan } from "./plan.js";

/** Reads all records up to the ends, which are in the order of the plan's topics, into the plan's expected rows. */
export async function readTopics(
  plan: VerifyPlan,
  ends: readonly TopicEnds[],
  context: CommandContext,
): Promise<void> {
  const { kafka, progress, signal } = context;
  const memory = new MemoryGuard(context);
  const total = recordCount(ends);
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
        progress.report({ kind: "records read", done, total });
      },
    });
  }
}
