import { positionText } from "../kafka/record.js";

/** Where a record stands in Kafka, as two numbers: typed arrays hold the positions of millions of records. */
export interface RecordPosition {
  /** By {@link topicPartition}. */
  readonly topicPartition: number;
  readonly offset: number;
}

/** More than Kafka allows one topic in practice; 4,294 topics still fit into 32 bits. */
const partitionsPerTopic = 1_000_000;

/**
 * Partition 5 of topic 2 is 2,000,005.
 * @param topic its index among the topics that are read
 */
export function topicPartition(topic: number, partition: number): number {
  return topic * partitionsPerTopic + partition;
}

/** The topic's index. */
export function topicAt(topicPartition: number): number {
  return Math.floor(topicPartition / partitionsPerTopic);
}

export function partitionAt(topicPartition: number): number {
  return topicPartition % partitionsPerTopic;
}

/**
 * `topic-partition@offset`.
 * @param topics the names of the topics that are read, by index
 */
export function positionOf({ topicPartition, offset }: RecordPosition, topics: readonly string[]): string {
  return positionText(topics[topicAt(topicPartition)] ?? "", partitionAt(topicPartition), offset);
}
