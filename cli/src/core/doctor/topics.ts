import type { TopicDescription } from "../kafka/topic.js";
import { lintTopicSettings } from "../lint/topic-settings.js";
import { topicChange } from "../pipeline/planned-change.js";
import type { SelectedTopic } from "../pipeline/topics.js";
import type { SinkConfig } from "../sinks/sink-config.js";
import { type Check, finding, good, warning } from "./check.js";

/**
 * A topic that the connector reads, and how it stands to the file.
 * @param declared undefined for one that the file does not declare: there is nothing to compare it with
 * @param words by which a command names the pipeline: `item-sales`, `-f my.yaml`
 */
export function topicChecks(
  name: string,
  declared: SelectedTopic | undefined,
  found: TopicDescription | undefined,
  sink: SinkConfig | undefined,
  words: string,
): readonly Check[] {
  const subject = `topic ${name}`;
  if (found === undefined) {
    const make = declared === undefined ? "make it" : `cassink topic create ${words}`;
    return [finding(subject, "there is no such topic", `${make}, or correct topics in the config`)];
  }
  const checks = [
    ...lintTopicSettings(found, sink).map(({ severity, message, hint = "" }) =>
      (severity === "error" ? finding : warning)(subject, message, hint),
    ),
    ...(declared === undefined ? [] : topicChange(declared, found).differences).map(
      ({ what, before, after, remedy = "" }) =>
        warning(subject, `${what} is ${before ?? "not set"}, and in the file ${after ?? "not set"}`, remedy),
    ),
  ];
  return checks.length === 0 ? [good(subject, shape(found))] : checks;
}

/** The topic that says what became of dead letters, where the letters themselves have theirs. */
export function resolutionChecks(name: string, isThere: boolean, words: string): readonly Check[] {
  if (isThere) return [];
  const seen = `there is no topic ${name}, where it is noted what becomes of letters`;
  return [warning("dead letters", seen, `cassink topic create ${words}`)];
}

/** A topic for letters that gives them other times than their records had. */
export function letterTimeChecks({ name, configs, inherited = {} }: TopicDescription): readonly Check[] {
  const key = "message.timestamp.type";
  if ((configs[key] ?? inherited[key]) !== "LogAppendTime") return [];
  const seen = `topic ${name} has ${key}=LogAppendTime: letters lose the times of their records, and cannot be sent again`;
  return [
    warning("dead letters", seen, `kafka-configs --alter --topic ${name} --add-config ${key}=CreateTime`),
  ];
}

/** `4 partitions, 1 replica, cleanup.policy=delete, retention.ms=-1` */
function shape({ partitions, replication, configs, inherited = {} }: TopicDescription): string {
  const shown = ["cleanup.policy", "retention.ms"].flatMap((key) => {
    const value = configs[key] ?? inherited[key];
    return value === undefined ? [] : [`${key}=${value}`];
  });
  const counts = [counted(partitions, "partition"), counted(replication, "replica")];
  return [...counts, ...shown].join(", ");
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;
