import { didYouMean } from "../../core/suggestion.js";
import { isTopicName } from "../../core/kafka/topic.js";
import { positionText } from "../../core/kafka/record.js";
import { peekRecords } from "../../core/peek/peek-records.js";
import { columnName } from "../../core/sketch/infer-columns.js";
import { type Sample, sampleOf, samplesInFile } from "../../core/sketch/samples.js";
import { sketchTable, type TableSketch } from "../../core/sketch/sketch-table.js";
import { InputError, UsageError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { TableInitInput } from "../../program/table.js";
import { tableInText } from "./selection.js";

/** A table that is proposed, and not made. */
export interface ProposedTable extends TableSketch {
  /** A topic, a file of samples, or a JSON Schema. */
  readonly from: { readonly kind: "topic" | "samples" | "schema"; readonly name: string };
  /** How many samples it takes: all that were read. */
  readonly samples: number;
  readonly keyspace: string;
  readonly table: string;
  /** What is to be printed. */
  readonly print: TableInitInput["print"];
}

interface Source {
  readonly from: ProposedTable["from"];
  readonly topic: string;
  readonly partitions: number;
  readonly samples: readonly Sample[];
  /** Records that are no JSON objects. */
  readonly unread?: readonly InputError[];
}

/** Proposes a table and its pipeline for the records of a topic, the samples of a file, or those of a JSON Schema. */
export async function proposeTable(
  input: TableInitInput & { readonly from: string },
  context: CommandContext,
): Promise<ProposedTable> {
  const { name = [], file = [], from, table: wanted, key, print, replication = 1 } = input;
  if (name.length + file.length > 0) {
    throw new UsageError("--from proposes a new table, and a pipeline is named beside it", {
      hint: "leave out one of the two",
    });
  }
  const {
    samples,
    unread = [],
    ...source
  } = isPath(from) ? await ofFile(from, context) : await ofTopic(input, context);
  const own = columnName(source.topic);
  const { keyspace, name: table } = wanted === undefined ? { keyspace: own, name: own } : tableInText(wanted);
  const now = context.clock.now();
  const { topic, partitions } = source;
  const sketch = await sketchTable({ topic, partitions, keyspace, table, replication, key, samples, now });
  const [first] = unread;
  const left =
    first === undefined
      ? []
      : [`left out: ${unread.length} of the records, the first ${first.where ?? ""}: ${first.message}`];
  return {
    ...sketch,
    notes: [...left, ...sketch.notes],
    from: source.from,
    samples: samples.length,
    keyspace,
    table,
    print,
  };
}

const isPath = (text: string): boolean => text === "-" || /[/\\]|\.(json|ndjson|jsonl)$/.test(text);

async function ofFile(path: string, { files }: CommandContext): Promise<Source> {
  const source = path === "-" ? "standard input" : path;
  const { isSchema, samples } = samplesInFile(await files.readText(path), source);
  const stem = (path.split(/[/\\]/).at(-1) ?? "").replace(/(\.schema)?\.\w+$/, "");
  const topic = path === "-" || !isTopicName(stem) ? "events" : stem;
  return { from: { kind: isSchema ? "schema" : "samples", name: source }, topic, partitions: 1, samples };
}

async function ofTopic(
  { from: topic, samples: count }: TableInitInput & { readonly from: string },
  { kafka, signal }: CommandContext,
): Promise<Source> {
  if (!isTopicName(topic) || !(await kafka.hasTopic(topic))) {
    const meant = didYouMean(topic, await kafka.topicNames());
    throw new InputError(`there is no topic ${topic}`, {
      where: kafka.bootstrapServers.join(","),
      hint: `${meant === undefined ? "" : `${meant} `}a file is named with its folder or .json, .ndjson: ./${topic}`,
    });
  }
  const ranges = await kafka.topicOffsets(topic);
  const records = await peekRecords(topic, { ranges, end: "last" }, count, "read_uncommitted", {
    kafka,
    signal,
  });
  const samples: Sample[] = [];
  const unread: InputError[] = [];
  for (const { partition, offset, key, value } of records) {
    // A tombstone is of a row, and has no columns.
    if (value === null) continue;
    try {
      samples.push(
        sampleOf(Buffer.from(value).toString("utf8"), positionText(topic, partition, offset), key),
      );
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      unread.push(error);
    }
  }
  if (samples.length > 0)
    return { from: { kind: "topic", name: topic }, topic, partitions: ranges.length, samples, unread };
  throw new InputError(`topic ${topic} has no record that is a JSON object`, {
    where: unread[0]?.where ?? `topic ${topic}`,
    hint: "give samples or a JSON Schema: --from samples.ndjson",
  });
}
