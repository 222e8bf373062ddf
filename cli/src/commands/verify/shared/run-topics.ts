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

export const controlTopicOf = (run: string): TopicDescription => ({
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

/** Removes the topics of a run; others may do so at the same time. @returns their names */
export async function removeTopics(
  run: string,
  { kafka }: Pick<CommandContext, "kafka">,
): Promise<readonly string[]> {
  const names = (await kafka.topicNames()).filter((name) => runOfTopic(name) === run);
  // The control topic is the last: while it is there, the run is listed.
  const control = controlTopic(run);
  const removed: string[] = [];
  for (const name of [
    ...names.filter((each) => each !== control),
    ...names.filter((each) => each === control),
  ]) {
    if (await kafka.deleteTopic(name)) removed.push(name);
  }
  return removed;
}
