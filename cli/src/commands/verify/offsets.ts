import type { CommandContext } from "../../ports/context.js";
import { InputError } from "../../errors.js";
import type { PartitionOffsets } from "../../core/kafka/topic.js";

/** The first and next offsets of a topic's partitions. */
export interface TopicEnds {
  readonly topic: string;
  readonly partitions: readonly PartitionOffsets[];
  /** The broker removes earlier records of a Kafka key, and what those wrote to other rows and columns is not known. */
  readonly compacted: boolean;
}

/** Whether the broker has removed records, which may have written what the table holds. */
export function hasLostRecords({ partitions, compacted }: TopicEnds): boolean {
  return compacted || partitions.some(({ low }) => low > 0);
}

/** @throws InputError for a topic that is not there */
export async function topicOffsets(
  topics: readonly { readonly topic: string }[],
  { kafka }: CommandContext,
): Promise<readonly TopicEnds[]> {
  const names = await kafka.topicNames();
  return Promise.all(
    topics.map(async ({ topic }) => {
      if (!names.includes(topic)) {
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

/** Offsets between the beginning and the end of all partitions. */
export function recordCount(ends: readonly TopicEnds[]): number {
  return ends
    .flatMap(({ partitions }) => partitions)
    .reduce((sum, { low, high }) => sum + Math.max(0, high - low), 0);
}
