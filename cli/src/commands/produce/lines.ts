import { UsageError } from "../../errors.js";
import { readEventSchema } from "../../core/pipeline/event-schema.js";
import type { PipelineTopic } from "../../core/pipeline/pipeline.js";
import type { OutgoingRecord } from "../../core/kafka/record.js";
import { recordOfLine } from "./event-lines.js";
import { lineBatches } from "./line-batches.js";
import type { CommandContext } from "../../ports/context.js";
import type { TopicProduceInput } from "../../program/topic.js";
import { type ProduceResult, type SendTarget, send } from "./send.js";
import { documentLines, recordOfDocument } from "./record-documents.js";
import { selectTopic } from "./selection.js";
import { isSingle, refuseMixedSources, singleRecord } from "./single-record.js";

/** Sends the lines of a file as events, its documents as records, or the one record that the flags describe. */
export async function run(input: TopicProduceInput, context: CommandContext): Promise<ProduceResult> {
  refuseMixedSources(input);
  const target = await selectTopic(input, context);
  const { topic } = target;
  if (isSingle(input)) {
    const raw = input.raw === true || !isOfPipeline(input);
    const check = input.schema && !raw ? await schemaOf(topic, context) : undefined;
    return send(target, one(singleRecord(input, topic, check, raw, context.clock.now())), 1, context);
  }
  if (input.records !== undefined) return sendDocuments(target, input.records, input, context);
  const raw = input.raw === true || !isOfPipeline(input);
  return sendLines(target, { ...input, raw, events: input.events ?? "-" }, context);
}

/** The topic of a pipeline has a key and perhaps a schema; what another one holds is not known, and goes as it is. */
const isOfPipeline = ({ name = [], file = [] }: TopicProduceInput): boolean => name.length + file.length > 0;

// eslint-disable-next-line @typescript-eslint/require-await -- as lines come
async function* one(record: OutgoingRecord): AsyncGenerator<readonly OutgoingRecord[]> {
  yield [record];
}

async function sendDocuments(
  target: SendTarget,
  path: string,
  { name = [], file = [] }: TopicProduceInput,
  context: CommandContext,
): Promise<ProduceResult> {
  refuseSharedInput(path, [...name, ...file]);
  const { clock, files, signal } = context;
  const source = sourceName(path);
  const batches = lineBatches({
    lines: documentLines(files.readLines(path, signal), source),
    recordOf: (line, lineNumber, timestamp) => recordOfDocument(line, lineNumber, timestamp, source),
    clock,
    signal,
  });
  return send(target, batches, undefined, context);
}

/** One JSON object a line, keyed by the topic's key field. */
export async function sendLines(
  target: SendTarget,
  input: Pick<TopicProduceInput, "name" | "file" | "schema" | "raw"> & { readonly events: string },
  context: CommandContext,
): Promise<ProduceResult> {
  const { clock, files, signal } = context;
  const { name = [], file = [], events } = input;
  refuseSharedInput(events, [...name, ...file]);
  const raw = input.raw === true;
  const options = {
    source: sourceName(events),
    key: target.topic.key,
    check: input.schema && !raw ? await schemaOf(target.topic, context) : undefined,
    raw,
  };
  const batches = lineBatches({
    lines: files.readLines(events, signal),
    recordOf: (line, lineNumber, timestamp) => recordOfLine(line, lineNumber, timestamp, options),
    clock,
    signal,
  });
  return send(target, batches, undefined, context);
}

const sourceName = (path: string): string => (path === "-" ? "standard input" : path);

function refuseSharedInput(path: string, pipelines: readonly string[]): void {
  if (path !== "-" || !pipelines.includes("-")) return;
  throw new UsageError("standard input cannot hold both the pipeline and the events", {
    hint: "give the file of one of the two: --events PATH, or --records PATH",
  });
}

async function schemaOf(
  topic: PipelineTopic,
  { files }: CommandContext,
): Promise<((event: unknown) => readonly string[]) | undefined> {
  if (topic.schema === undefined) return undefined;
  return readEventSchema(await files.readText(topic.schema), topic.schema).check;
}
