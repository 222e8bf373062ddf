import { setTimeout } from "node:timers/promises";
import type Cluster from "kafkajs/src/cluster/index.js";
import type { AvailableOffsets } from "../../core/kafka/topic.js";
import { ServiceError } from "../../errors.js";
import { isRetriable } from "./service-error.js";

const attempts = 5;
/** Milliseconds between attempts while a leader changes. */
const pauseBeforeRetry = 300;

/**
 * The offsets of the partitions that have a leader. kafkajs' `fetchTopicOffsets` asks for all partitions and fails with
 * the first that has none; and it asks as a consumer with read_committed, for which a topic ends where a transaction is
 * open.
 */
export function availableOffsets(cluster: Cluster, topic: string): Promise<AvailableOffsets> {
  return whileLeadersChange(() => askLeaders(cluster, topic));
}

/** Of the partitions that have a leader: the offset of the first record of this time or a later one, or else the end. */
export function offsetsAt(
  cluster: Cluster,
  topic: string,
  time: number,
): Promise<readonly { readonly partition: number; readonly offset: number }[]> {
  return whileLeadersChange(async () => {
    const { led: partitions } = await partitionsOf(cluster, topic);
    if (partitions.length === 0) return [];
    const ask = async (about: { readonly fromTimestamp: number } | { readonly fromBeginning: false }) =>
      (await cluster.fetchTopicsOffset([{ topic, partitions, ...about }])).flatMap((each) => each.partitions);
    // Negative times have meanings of their own to Kafka: -1 is the end.
    const [found, ends] = await Promise.all([
      ask({ fromTimestamp: Math.max(0, time) }),
      ask({ fromBeginning: false }),
    ]);
    return found
      .map(({ partition, offset }) => {
        const end = ends.find((each) => each.partition === partition)?.offset;
        return { partition, offset: Number(Number(offset) < 0 ? end : offset) };
      })
      .sort((a, b) => a.partition - b.partition);
  });
}

async function whileLeadersChange<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === attempts || !isRetriable(error)) throw error;
      await setTimeout(pauseBeforeRetry);
    }
  }
}

async function partitionsOf(cluster: Cluster, topic: string) {
  await cluster.addTargetTopic(topic);
  await cluster.refreshMetadata();
  const metadata = cluster.findTopicPartitionMetadata(topic);
  if (metadata.length === 0) {
    throw new ServiceError("Kafka", `cannot read the offsets of topic ${topic}: there is no such topic`, {
      hint: "make it with: cassink topic create - or look at the names: cassink topic list",
    });
  }
  return {
    led: metadata.filter(({ leader }) => leader >= 0).map(({ partitionId }) => ({ partition: partitionId })),
    leaderless: metadata
      .flatMap(({ partitionId, leader }) => (leader < 0 ? [partitionId] : []))
      .sort((a, b) => a - b),
  };
}

async function askLeaders(cluster: Cluster, topic: string): Promise<AvailableOffsets> {
  const { led: partitions, leaderless } = await partitionsOf(cluster, topic);
  const at = async (fromBeginning: boolean): Promise<ReadonlyMap<number, number>> => {
    const found = await cluster.fetchTopicsOffset([{ topic, partitions, fromBeginning }]);
    return new Map(
      found.flatMap((each) => each.partitions.map(({ partition, offset }) => [partition, Number(offset)])),
    );
  };
  const [low, high] =
    partitions.length === 0
      ? [new Map<number, number>(), new Map<number, number>()]
      : [await at(true), await at(false)];
  return {
    partitions: [...high]
      .map(([partition, end]) => ({ partition, low: low.get(partition) ?? 0, high: end }))
      .sort((a, b) => a.partition - b.partition),
    leaderless,
  };
}
