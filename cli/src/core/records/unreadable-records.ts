import { type ConnectorConfig, consumerGroup, subscribedTopics } from "../connect/connector-config.js";
import { partitionLag } from "../kafka/lag.js";
import type { RangeReader } from "../kafka/range-reader.js";
import { positionText, type KafkaRecord } from "../kafka/record.js";
import type { AvailableOffsets, GroupOffset } from "../kafka/topic.js";
import { RecordRefusal } from "../refusal.js";
import { type Converter, type ConverterConfig, converterConfig, knownConverter } from "./converters.js";
import type { UnreadableRecord } from "./unreadable-record.js";

/** What is asked of Kafka, as the port of that name has it. */
export interface TopicReader extends RangeReader {
  topicNames(): Promise<readonly string[]>;
  availableOffsets(topic: string): Promise<AvailableOffsets>;
  groupOffsets(group: string, topic: string): Promise<readonly GroupOffset[]>;
}

/** How Connect's trace of a task says that a converter, and not the sink, has failed. It names no record. */
const converterFailed =
  /WorkerSinkTask\.convert(Key|Value|HeadersFor|AndTransform)|Converting byte\[\] to Kafka Connect data failed/;

/** Offsets behind the committed one that are read: the task fails within what one poll gave it, 500 by default. */
const longest = 20_000;
const offsetsPerRead = 2_000;

/**
 * Finds what Connect does not tell of a task that a converter has ended: the record, by reading each partition from its
 * committed offset as the connector would. The first of each partition; empty when the trace is of something else, or
 * the converters are not known here.
 */
export async function unreadableRecords(
  connector: string,
  config: ConnectorConfig,
  traces: readonly (string | undefined)[],
  kafka: TopicReader,
  signal: AbortSignal,
): Promise<readonly UnreadableRecord[]> {
  if (!traces.some((trace) => trace !== undefined && converterFailed.test(trace))) return [];
  // Not the worker's own, which cannot be seen, nor one that is not modelled. Connect's default for headers reads all.
  const converters = (["key", "value", "header"] as const).flatMap((side) => {
    const convert = knownConverter(converterConfig(side, config));
    return convert === undefined ? [] : [{ side, convert }];
  });
  const topics = converters.length === 0 ? [] : subscribedTopics(config, await kafka.topicNames());
  const found: UnreadableRecord[] = [];
  for (const topic of topics) {
    const [{ partitions }, commits] = await Promise.all([
      kafka.availableOffsets(topic),
      kafka.groupOffsets(consumerGroup(connector, config), topic),
    ]);
    for (const offsets of partitions) {
      const { end, lag } = partitionLag(topic, offsets, commits);
      const range = { partition: offsets.partition, from: end - lag, to: Math.min(end, end - lag + longest) };
      found.push(...(await firstUnreadable(topic, range, converters, kafka, signal)));
    }
  }
  return found;
}

interface SideConverter {
  readonly side: ConverterConfig["side"];
  readonly convert: Converter;
}

async function firstUnreadable(
  topic: string,
  { partition, from, to }: { readonly partition: number; readonly from: number; readonly to: number },
  converters: readonly SideConverter[],
  kafka: TopicReader,
  signal: AbortSignal,
): Promise<readonly UnreadableRecord[]> {
  let first: UnreadableRecord | undefined;
  for (let next = from; next < to && first === undefined; next += offsetsPerRead) {
    await kafka.read({
      topic,
      ranges: [{ partition, from: next, to: Math.min(to, next + offsetsPerRead) }],
      signal,
      onRecords: (records) => {
        for (const record of records) first ??= refusalOf(topic, record, converters);
      },
    });
  }
  return first === undefined ? [] : [first];
}

function refusalOf(
  topic: string,
  record: KafkaRecord,
  converters: readonly SideConverter[],
): UnreadableRecord | undefined {
  for (const { side, convert } of converters) {
    try {
      const given = side === "header" ? record.headers.map(({ value }) => value) : [record[side]];
      for (const bytes of given) convert(bytes);
    } catch (error) {
      if (!(error instanceof RecordRefusal)) throw error;
      return { position: positionText(topic, record.partition, record.offset), side, cause: error.message };
    }
  }
  return undefined;
}
