import type { ConnectorConfig } from "../../core/connect/connector-config.js";
import { isTopicName } from "../../core/kafka/topic.js";
import { type TopicPosition, parsePosition } from "../../core/kafka/position.js";
import { usesTopic } from "../../core/pipeline/dead-letter-topic.js";
import type { Pipeline } from "../../core/pipeline/pipeline.js";
import { receiptsTopicName, topicsToRead } from "../../core/pipeline/receipts-topic.js";
import { didYouMean, whatIsKnown } from "../../core/suggestion.js";
import { InputError, UsageError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { TopicPeekInput } from "../../program/topic.js";

/** Which topic is read, and as which connector. */
export interface PeekTarget {
  readonly topic: string;
  /** Where a single record was named. */
  readonly position: TopicPosition | undefined;
  readonly reader: PeekReader | undefined;
  /** The pipeline whose receipts are there: they are the sink's own JSON, whatever its converters read. */
  readonly receiptsOf?: string;
}

/** A connector that reads the topic. */
interface PeekReader {
  readonly kind: "pipeline" | "connector";
  readonly name: string;
  readonly config: ConnectorConfig;
}

/**
 * The word may be a topic, a record's place, or a pipeline of one topic.
 * @throws UsageError where it is none of these, InputError for a connector that is not deployed
 */
export async function peekTarget(input: TopicPeekInput, context: CommandContext): Promise<PeekTarget> {
  const { name: words = [], file = [], connector } = input;
  const [word] = words;
  if (words.length > 1) {
    throw new UsageError(`${words.length} topics are named: ${words.join(", ")}`, { hint: "peek shows one" });
  }
  if (file.length > 0 && connector !== undefined) {
    throw new UsageError("-f and --connector both say how the records are read", {
      hint: "leave out one of the two",
    });
  }
  const chosen = file.length === 0 ? undefined : await onlyOne(file, context);
  const position = word === undefined ? undefined : parsePosition(word);
  const named = chosen ?? (await namedPipeline(word, context));
  const topic = position?.topic ?? topicOf(word, named, chosen !== undefined);
  if (connector !== undefined) return { topic, position, reader: await deployed(connector, context) };
  const users = named === undefined ? await usersOf(topic, context) : [named];
  const isTold = ({ connector: { config } }: Pipeline): boolean => receiptsTopicName(config) === topic;
  const pipeline = users.find((each) => !isTold(each));
  if (pipeline !== undefined) return { topic, position, reader: readerOf(pipeline) };
  const [teller] = users;
  const receipts = teller === undefined ? {} : { receiptsOf: teller.name };
  return { topic, position, reader: undefined, ...receipts };
}

async function onlyOne(
  file: readonly string[],
  { pipelines }: CommandContext,
): Promise<Pipeline | undefined> {
  const [pipeline, ...others] = await pipelines.select({ file });
  if (others.length === 0) return pipeline;
  throw new UsageError(`-f names ${others.length + 1} pipelines, and the records are read as one does`);
}

const readerOf = ({ name, connector }: Pipeline): PeekReader => ({
  kind: "pipeline",
  name,
  config: connector.config,
});

async function namedPipeline(
  word: string | undefined,
  { pipelines }: CommandContext,
): Promise<Pipeline | undefined> {
  if (word === undefined || !(await pipelines.names()).includes(word)) return undefined;
  return (await pipelines.select({ name: [word] }))[0];
}

/** @param isOfFile whether the word may name another topic than the pipeline's */
function topicOf(word: string | undefined, pipeline: Pipeline | undefined, isOfFile: boolean): string {
  if (word !== undefined && (pipeline === undefined || isOfFile)) {
    if (isTopicName(word)) return word;
    throw new UsageError(`"${word}" is no name of a topic, and no record's place`, {
      hint: "a record's place is topic-partition@offset: orders-0@1187",
    });
  }
  const topics = (pipeline === undefined ? [] : topicsToRead(pipeline)).map(({ name }) => name);
  const [only] = topics;
  if (only !== undefined && topics.length === 1) return only;
  const what =
    pipeline === undefined ? "no topic is named" : `pipeline ${pipeline.name} has ${topics.length} topics`;
  throw new UsageError(what, {
    hint:
      topics.length === 0
        ? "name a topic: cassink topic list --all shows them"
        : `name one of them: ${topics.join(", ")}`,
  });
}

/** The pipelines of connectors/pipelines that read the topic, or have their dead letters or their receipts there. */
async function usersOf(topic: string, { pipelines }: CommandContext): Promise<readonly Pipeline[]> {
  if ((await pipelines.names()).length === 0) return [];
  const all = await pipelines.selectEach({});
  return all
    .flatMap((each) => ("pipeline" in each ? [each.pipeline] : []))
    .filter((each) => usesTopic(each, topic));
}

async function deployed(name: string, { connect }: CommandContext): Promise<PeekReader> {
  const config = await connect.config(name);
  if (config !== undefined) return { kind: "connector", name, config };
  const names = [...(await connect.configs()).keys()];
  throw new InputError(`there is no connector ${name}`, {
    where: connect.url,
    hint: whatIsKnown(name, names),
  });
}

/** @throws InputError for a topic that the cluster does not have */
export async function requireTopic(topic: string, { kafka }: CommandContext): Promise<void> {
  if (await kafka.hasTopic(topic)) return;
  throw new InputError(`there is no topic ${topic}`, {
    where: kafka.bootstrapServers.join(","),
    hint: didYouMean(topic, await kafka.topicNames()) ?? '"cassink topic list --all" shows all topics',
  });
}
