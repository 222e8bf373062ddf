import type { PartitionOffsets } from "../../ports/kafka.js";
import type { CommandContext } from "../../ports/context.js";
import { InputError } from "../../errors.js";

/** Where a topic begins and ends. */
export interface TopicEnds {
  readonly topic: string;
  readonly partitions: readonly PartitionOffsets[];
  /** The broker removes earlier records of a key, so what they wrote to other rows and columns is not known. */
  readonly compacted: boolean;
}

/** Whether records may be gone that wrote what the table holds. */
export function hasLostRecords({ partitions, compacted }: TopicEnds): boolean {
  return compacted || partitions.some(({ low }) => low > 0);
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
      const [partitions, description] = await Promise.all([
        kafka.topicOffsets(topic),
        kafka.describeTopic(topic),
      ]);
      const compacted = description?.configs["cleanup.policy"]?.includes("compact") === true;
      return { topic, partitions, compacted };
    }),
  );
}

/** Records of all partitions between the first and the end. */
export function recordCount(ends: readonly TopicEnds[]): number {
  return ends
    .flatMap(({ partitions }) => partitions)
    .reduce((sum, { low, high }) => sum + Math.max(0, high - low), 0);
}
