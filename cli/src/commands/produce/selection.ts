import { UsageError } from "../../errors.js";
import type { Pipeline, PipelineTopic } from "../../core/pipeline/pipeline.js";
import { topicsToRead } from "../../core/pipeline/receipts-topic.js";
import type { CommandContext } from "../../ports/context.js";
import type { TopicProduceInput } from "../../program/topic.js";
import { durableRequest } from "./durable-request.js";
import type { SendTarget } from "./send.js";

/**
 * The topic that gets the events. A pipeline with several topics that are read needs `topic` to say which; without a
 * pipeline, it may be any topic of the cluster.
 * @param usual the pipeline that is meant where none is named
 * @throws UsageError for more than one pipeline, or none
 */
export async function selectTopic(
  {
    name = [],
    file = [],
    topic,
    waitDurable,
    dryRun,
  }: Pick<TopicProduceInput, "name" | "file" | "topic" | "waitDurable" | "dryRun">,
  context: CommandContext,
  usual?: string,
): Promise<SendTarget> {
  const words = [...name, ...file];
  const target = (found: PipelineTopic, of: Pipeline | undefined): SendTarget => {
    const durable = durableRequest(found.name, of, waitDurable);
    const isDryRun = dryRun === true;
    // Of what a dry run sends, nobody tells.
    return { topic: found, durable: isDryRun ? undefined : durable, isDryRun };
  };
  if (words.length === 0 && topic !== undefined) return target(anyTopic(topic), undefined);
  const isUsual = words.length === 0 && usual !== undefined;
  if (words.length !== 1 && !isUsual) throw notOne(words);
  const selected = await context.pipelines.select(isUsual ? { name: [usual] } : { name, file });
  const [pipeline] = selected;
  if (pipeline === undefined || selected.length > 1) throw notOne(selected.map((each) => each.name));
  const names = topicsToRead(pipeline).map((each) => each.name);
  const [only] = topicsToRead(pipeline);
  if (topic === undefined) {
    if (only !== undefined && names.length === 1) return target(only, pipeline);
    throw new UsageError(`pipeline ${pipeline.name} has ${names.length} topics: ${names.join(", ")}`, {
      hint: "say which with --topic",
    });
  }
  const named = pipeline.topics.find((each) => each.name === topic);
  if (named !== undefined) return target(named, pipeline);
  throw new UsageError(`pipeline ${pipeline.name} has no topic ${topic}`, {
    hint: `its topics: ${names.join(", ")}`,
  });
}

/** Of which nothing is known, and nothing is made. */
const anyTopic = (name: string): PipelineTopic => ({ name, partitions: 1, replication: 1, configs: {} });

function notOne(given: readonly string[]): UsageError {
  const what = given.length === 0 ? "no pipeline is named" : `${given.length} are named: ${given.join(", ")}`;
  return new UsageError(`events go to the topic of one pipeline, and ${what}`, {
    hint: "name one pipeline or its file, or any topic with --topic; the file of the events is given with --events",
  });
}
