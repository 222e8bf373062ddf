import { consumerGroup, isolationLevel } from "../../core/connect/connector-config.js";
import { groupLag } from "../../core/kafka/group-lag.js";
import { receiptsTopicName } from "../../core/pipeline/receipts-topic.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { TopicDescribeInput } from "../../program/topic.js";
import { type SelectedTopic, selectTopics } from "./selection.js";

interface DescribedPartition {
  readonly partition: number;
  readonly low: number;
  readonly high: number;
  /** Where the connector's group goes on; undefined when it has committed nothing. */
  readonly committed: number | undefined;
  /** Offsets that the group has still to read; all of the partition's where it has committed nothing. */
  readonly lag: number;
}

export interface DescribedTopic {
  readonly name: string;
  readonly pipeline: string;
  /** Undefined for the topic that takes the connector's receipts: it is not read. */
  readonly group: string | undefined;
  readonly exists: boolean;
  readonly replication: number;
  readonly configs: Readonly<Record<string, string>>;
  /** Those that have a leader. */
  readonly partitions: readonly DescribedPartition[];
  readonly leaderless: readonly number[];
}

export interface TopicDescribeResult extends CommandResult {
  readonly topics: readonly DescribedTopic[];
}

/** Partitions, offsets and configs of pipelines' topics, and how far each connector has read. */
export async function run(input: TopicDescribeInput, context: CommandContext): Promise<TopicDescribeResult> {
  const topics: DescribedTopic[] = [];
  for (const each of await selectTopics(input, context)) topics.push(await describe(each, context));
  return {
    outcome: topics.every(({ exists, leaderless }) => exists && leaderless.length === 0)
      ? "clean"
      : "findings",
    topics,
  };
}

async function describe(
  { pipeline, topic }: SelectedTopic,
  { kafka, signal }: CommandContext,
): Promise<DescribedTopic> {
  const { connector } = pipeline;
  const isRead = receiptsTopicName(connector.config) !== topic.name;
  const group = isRead ? consumerGroup(connector.name, connector.config) : undefined;
  const found = await kafka.describeTopic(topic.name);
  const known = { name: topic.name, pipeline: pipeline.name, group };
  if (found === undefined)
    return { ...known, exists: false, replication: 0, configs: {}, partitions: [], leaderless: [] };
  const isolation = isolationLevel(connector.config);
  const [{ partitions, leaderless }, { partitions: lags }] = await Promise.all([
    kafka.availableOffsets(topic.name),
    group === undefined
      ? { partitions: [] }
      : groupLag({ group, topics: [topic.name], isolation }, kafka, signal),
  ]);
  return {
    ...known,
    exists: true,
    replication: found.replication,
    configs: found.configs,
    leaderless,
    partitions: partitions.map(({ partition, low, high }) => {
      const { committed, lag } = lags.find((each) => each.partition === partition) ?? noLag;
      return { partition, low, high, committed, lag };
    }),
  };
}

/** Of a partition that came between two questions. */
const noLag = { committed: undefined, lag: 0 };
