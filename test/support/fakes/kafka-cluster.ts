import { EventEmitter } from "node:events";
import type { Kafka, ProducerConfig } from "kafkajs";
import createProducer from "kafkajs/src/producer/index.js";

interface Batch {
  readonly topic: string;
  readonly partitions: readonly {
    readonly partition: number;
    readonly firstSequence: number;
    readonly messages: readonly { readonly key: string | null; readonly value: string | null }[];
  }[];
}

/** The error of a request that no broker has answered. */
const closed = (): Error =>
  Object.assign(new Error("Closed connection"), { name: "KafkaJSConnectionClosedError", retriable: true });

const refused = (type: string): Error =>
  Object.assign(new Error(type), { name: "KafkaJSProtocolError", type, retriable: true });

/**
 * Brokers in memory under kafkajs' real producer: each takes only what it leads, drops a batch that it has already, and
 * refuses one that leaves a gap in the sequence, as Kafka does. A test moves leaders when it likes.
 */
export class FakeKafkaCluster {
  /** Node id of each partition's leader; undefined when it is not in the metadata. */
  readonly leaders: (number | undefined)[];
  /** The values that each partition holds. */
  readonly held: string[][];
  /** Called before a broker takes a request; `false` means it dies with the request. */
  onRequest: (node: number, partitions: readonly number[]) => boolean = () => true;
  /** Called after a broker took a request; `false` means it dies before it answers. */
  onAnswer: (node: number, partitions: readonly number[]) => boolean = () => true;
  readonly #nextSequence: number[];

  constructor(leaders: readonly number[]) {
    this.leaders = [...leaders];
    this.held = leaders.map(() => []);
    this.#nextSequence = leaders.map(() => 0);
  }

  /** What `createProducer` of the adapter needs of kafkajs' client. */
  client(): Pick<Kafka, "producer"> {
    const logger = { debug() {}, warn() {}, error() {}, info() {}, namespace: () => logger };
    return {
      producer: (config: ProducerConfig = {}) =>
        createProducer({
          ...config,
          cluster: this.#cluster(),
          logger,
          instrumentationEmitter: new EventEmitter(),
        }),
    };
  }

  #cluster(): object {
    const brokers = new Map<number, object>();
    const broker = (nodeId: number): object => {
      const known = brokers.get(nodeId);
      if (known !== undefined) return known;
      const made = {
        nodeId,
        produce: (request: { topicData: readonly Batch[] }) => this.#take(nodeId, request),
      };
      brokers.set(nodeId, made);
      return made;
    };
    return {
      retry: { initialRetryTime: 1, maxRetryTime: 2, retries: 3 },
      connect: () => Promise.resolve(),
      disconnect: () => Promise.resolve(),
      isConnected: () => true,
      removeBroker: () => undefined,
      refreshMetadata: () => Promise.resolve(),
      refreshMetadataIfNecessary: () => Promise.resolve(),
      addMultipleTargetTopics: () => Promise.resolve(),
      findControllerBroker: () =>
        Promise.resolve({ initProducerId: () => Promise.resolve({ producerId: 1, producerEpoch: 0 }) }),
      findTopicPartitionMetadata: () =>
        this.leaders.flatMap((leader, partitionId) =>
          leader === undefined ? [] : [{ partitionId, leader }],
        ),
      findLeaderForPartitions: (_: string, partitions: readonly string[]) => {
        const led: Record<number, number[]> = {};
        for (const partition of partitions.map(Number)) {
          const leader = this.leaders[partition];
          if (leader !== undefined) (led[leader] ??= []).push(partition);
        }
        return led;
      },
      findBroker: ({ nodeId }: { nodeId: string }) => Promise.resolve(broker(Number(nodeId))),
    };
  }

  async #take(node: number, { topicData }: { readonly topicData: readonly Batch[] }): Promise<object> {
    await Promise.resolve();
    const entries = topicData.flatMap(({ partitions }) => partitions);
    const numbers = entries.map(({ partition }) => partition);
    if (!this.onRequest(node, numbers)) throw closed();
    const answers = entries.map(({ partition, firstSequence, messages }) => {
      if (this.leaders[partition] !== node) throw refused("NOT_LEADER_FOR_PARTITION");
      const held = this.held[partition] ?? [];
      const next = this.#nextSequence[partition] ?? 0;
      if (firstSequence > next)
        throw new Error(`partition ${partition}: sequence ${firstSequence}, not ${next}`);
      const baseOffset = String(held.length);
      if (firstSequence === next) {
        held.push(...messages.map(({ value }) => value ?? ""));
        this.#nextSequence[partition] = next + messages.length;
      }
      return { partition, errorCode: 0, baseOffset };
    });
    if (!this.onAnswer(node, numbers)) throw closed();
    return { topics: topicData.map(({ topic }) => ({ topicName: topic, partitions: answers })) };
  }
}
