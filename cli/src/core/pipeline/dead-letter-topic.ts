import type { ConnectorConfig } from "../connect/connector-config.js";
import type { Pipeline, PipelineTopic } from "./pipeline.js";

/** The topic of a connector's dead letters, by Connect's setting; undefined where it has none. */
export function deadLetterTopicName(config: ConnectorConfig): string | undefined {
  const name = (config["errors.deadletterqueue.topic.name"] ?? "").trim();
  return name === "" ? undefined : name;
}

/** Every config by which a broker deletes letters, with the value that keeps them all: `compact` keeps one of each key. */
export const keepingLetters = {
  "retention.ms": "-1",
  "retention.bytes": "-1",
  "cleanup.policy": "delete",
} as const;

/**
 * The dead-letter topic as a pipeline wants it: letters are kept for ever, or `verify` could not tell what became of
 * their records. Connect's own would have the broker's retention. Undefined where the connector has none, or where the
 * file declares it among its topics.
 */
function deadLetterTopic({ connector, topics, replication }: Pipeline): PipelineTopic | undefined {
  const name = deadLetterTopicName(connector.config);
  if (name === undefined || topics.some((topic) => topic.name === name)) return undefined;
  const factor = Number(connector.config["errors.deadletterqueue.topic.replication.factor"]);
  const isSaid = Number.isInteger(factor) && factor > 0;
  return {
    name,
    partitions: 1,
    replication: isSaid ? factor : (replication ?? topics[0]?.replication ?? 1),
    configs: keepingLetters,
  };
}

/** The topic that says what has become of the letters of a dead-letter topic. */
export const resolutionTopicName = (letterTopic: string): string => `${letterTopic}.resolutions`;

/** It is compacted: the last word about a record is kept for ever. */
export function resolutionTopic(letterTopic: string, replication: number): PipelineTopic {
  return {
    name: resolutionTopicName(letterTopic),
    partitions: 1,
    replication,
    configs: { "cleanup.policy": "compact" },
  };
}

/**
 * The topics beside those that a pipeline reads: of its dead letters, and of what has become of them. Empty where it has
 * no dead letters; those that the file declares are left out.
 */
export function letterTopics(pipeline: Pipeline): readonly PipelineTopic[] {
  const name = deadLetterTopicName(pipeline.connector.config);
  if (name === undefined) return [];
  const declared = pipeline.topics.find((topic) => topic.name === name);
  const own = deadLetterTopic(pipeline);
  const resolutions = resolutionTopic(name, (declared ?? own)?.replication ?? 1);
  const isDeclared = pipeline.topics.some((topic) => topic.name === resolutions.name);
  return [...(own === undefined ? [] : [own]), ...(isDeclared ? [] : [resolutions])];
}

/** Whether a pipeline reads the topic, or writes its dead letters to it, or what has become of them is noted there. */
export function usesTopic({ connector, topics }: Pipeline, name: string): boolean {
  const letters = deadLetterTopicName(connector.config);
  return (
    topics.some((topic) => topic.name === name) ||
    (letters !== undefined && [letters, resolutionTopicName(letters)].includes(name))
  );
}
