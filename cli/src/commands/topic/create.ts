import { type TopicDifference, compareTopic } from "../../core/pipeline/compare-topic.js";
import { InputError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";
import type { TopicDescription } from "../../core/kafka/topic.js";
import type { TopicCreateInput } from "../../program/topic.js";
import { type SelectedTopic, selectAllTopics } from "./selection.js";

interface CreatedTopic {
  readonly name: string;
  readonly pipeline: string;
  readonly state: "created" | "unchanged" | "different";
  readonly partitions: number;
  readonly replication: number;
  readonly differences: readonly TopicDifference[];
  /** Whether it is for the connector's dead letters. */
  readonly holdsLetters: boolean;
}

export interface TopicCreateResult extends CommandResult {
  readonly topics: readonly CreatedTopic[];
}

/** Creates the topics of pipelines, and those of their dead letters. An existing topic is left as it is; one that a file declares is compared with it. */
export async function run(input: TopicCreateInput, context: CommandContext): Promise<TopicCreateResult> {
  const { kafka } = context;
  const selected = await selectAllTopics(input, context);
  const existing = new Map<string, TopicDescription | undefined>();
  for (const { topic } of selected) existing.set(topic.name, await kafka.describeTopic(topic.name));
  const missing = selected.filter(({ topic }) => existing.get(topic.name) === undefined);
  const brokers = missing.length === 0 ? 0 : (await kafka.brokers()).length;
  for (const each of missing) checkReplication(each, brokers);

  const topics: CreatedTopic[] = [];
  for (const { pipeline, topic, holdsLetters } of selected) {
    const found = existing.get(topic.name);
    if (found === undefined) await kafka.createTopic(topic);
    const { partitions, replication } = found ?? topic;
    const differences = found === undefined || holdsLetters ? [] : compareTopic(topic, found);
    const state = found === undefined ? "created" : differences.length === 0 ? "unchanged" : "different";
    const shown = { partitions, replication, differences, holdsLetters };
    topics.push({ name: topic.name, pipeline: pipeline.name, state, ...shown });
  }
  return { outcome: topics.some(({ state }) => state === "different") ? "findings" : "clean", topics };
}

function checkReplication({ pipeline, topic, holdsLetters }: SelectedTopic, brokers: number): void {
  if (topic.replication <= brokers) return;
  const there = brokers === 1 ? "1 broker" : `${brokers} brokers`;
  const setting = holdsLetters
    ? "errors.deadletterqueue.topic.replication.factor"
    : `replication of topic ${topic.name}`;
  throw new InputError(
    `topic ${topic.name} asks for ${topic.replication} replicas, and the cluster has ${there}`,
    {
      where: `${pipeline.file}: ${setting}`,
      hint: `write ${brokers} or less, or add brokers; nothing was created`,
    },
  );
}
