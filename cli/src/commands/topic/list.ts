import { letterTopics } from "../../core/pipeline/dead-letter-topic.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { TopicListInput } from "../../program/topic.js";

interface ListedTopic {
  readonly name: string;
  readonly pipelines: readonly string[];
  /** Undefined when the topic does not exist. */
  readonly partitions: number | undefined;
  readonly replication: number | undefined;
  /** Offsets that can be read: in a compacted or transactional topic, a few more than records. */
  readonly records: number | undefined;
  /** Partitions that no running broker has; their records are not counted. */
  readonly leaderless: readonly number[];
}

export interface TopicListResult extends CommandResult {
  readonly topics: readonly ListedTopic[];
  /** Topics of the cluster that are not listed. */
  readonly others: number;
}

export async function run(input: TopicListInput, context: CommandContext): Promise<TopicListResult> {
  const { kafka } = context;
  const pipelines = await context.pipelines.select(input);
  const used = new Map<string, string[]>();
  for (const pipeline of pipelines) {
    for (const { name } of [...pipeline.topics, ...letterTopics(pipeline)])
      used.set(name, [...(used.get(name) ?? []), pipeline.name]);
  }
  const existing = await kafka.topicNames();
  const others = existing.filter((name) => !used.has(name));
  const topics: ListedTopic[] = [];
  for (const name of [...used.keys(), ...(input.all === true ? others : [])]) {
    const pipelineNames = used.get(name) ?? [];
    const description = await kafka.describeTopic(name);
    const offsets = description === undefined ? undefined : await kafka.availableOffsets(name);
    topics.push({
      name,
      pipelines: pipelineNames,
      partitions: description?.partitions,
      replication: description?.replication,
      records: offsets?.partitions.reduce((sum, { low, high }) => sum + high - low, 0),
      leaderless: offsets?.leaderless ?? [],
    });
  }
  return { outcome: "clean", topics, others: input.all === true ? 0 : others.length };
}
