import type { TopicDescription } from "../kafka/topic.js";
import type { PipelineTopic } from "./pipeline.js";

export interface TopicDifference {
  /** `partitions`, `replication`, or a config's key. */
  readonly what: string;
  /** What the pipeline file says; undefined for a config that is set on the topic and not in the file. */
  readonly wanted: string | undefined;
  readonly found: string | undefined;
  /** The command that removes the difference, or the alternatives. */
  readonly remedy: string;
}

/** Every difference between an existing topic and its pipeline file. */
export function compareTopic(
  wanted: PipelineTopic,
  found: Omit<TopicDescription, "name">,
): readonly TopicDifference[] {
  const differences: TopicDifference[] = [];
  if (wanted.partitions !== found.partitions) {
    differences.push({
      what: "partitions",
      wanted: String(wanted.partitions),
      found: String(found.partitions),
      remedy:
        wanted.partitions > found.partitions
          ? "adding partitions moves keys to other partitions: make the topic anew, or correct the file"
          : "Kafka never takes partitions away: make the topic anew, or correct the file",
    });
  }
  if (wanted.replication !== found.replication) {
    differences.push({
      what: "replication",
      wanted: String(wanted.replication),
      found: String(found.replication),
      remedy: "move replicas with kafka-reassign-partitions, or correct the file",
    });
  }
  for (const [key, value] of Object.entries(wanted.configs)) {
    const actual = found.configs[key] ?? found.inherited?.[key];
    if (actual === value) continue;
    const remedy = `kafka-configs --alter --topic ${wanted.name} --add-config ${key}=${value}, or correct the file`;
    differences.push({ what: key, wanted: value, found: actual, remedy });
  }
  for (const [key, value] of Object.entries(found.configs)) {
    if (key in wanted.configs) continue;
    differences.push({
      what: key,
      wanted: undefined,
      found: value,
      remedy: `add ${key} to the file's configs`,
    });
  }
  return differences;
}
