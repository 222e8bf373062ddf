import type { TopicDescription } from "../kafka/topic.js";
import type { PipelineTopic } from "./pipeline.js";

export interface TopicDifference {
  /** `partitions`, `replication`, or a config's key. */
  readonly what: string;
  /** What the pipeline file says; undefined where it says nothing and the topic has a value of its own. */
  readonly wanted: string | undefined;
  readonly found: string | undefined;
  /** The command or the thought that ends the difference. */
  readonly remedy: string;
}

/** Every respect in which a topic that exists is not what its pipeline file asks for. */
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
    const there = found.configs[key] ?? found.inherited?.[key];
    if (there === value) continue;
    differences.push({ what: key, wanted: value, found: there, remedy: setConfig(wanted.name, key, value) });
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

function setConfig(topic: string, key: string, value: string): string {
  return `kafka-configs --alter --topic ${topic} --add-config ${key}=${value}, or correct the file`;
}
