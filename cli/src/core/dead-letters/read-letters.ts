import type { RangeReader } from "../kafka/range-reader.js";
import type { KafkaRecord } from "../kafka/record.js";
import type { PartitionOffsets } from "../kafka/topic.js";
import { resolutionTopicName } from "../pipeline/dead-letter-topic.js";
import { Resolutions } from "./resolution.js";

/** What is asked of Kafka, as the port of that name has it. */
export interface LetterSource extends RangeReader {
  hasTopic(name: string): Promise<boolean>;
  topicOffsets(topic: string): Promise<readonly PartitionOffsets[]>;
}

/**
 * Reads a topic to its present end. Empty when there is no such topic.
 * @returns what its partitions held
 */
export async function readToEnd(
  topic: string,
  onRecord: (record: KafkaRecord) => void,
  kafka: LetterSource,
  signal: AbortSignal,
): Promise<readonly PartitionOffsets[]> {
  if (!(await kafka.hasTopic(topic))) return [];
  const offsets = await kafka.topicOffsets(topic);
  const ranges = offsets
    .filter(({ low, high }) => high > low)
    .map(({ partition, low, high }) => ({ partition, from: low, to: high }));
  if (ranges.length > 0) {
    await kafka.read({ topic, ranges, signal, onRecords: (records) => records.forEach(onRecord) });
  }
  return offsets;
}

/** Offsets that are read at once where what is made of them has to be waited for. */
const offsetsPerPart = 1_000;

/** As {@link readToEnd}, but each part is waited for before the next one is read: no more than one is in memory. */
export async function readInParts(
  topic: string,
  onRecords: (records: readonly KafkaRecord[]) => Promise<void>,
  kafka: LetterSource,
  signal: AbortSignal,
): Promise<void> {
  if (!(await kafka.hasTopic(topic))) return;
  for (const { partition, low, high } of await kafka.topicOffsets(topic)) {
    for (let from = low; from < high; from += offsetsPerPart) {
      const records: KafkaRecord[] = [];
      const ranges = [{ partition, from, to: Math.min(high, from + offsetsPerPart) }];
      await kafka.read({ topic, ranges, signal, onRecords: (some) => records.push(...some) });
      await onRecords(records);
    }
  }
}

/** What has become of the letters of a topic. */
export async function readResolutions(
  letterTopic: string,
  kafka: LetterSource,
  signal: AbortSignal,
): Promise<Resolutions> {
  const resolutions = new Resolutions();
  await readToEnd(resolutionTopicName(letterTopic), (record) => resolutions.add(record), kafka, signal);
  return resolutions;
}
