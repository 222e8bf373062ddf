import { goneBeats } from "../../../core/shared-run/shared-run.js";
import { controlTopic, runOfTopic, writesTopic } from "../../../core/shared-run/topic-names.js";
import type { TopicDescription } from "../../../core/kafka/topic.js";
import type { CommandContext } from "../../../ports/context.js";

/** Kept until the run removes them, whatever the brokers' defaults are. */
const kept = { "cleanup.policy": "delete", "retention.ms": "-1", "retention.bytes": "-1" };

/** Bytes: a write may be larger than the record that it comes from, and has a record of its own then. */
const largestWrite = 64 * 1024 * 1024;

/** The number of replicas that the brokers have for a default. */
const usualReplication = -1;

const pause = 200;
/** How often it is looked whether a topic is there that another has just made. */
const looks = 15;

const controlTopicOf = (run: string): TopicDescription => ({
  name: controlTopic(run),
  partitions: 1,
  replication: usualReplication,
  configs: kept,
});

export const writesTopicOf = (run: string, start: string, ranges: number): TopicDescription => ({
  name: writesTopic(run, start),
  partitions: ranges,
  replication: usualReplication,
  configs: { ...kept, "max.message.bytes": String(largestWrite) },
});

/** Makes the topic, unless it is there, or another member makes it just now. */
export async function ensureTopic(
  topic: TopicDescription,
  { kafka, clock, signal }: Pick<CommandContext, "kafka" | "clock" | "signal">,
): Promise<void> {
  if (await kafka.hasTopic(topic.name)) return;
  try {
    await kafka.createTopic(topic);
  } catch (error) {
    signal.throwIfAborted();
    for (let look = 0; !(await kafka.hasTopic(topic.name)); look++) {
      if (look === looks) throw error;
      await clock.sleep(pause, signal);
    }
  }
}

/** A run, by its name and the id of its control topic: a later one of this name has another. */
export interface RunIdentity {
  readonly run: string;
  readonly id: string | undefined;
}

/** Removes the topics of a run; others may do so at the same time. @returns their names */
export async function removeTopics(
  run: string,
  { kafka }: Pick<CommandContext, "kafka">,
): Promise<readonly string[]> {
  const names = (await kafka.topicNames()).filter((name) => runOfTopic(name) === run);
  // The control topic is the last: while it is there, the run is listed.
  const isControl = (name: string): number => Number(name === controlTopic(run));
  const removed: string[] = [];
  for (const name of names.toSorted((left, right) => isControl(left) - isControl(right)))
    if (await kafka.deleteTopic(name)) removed.push(name);
  return removed;
}

/** Removes the topics of this run, and not those of a later one that has its name. */
export async function removeOwnTopics(
  of: RunIdentity,
  context: Pick<CommandContext, "kafka">,
): Promise<void> {
  if (await isThere(of, context)) await removeTopics(of.run, context);
}

/** Milliseconds between two looks, and how many of them: more than a member needs that is waited for. */
const removalPause = 1_000;
const removalLooks = goneBeats + 10;

/** Waits until the topics of a run are removed that has its report, and removes them where nobody is left who does. */
export async function awaitRemoval(
  of: RunIdentity,
  context: Pick<CommandContext, "kafka" | "clock" | "signal">,
): Promise<void> {
  for (let look = 0; look < removalLooks; look++) {
    if (!(await isThere(of, context))) return;
    await context.clock.sleep(removalPause, context.signal);
  }
  await removeOwnTopics(of, context);
}

/** Makes the control topic, unless it is there. */
export async function beginOrFind(
  run: string,
  context: Pick<CommandContext, "kafka" | "clock" | "signal">,
): Promise<RunIdentity> {
  await ensureTopic(controlTopicOf(run), context);
  return { run, id: await context.kafka.topicId(controlTopic(run)) };
}

/** Whether its topics have not been removed. */
export async function isThere(
  { run, id }: RunIdentity,
  { kafka }: Pick<CommandContext, "kafka">,
): Promise<boolean> {
  const name = controlTopic(run);
  return (await kafka.hasTopic(name)) && (await kafka.topicId(name)) === id;
}
