import { ControlReader } from "../../../core/shared-run/payloads.js";
import { SharedRun } from "../../../core/shared-run/shared-run.js";
import { controlTopic, runOfTopic } from "../../../core/shared-run/topic-names.js";
import type { CommandContext } from "../../../ports/context.js";

interface Progress {
  readonly done: number;
  readonly total: number;
}

/** A run that has topics. */
export interface FoundRun {
  readonly run: string;
  readonly topics: readonly string[];
  /** What its control topic says; undefined where that is gone, or nobody has joined yet. */
  readonly control?: {
    readonly pipeline: string;
    /** The program's version. */
    readonly version: string;
    /** When the first member came, and when one was heard last. */
    readonly begun: string;
    readonly heard: string;
    /** Members that have not left; some may have been killed. */
    readonly members: number;
    readonly partitions: Progress;
    readonly ranges: Progress;
  };
}

/** All runs whose topics are on the brokers and may be described, by their names. */
export async function findRuns(context: CommandContext): Promise<readonly FoundRun[]> {
  const byRun = new Map<string, string[]>();
  for (const topic of await context.kafka.topicNames()) {
    const run = runOfTopic(topic);
    if (run === undefined) continue;
    byRun.set(run, [...(byRun.get(run) ?? []), topic]);
  }
  const found: FoundRun[] = [];
  for (const [run, topics] of byRun) {
    const control = topics.includes(controlTopic(run))
      ? await unlessRemoved(run, context, () => readControl(run, context))
      : undefined;
    found.push({ run, topics, ...(control === undefined ? {} : { control }) });
  }
  return found;
}

/** Where the next record of the run's control topic will stand; undefined where there is none. */
export async function controlEnd(
  run: string,
  context: Pick<CommandContext, "kafka">,
): Promise<number | undefined> {
  return unlessRemoved(run, context, async () => {
    const [partition] = await context.kafka.topicOffsets(controlTopic(run));
    return partition?.high ?? 0;
  });
}

/** A run may end at any time, and takes its topics with it. */
async function unlessRemoved<Found>(
  run: string,
  { kafka }: Pick<CommandContext, "kafka">,
  look: () => Promise<Found>,
): Promise<Found | undefined> {
  try {
    return (await kafka.hasTopic(controlTopic(run))) ? await look() : undefined;
  } catch (error) {
    if (await kafka.hasTopic(controlTopic(run))) throw error;
    return undefined;
  }
}

async function readControl(
  run: string,
  { kafka, signal }: CommandContext,
): Promise<FoundRun["control"] | undefined> {
  const topic = controlTopic(run);
  const ranges = (await kafka.topicOffsets(topic)).map(({ partition, low, high }) => ({
    ...{ partition, from: low, to: high },
  }));
  const state = new SharedRun();
  const reader = new ControlReader();
  let first: { readonly pipeline: string; readonly version: string; readonly at: number } | undefined;
  let heard = 0;
  await kafka.read({
    topic,
    ranges,
    signal,
    onRecords: (records) => {
      for (const record of records) {
        const received = reader.take(record);
        if (received === undefined) continue;
        heard = record.timestamp;
        state.take(received.record);
        if (received.record.kind !== "join" || first !== undefined) continue;
        const { pipeline, version } = received.record;
        first = { pipeline, version, at: record.timestamp };
      }
    },
  });
  if (first === undefined) return undefined;
  const { at, ...of } = first;
  return {
    ...of,
    begun: new Date(at).toISOString(),
    heard: new Date(heard).toISOString(),
    members: state.present,
    partitions: state.progress("read"),
    ranges: state.progress("range"),
  };
}
