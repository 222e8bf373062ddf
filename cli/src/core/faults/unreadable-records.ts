import { type ConnectorConfig, consumerGroup, subscribedTopics } from "../connect/connector-config.js";
import { partitionLag } from "../kafka/lag.js";
import type { RangeReader } from "../kafka/range-reader.js";
import type { AvailableOffsets, GroupOffset } from "../kafka/topic.js";
import { stageOf } from "./trace.js";
import { converterLook, type Look, transformLook } from "./unreadable.js";
import type { UnreadableRecord } from "./unreadable-record.js";

/** What is asked of Kafka, as the port of that name has it. */
export interface TopicReader extends RangeReader {
  topicNames(): Promise<readonly string[]>;
  availableOffsets(topic: string): Promise<AvailableOffsets>;
  groupOffsets(group: string, topic: string): Promise<readonly GroupOffset[]>;
}

/** How Connect's trace of a task says that a converter or a transform, and not the sink, has failed. It names no record. */
const conversionFailed =
  /WorkerSinkTask\.convert(Key|Value|HeadersFor|AndTransform)|Converting byte\[\] to Kafka Connect data failed/;

/** Offsets behind the committed one that are read: the task fails within what one poll gave it, 500 by default. */
const longest = 20_000;
const offsetsPerRead = 2_000;

/**
 * Finds what Connect does not tell of a task that a converter or a transform has ended: the record, by reading each
 * partition from its committed offset as the connector would. The first of each partition, and none of one where an
 * earlier record may be it as well; empty when the trace is of something else, or nothing that it uses is known here.
 */
export async function unreadableRecords(
  connector: string,
  config: ConnectorConfig,
  traces: readonly (string | undefined)[],
  kafka: TopicReader,
  signal: AbortSignal,
): Promise<readonly UnreadableRecord[]> {
  const failures = traces.filter((trace) => trace !== undefined && conversionFailed.test(trace));
  if (failures.length === 0) return [];
  const inTransforms = failures.filter((trace) => stageOf(trace ?? "") === "transform").length;
  const looks = [
    inTransforms < failures.length ? converterLook(config) : undefined,
    inTransforms > 0 ? transformLook(config) : undefined,
  ].filter((look) => look !== undefined);
  const look: Look = (topic, record) =>
    looks.reduce<ReturnType<Look>>((found, next) => found ?? next(topic, record), undefined);
  const topics = looks.length === 0 ? [] : subscribedTopics(config, await kafka.topicNames());
  const found: UnreadableRecord[] = [];
  for (const topic of topics) {
    const [{ partitions }, commits] = await Promise.all([
      kafka.availableOffsets(topic),
      kafka.groupOffsets(consumerGroup(connector, config), topic),
    ]);
    for (const offsets of partitions) {
      const { end, lag } = partitionLag(topic, offsets, commits);
      const range = { partition: offsets.partition, from: end - lag, to: Math.min(end, end - lag + longest) };
      found.push(...(await firstUnreadable(topic, range, look, kafka, signal)));
    }
  }
  return found;
}

async function firstUnreadable(
  topic: string,
  { partition, from, to }: { readonly partition: number; readonly from: number; readonly to: number },
  look: Look,
  kafka: TopicReader,
  signal: AbortSignal,
): Promise<readonly UnreadableRecord[]> {
  let first: ReturnType<Look>;
  for (let next = from; next < to && first === undefined; next += offsetsPerRead) {
    await kafka.read({
      topic,
      ranges: [{ partition, from: next, to: Math.min(to, next + offsetsPerRead) }],
      signal,
      onRecords: (records) => {
        for (const record of records) first ??= look(topic, record);
      },
    });
  }
  return first === undefined || first === "unknown" ? [] : [first];
}
