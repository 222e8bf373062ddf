import type { PartitionOffsets } from "../../ports/kafka.js";
import type { CommandContext } from "../../ports/context.js";
import { InputError } from "../../errors.js";

/** Where a topic begins and ends. */
export interface TopicEnds {
  readonly topic: string;
  readonly partitions: readonly PartitionOffsets[];
}

/** @throws InputError for a topic that is not there */
export async function topicOffsets(
  topics: readonly { readonly topic: string }[],
  { kafka }: CommandContext,
): Promise<readonly TopicEnds[]> {
  const there = await kafka.topicNames();
  return Promise.all(
    topics.map(async ({ topic }) => {
      if (!there.includes(topic)) {
        throw new InputError(`there is no topic ${topic} to verify the table against`, {
          where: `topic ${topic} on ${kafka.bootstrapServers.join(", ")}`,
          hint: "make it with: cassink topic create",
        });
      }
      return { topic, partitions: await kafka.topicOffsets(topic) };
    }),
  );
}

/** Records of all partitions between the first and the end. */
export function recordCount(ends: readonly TopicEnds[]): number {
  return ends
    .flatMap(({ partitions }) => partitions)
    .reduce((sum, { low, high }) => sum + Math.max(0, high - low), 0);
}
