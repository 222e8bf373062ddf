import { consumerGroup } from "../../core/connect/connector-config.js";
import { partitionLag } from "../../core/kafka/lag.js";
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
  readonly group: string;
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
  { kafka }: CommandContext,
): Promise<DescribedTopic> {
  const { connector } = pipeline;
  const group = consumerGroup(connector.name, connector.config);
  const found = await kafka.describeTopic(topic.name);
  const known = { name: topic.name, pipeline: pipeline.name, group };
  if (found === undefined)
    return { ...known, exists: false, replication: 0, configs: {}, partitions: [], leaderless: [] };
  const [{ partitions, leaderless }, commits] = await Promise.all([
    kafka.availableOffsets(topic.name),
    kafka.groupOffsets(group, topic.name),
  ]);
  return {
    ...known,
    exists: true,
    replication: found.replication,
    configs: found.configs,
    leaderless,
    partitions: partitions.map((each) => {
      const { committed, lag } = partitionLag(topic.name, each, commits);
      return { partition: each.partition, low: each.low, high: each.high, committed, lag };
    }),
  };
}
