import type { TopicDescription } from "../kafka/topic.js";
import type { SinkConfig } from "../sinks/sink-config.js";
import { type ConfigFinding, errorInCluster, warningInCluster } from "./finding.js";

/** What the settings of a live topic do to its records on their way into tables. */
export function lintTopicSettings(
  topic: TopicDescription,
  sink: Pick<SinkConfig, "writeTimes"> | undefined,
): readonly ConfigFinding[] {
  return [
    ...lintCopies(topic, "topics"),
    ...(sink?.writeTimes?.order === "time" ? orderedByTime(topic) : []),
  ];
}

/**
 * Whether a producer that waits for all copies can write to the topic.
 * @param key of the config that names it
 */
export function lintCopies(
  { name, replication, ...topic }: TopicDescription,
  key: string,
): readonly ConfigFinding[] {
  const wanted = Number(settingOf(topic, "min.insync.replicas") ?? 1);
  if (wanted > replication) {
    return [
      {
        ...errorInCluster,
        key,
        message: `topic ${name} has ${replication === 1 ? "1 replica" : `${replication} replicas`} and min.insync.replicas=${wanted}: no producer with acks=all can write to it`,
        hint: altered(name, `min.insync.replicas=${Math.max(1, replication - 1)}`),
      },
    ];
  }
  if (wanted < 2 || wanted < replication) return [];
  return [
    {
      ...warningInCluster,
      key,
      message: `topic ${name} has ${replication} replicas and min.insync.replicas=${wanted}: with one broker down nothing can be written to it`,
      hint: altered(name, `min.insync.replicas=${replication - 1}`),
    },
  ];
}

/** Of order=time (docs/decisions/write-times.md, "Limits"). */
function orderedByTime({ name, ...topic }: TopicDescription): readonly ConfigFinding[] {
  const findings: ConfigFinding[] = [];
  const isCompacted = (settingOf(topic, "cleanup.policy") ?? "").split(",").includes("compact");
  if (isCompacted && Number(settingOf(topic, "min.compaction.lag.ms") ?? 0) === 0) {
    findings.push({
      ...warningInCluster,
      key: "topics",
      message: `topic ${name} is compacted (cleanup.policy=${settingOf(topic, "cleanup.policy") ?? ""}) and the sink has order=time: where the cleaner removes records of a millisecond, a replay gives later ones other write times`,
      hint: "set order=log, or min.compaction.lag.ms of the topic above the longest outage",
    });
  }
  if (settingOf(topic, "message.timestamp.type") === "LogAppendTime") {
    findings.push({
      ...warningInCluster,
      key: "topics",
      message: `topic ${name} has message.timestamp.type=LogAppendTime and the sink has order=time: an old record that is sent again is the latest one, and overwrites what came after it`,
      hint: altered(name, "message.timestamp.type=CreateTime"),
    });
  }
  return findings;
}

function settingOf(
  { configs, inherited = {} }: Pick<TopicDescription, "configs" | "inherited">,
  key: string,
): string | undefined {
  return configs[key] ?? inherited[key];
}

const altered = (topic: string, setting: string): string =>
  `kafka-configs --alter --topic ${topic} --add-config ${setting}`;
