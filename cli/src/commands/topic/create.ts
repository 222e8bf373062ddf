import { type TopicDifference, compareTopic } from "../../core/topic/compare-topic.js";
import { InputError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { TopicDescription } from "../../ports/kafka.js";
import type { TopicCreateInput } from "../../program/topic.js";
import { type SelectedTopic, selectTopics } from "./selection.js";

export interface CreatedTopic {
  readonly name: string;
  readonly pipeline: string;
  readonly state: "created" | "unchanged" | "different";
  readonly partitions: number;
  readonly replication: number;
  readonly differences: readonly TopicDifference[];
}

export interface TopicCreateResult extends CommandResult {
  readonly topics: readonly CreatedTopic[];
}

/** Creates the topics of pipelines. An existing topic is compared with its file and left as it is. */
export async function run(input: TopicCreateInput, context: CommandContext): Promise<TopicCreateResult> {
  const { kafka } = context;
  const selected = await selectTopics(input, context);
  const existing = new Map<string, TopicDescription | undefined>();
  for (const { topic } of selected) existing.set(topic.name, await kafka.describeTopic(topic.name));
  const missing = selected.filter(({ topic }) => existing.get(topic.name) === undefined);
  const brokers = missing.length === 0 ? 0 : (await kafka.brokers()).length;
  for (const each of missing) checkReplication(each, brokers);

  const topics: CreatedTopic[] = [];
  for (const { pipeline, topic } of selected) {
    const found = existing.get(topic.name);
    if (found === undefined) await kafka.createTopic(topic);
    const { partitions, replication } = found ?? topic;
    const differences = found === undefined ? [] : compareTopic(topic, found);
    const state = found === undefined ? "created" : differences.length === 0 ? "unchanged" : "different";
    topics.push({ name: topic.name, pipeline: pipeline.name, state, partitions, replication, differences });
  }
  return { outcome: topics.some(({ state }) => state === "different") ? "findings" : "clean", topics };
}

function checkReplication({ pipeline, topic }: SelectedTopic, brokers: number): void {
  if (topic.replication <= brokers) return;
  const there = brokers === 1 ? "1 broker" : `${brokers} brokers`;
  throw new InputError(
    `topic ${topic.name} asks for ${topic.replication} replicas, and the cluster has ${there}`,
    {
      where: `${pipeline.file}: replication of topic ${topic.name}`,
      hint: `write replication: ${brokers} or less, or add brokers; nothing was created`,
    },
  );
}
