import { offsetsBehind } from "../../core/kafka/lag.js";
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
        throw new InputError(`there is no topic ${topic}`, {
          where: `topic ${topic} on ${kafka.bootstrapServers.join(", ")}`,
          hint: "make it with: cassink topic create",
        });
      }
      return { topic, partitions: await kafka.topicOffsets(topic, isolation) };
    }),
  );
}

/** Where topics end for the connectors that read them. */
export interface ReadableEnds {
  readonly ends: readonly TopicEnds[];
  /** For each topic, the offsets behind its end that no connector is given yet. */
  readonly hidden: readonly number[];
}

const pollInterval = 500;

/**
 * The end of what is written. A connector that reads committed records is given none that stands behind an open
 * transaction, so this waits for those to end that are open now.
 * @param deadline milliseconds since the Unix epoch
 */
export async function readableEnds(
  topics: readonly ReadTopic[],
  deadline: number,
  context: CommandContext,
): Promise<ReadableEnds> {
  const { clock, progress, signal } = context;
  const everything = topics.map(({ topic }) => ({ topic, isolation: "read_uncommitted" as const }));
  const written = await topicOffsets(everything, context);
  if (topics.every(({ isolation }) => isolation === "read_uncommitted")) {
    return { ends: written, hidden: written.map(() => 0) };
  }
  for (;;) {
    const ends = await topicOffsets(topics, context);
    const hidden = ends.map(({ partitions }, index) =>
      offsetsBehind(partitions, written[index]?.partitions ?? []),
    );
    const behind = hidden.reduce((sum, count) => sum + count, 0);
    const isOver = clock.now() >= deadline;
    if (behind > 0) progress.report({ kind: "transaction open", records: behind, isOver });
    if (behind === 0 || isOver) return { ends, hidden };
    await clock.sleep(Math.min(pollInterval, Math.max(1, deadline - clock.now())), signal);
  }
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
