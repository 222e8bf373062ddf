import type { CommandContext } from "../../ports/context.js";
import { InputError } from "../../errors.js";
import type { IsolationLevel, PartitionOffsets } from "../../core/kafka/topic.js";

/** The first and next offsets of a topic's partitions. */
export interface TopicEnds {
  readonly topic: string;
  readonly partitions: readonly PartitionOffsets[];
}

/** A topic, and which of its records a connector is given. */
export interface ReadTopic {
  readonly topic: string;
  readonly isolation: IsolationLevel;
}

/**
 * In the order of the topics.
 * @throws InputError for a topic that is not there
 */
export async function topicOffsets(
  topics: readonly ReadTopic[],
  { kafka }: CommandContext,
): Promise<readonly TopicEnds[]> {
  return Promise.all(
    topics.map(async ({ topic, isolation }) => {
      if (!(await kafka.hasTopic(topic))) {
        throw new InputError(`there is no topic ${topic} to verify the table against`, {
          where: `topic ${topic} on ${kafka.bootstrapServers.join(", ")}`,
          hint: "make it with: cassink topic create",
        });
      }
      return { topic, partitions: await kafka.topicOffsets(topic, isolation) };
    }),
  );
}

/** Offsets between the beginning and the end of all partitions. */
export function recordCount(ends: readonly TopicEnds[]): number {
  return ends
    .flatMap(({ partitions }) => partitions)
    .reduce((sum, { low, high }) => sum + Math.max(0, high - low), 0);
}

/** The offsets that each partition has got since. */
export function offsetsBetween(before: TopicEnds | undefined, now: TopicEnds | undefined) {
  return (now?.partitions ?? [])
    .map(({ partition, low, high }) => ({
      partition,
      from: Math.max(low, before?.partitions.find((earlier) => earlier.partition === partition)?.high ?? low),
      to: high,
    }))
    .filter(({ from, to }) => to > from);
}
