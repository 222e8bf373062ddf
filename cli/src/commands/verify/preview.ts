import { keyText } from "../../core/kafka/key-text.js";
import type { KafkaRecord } from "../../core/kafka/record.js";
import { positionText } from "../../core/kafka/record.js";
import { rangesFrom } from "../../core/kafka/starting-point.js";
import { peekRecords } from "../../core/peek/peek-records.js";
import { deployedConfig } from "../../core/pipeline/deployed-config.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import { previewedWrite, type PreviewedWrite } from "../../core/rows/previewed-write.js";
import type { SinkConfig } from "../../core/sinks/sink-config.js";
import { whatIsKnown } from "../../core/suggestion.js";
import { UsageError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { ConnectorPreviewInput } from "../../program/connector-plan.js";
import { feedFor, withWriteTimesOf } from "./feeds.js";
import { type TopicEnds, topicOffsets } from "./offsets.js";
import { type PlannedTopic, verifyPlan } from "./plan.js";

export interface PreviewedRecord {
  /** `topic-partition@offset` */
  readonly at: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
  /** As text, or as `0x…` where its bytes are none. */
  readonly key: string | null;
  /** One for each table of the topic. */
  readonly tables: readonly PreviewedWrite[];
}

export interface ConnectorPreviewResult extends CommandResult {
  /** Raised when a program that reads the JSON must be changed. */
  readonly formatVersion: 1;
  readonly pipelines: readonly {
    readonly pipeline: string;
    readonly topics: readonly { readonly topic: string; readonly records: readonly PreviewedRecord[] }[];
  }[];
}

/** Says of real records what they would become, by the model with which `verify table` judges. Nothing is changed. */
export async function run(
  input: ConnectorPreviewInput,
  context: CommandContext,
): Promise<ConnectorPreviewResult> {
  const pipelines = [];
  for (const pipeline of await context.pipelines.select(input)) {
    pipelines.push({ pipeline: pipeline.name, topics: await previewedTopics(pipeline, input, context) });
  }
  refuseOthers(input, pipelines);
  const all = pipelines.flatMap(({ topics }) =>
    topics.flatMap(({ records }) => records.flatMap(({ tables }) => tables.map(({ becomes }) => becomes))),
  );
  const outcome = all.includes("refused") ? "findings" : all.includes("unknown") ? "unjudged" : "clean";
  return { formatVersion: 1, outcome, pipelines };
}

/** @throws UsageError for a place in a topic that none of the pipelines reads */
function refuseOthers({ from }: ConnectorPreviewInput, pipelines: ConnectorPreviewResult["pipelines"]): void {
  if (from.kind !== "positions") return;
  const read = pipelines.flatMap(({ topics }) => topics.map(({ topic }) => topic));
  const other = from.positions.find(({ topic }) => !read.includes(topic));
  if (other === undefined) return;
  throw new UsageError(`no connector of these reads topic ${other.topic}`, {
    hint: whatIsKnown(other.topic, read),
  });
}

async function previewedTopics(
  pipeline: Pipeline,
  { records: count, from }: ConnectorPreviewInput,
  context: CommandContext,
): Promise<ConnectorPreviewResult["pipelines"][number]["topics"]> {
  const { name } = pipeline.connector;
  const meant = deployedConfig(pipeline, context.connections);
  // One that is deployed has an epoch and a generation already, which stay.
  const live = feedFor(name, meant).sink.writeTimes && (await context.connect.config(name));
  const feed = feedFor(name, live === undefined ? meant : withWriteTimesOf(meant, live));
  const plan = await verifyPlan([feed], pipeline.file, 0, context, "statements");
  const ends = await topicOffsets(plan.topics, context);
  const topics = [];
  for (const [index, topic] of plan.topics.entries()) {
    const { partitions } = ends[index] ?? { partitions: [] };
    const now = context.clock.now();
    const ranges = await rangesFrom(from, topic.topic, partitions, { kafka: context.kafka, now });
    const records = await peekRecords(topic.topic, ranges, count, topic.isolation, context);
    const known = await readBefore(topic, partitions, records, feed.sink, context);
    topics.push({ topic: topic.topic, records: outcomesOf(topic, records, feed.sink, known) });
  }
  return topics;
}

/**
 * Offsets before the first record that is shown: a row's count of a millisecond is over after 10,000 of them without a
 * record of the row.
 */
const runIn = 20_000;

/**
 * Reads what stands before the records, for a row's earlier records of a millisecond give its later ones their write times.
 * @returns whether all of it was read, for each partition
 */
async function readBefore(
  { topic, isolation, fold }: PlannedTopic,
  partitions: TopicEnds["partitions"],
  records: readonly KafkaRecord[],
  { writeTimes }: SinkConfig,
  { kafka, signal }: CommandContext,
): Promise<ReadonlyMap<number, boolean>> {
  const ranges = partitions.map(({ partition, low }) => {
    const offsets = records.filter((record) => record.partition === partition).map(({ offset }) => offset);
    const to = offsets.length === 0 ? low : Math.min(...offsets);
    return { partition, from: Math.max(low, to - runIn), to, low };
  });
  if (writeTimes?.order === "time") {
    const onRecords = (read: readonly KafkaRecord[]): void => read.forEach((record) => fold.add(record));
    await kafka.read({ topic, isolation, ranges, signal, onRecords });
  }
  return new Map(ranges.map(({ partition, from, low }) => [partition, from === low]));
}

function outcomesOf(
  { topic, fold, tables }: PlannedTopic,
  records: readonly KafkaRecord[],
  { writeTimes }: SinkConfig,
  isKnown: ReadonlyMap<number, boolean>,
): readonly PreviewedRecord[] {
  const written = new Map<KafkaRecord, PreviewedWrite[]>(records.map((record) => [record, []]));
  fold.watch((record, index, outcome) => {
    const { description, layout, shift } = tables[index] ?? {};
    if (description === undefined || layout === undefined) return;
    const table = { name: `${description.keyspace}.${description.name}`, layout, shift: shift ?? 0 };
    written.get(record)?.push(previewedWrite(table, outcome, exactness(record, outcome)));
  });
  const exactness = (
    { partition, timestamp }: KafkaRecord,
    outcome: { readonly kind: string; readonly writeTime?: number },
  ): NonNullable<PreviewedWrite["writeTimeIs"]> => {
    if (writeTimes?.order === "log") {
      return Number(writeTimes["order.epoch"]) < 0 ? "given when written" : "exact";
    }
    if (writeTimes === undefined || isKnown.get(partition) === true) return "exact";
    return outcome.writeTime === 1000 * timestamp ? "exact" : "at least";
  };
  const inLog = [...records].sort(
    (one, other) => one.partition - other.partition || one.offset - other.offset,
  );
  for (const record of inLog) fold.add(record);
  return records.map((record) => ({
    at: positionText(topic, record.partition, record.offset),
    partition: record.partition,
    offset: record.offset,
    timestamp: record.timestamp,
    key: keyText(record.key),
    tables: written.get(record) ?? [],
  }));
}
