import { sinkConfig } from "../../core/sinks/sink-config.js";
import { type ConnectorConfig, subscribedTopics } from "../../core/connect/connector-config.js";
import { resolutionTopicName } from "../../core/pipeline/dead-letter-topic.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import { InputError, UsageError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { LettersOf } from "./selection.js";

/** A topic to which records are sent again. */
export interface ReplayTarget {
  readonly topic: string;
  readonly partitions: number;
  /** Whether the topic gives records its own time, so that a record that is sent again is a new one. */
  readonly stampsItself: boolean;
}

/** @throws InputError for one that is not there */
export async function replayTarget(
  topic: string,
  pipeline: Pipeline,
  { kafka }: CommandContext,
): Promise<ReplayTarget> {
  const found = await kafka.describeTopic(topic);
  if (found === undefined) {
    const isDeclared = pipeline.topics.some(({ name }) => name === topic);
    throw new InputError(`there is no topic ${topic} to send records to`, {
      where: `topic ${topic} on ${kafka.bootstrapServers.join(", ")}`,
      hint: isDeclared
        ? "make it with: cassink topic create - or name another with --to"
        : `pipeline ${pipeline.name} declares no such topic: name one that it reads with --to`,
    });
  }
  const { partitions, configs, inherited } = found;
  const stamps = configs[stampConfig] ?? inherited?.[stampConfig] ?? "CreateTime";
  return { topic, partitions, stampsItself: stamps === "LogAppendTime" };
}

/** Whether the connector reads this topic; so it is taken for a pattern that cannot be followed here. */
export function isRead(topic: string, config: ConnectorConfig): boolean {
  try {
    return subscribedTopics(config, [topic]).length > 0;
  } catch (error) {
    if (error instanceof InputError) return true;
    throw error;
  }
}

/** @throws UsageError where records would be taken for letters, or for what is noted of them */
export function refuseLetterTopics(to: string | undefined, letterTopic: string): void {
  if (to !== letterTopic && to !== resolutionTopicName(letterTopic)) return;
  throw new UsageError(`records are not sent to ${to}`, {
    where: to === letterTopic ? "it holds the dead letters" : "it holds what is noted of the dead letters",
    hint: "leave out --to, or name a topic that the connector reads",
  });
}

const stampConfig = "message.timestamp.type";

/** @throws InputError where the letters do not have the times of their records */
export async function refuseOwnTimes({ topic, pipeline }: LettersOf, context: CommandContext): Promise<void> {
  if (!(await context.kafka.hasTopic(topic))) return;
  const { stampsItself } = await replayTarget(topic, pipeline, context);
  if (!stampsItself) return;
  throw new InputError(
    "the dead-letter topic gives letters its own time, so the times of their records are lost",
    {
      where: `topic ${topic}: ${stampConfig}=LogAppendTime`,
      hint: `set ${stampConfig}=CreateTime on it; records that are letters already have to be sent by other means`,
    },
  );
}

/** By what a connector decides which of two records of a row is the later one. */
export interface RecordOrder {
  /** By their offsets, or nobody knows; else by their times. */
  readonly isByOffset: boolean;
  /** Whether a record of this topic that has become a dead letter has written nothing at all. */
  readonly lettersWroteNothing: (topic: string) => boolean;
}

export function recordOrder(config: ConnectorConfig): RecordOrder {
  const sink = sinkConfig(config);
  return {
    isByOffset: sink === undefined || sink.writeTimes?.order === "log",
    // A record of several tables that is bad for one is written to the others.
    lettersWroteNothing: (topic) =>
      sink?.topics.some((settings) => settings.topic === topic && settings.tables.length === 1) === true,
  };
}
