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
export async function availableOffsets(cluster: Cluster, topic: string): Promise<AvailableOffsets> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await askLeaders(cluster, topic);
    } catch (error) {
      if (attempt === attempts || !isRetriable(error)) throw error;
      await setTimeout(pauseBeforeRetry);
    }
  }
}

async function askLeaders(cluster: Cluster, topic: string): Promise<AvailableOffsets> {
  await cluster.addTargetTopic(topic);
  await cluster.refreshMetadata();
  const metadata = cluster.findTopicPartitionMetadata(topic);
  if (metadata.length === 0) {
    throw new ServiceError("Kafka", `cannot read the offsets of topic ${topic}: there is no such topic`, {
      hint: "make it with: cassink topic create - or look at the names: cassink topic list",
    });
  }
  const led = metadata.filter(({ leader }) => leader >= 0);
  const partitions = led.map(({ partitionId }) => ({ partition: partitionId }));
  const at = async (fromBeginning: boolean): Promise<ReadonlyMap<number, number>> => {
    const found = await cluster.fetchTopicsOffset([{ topic, partitions, fromBeginning }]);
    return new Map(
      found.flatMap((each) => each.partitions.map(({ partition, offset }) => [partition, Number(offset)])),
    );
  };
  const [low, high] =
    led.length === 0
      ? [new Map<number, number>(), new Map<number, number>()]
      : [await at(true), await at(false)];
  return {
    partitions: [...high]
      .map(([partition, end]) => ({ partition, low: low.get(partition) ?? 0, high: end }))
      .sort((a, b) => a.partition - b.partition),
    leaderless: metadata
      .flatMap(({ partitionId, leader }) => (leader < 0 ? [partitionId] : []))
      .sort((a, b) => a - b),
  };
}
