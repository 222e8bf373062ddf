import { UsageError } from "../../errors.js";
import { readEventSchema } from "../../core/pipeline/event-schema.js";
import type { PipelineTopic } from "../../core/pipeline/pipeline.js";
import { lineBatches } from "./line-batches.js";
import type { CommandContext } from "../../ports/context.js";
import type { TopicProduceInput } from "../../program/topic.js";
import { type ProduceResult, send } from "./send.js";
import { selectTopic } from "./selection.js";

/** Sends the lines of a file as events: one JSON object a line, keyed by the topic's key field. */
export async function run(input: TopicProduceInput, context: CommandContext): Promise<ProduceResult> {
  const topic = await selectTopic(input, context);
  return sendLines(topic, input, context);
}

export async function sendLines(
  topic: PipelineTopic,
  input: Pick<TopicProduceInput, "name" | "file" | "events" | "schema" | "raw">,
  context: CommandContext,
): Promise<ProduceResult> {
  const { clock, files, signal } = context;
  const { name = [], file = [], events } = input;
  if (events === "-" && [...name, ...file].includes("-")) {
    throw new UsageError("standard input cannot hold both the pipeline and the events", {
      hint: "give the file of one of the two: --events PATH",
    });
  }
  const raw = input.raw === true;
  const batches = lineBatches({
    lines: files.readLines(events, signal),
    source: events === "-" ? "standard input" : events,
    key: topic.key,
    check: input.schema && !raw ? await schemaOf(topic, context) : undefined,
    raw,
    clock,
    signal,
  });
  return send(topic.name, batches, undefined, context);
}

async function schemaOf(
  topic: PipelineTopic,
  { files }: CommandContext,
): Promise<((event: unknown) => readonly string[]) | undefined> {
  if (topic.schema === undefined) return undefined;
  return readEventSchema(await files.readText(topic.schema), topic.schema).check;
}
