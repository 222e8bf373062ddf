import type { ConnectorConfig } from "../../core/connect/connector-config.js";
import type { TopicDescription } from "../../core/kafka/topic.js";
import { type ConfigFinding, errorInCluster, warningInCluster } from "../../core/lint/finding.js";
import { deadLetterTopicName, keepingLetters } from "../../core/pipeline/dead-letter-topic.js";
import type { CommandContext } from "../../ports/context.js";

const nameKey = "errors.deadletterqueue.topic.name";
const factorKey = "errors.deadletterqueue.topic.replication.factor";

/**
 * The topic of the dead letters. Connect makes one that is missing, with the broker's retention, and the task fails when
 * it cannot have its replicas. Of one that is there: whether the broker deletes letters.
 */
export async function checkDeadLetterTopic(
  config: ConnectorConfig,
  { kafka }: CommandContext,
): Promise<readonly ConfigFinding[]> {
  const name = deadLetterTopicName(config);
  if (name === undefined) return [];
  const found = (await kafka.topicNames()).includes(name) ? await kafka.describeTopic(name) : undefined;
  if (found !== undefined) return takenLetters(found);
  const replication = Number(config[factorKey] ?? "3");
  const brokers = (await kafka.brokers()).length;
  if (!(replication > brokers)) {
    return [
      {
        ...warningInCluster,
        key: nameKey,
        message: `topic ${name} is missing: Connect makes it, and the broker then deletes letters by its own retention`,
        hint: "make it with: cassink topic create",
      },
    ];
  }
  const message = `topic ${name} is missing, Connect makes it with ${replication} replicas${factorKey in config ? "" : " by default"}, and the cluster has ${brokers === 1 ? "1 broker" : `${brokers} brokers`}: the tasks would fail`;
  const hint = `set it to ${brokers} or less, or make the topic`;
  return [{ ...errorInCluster, key: factorKey, message, hint }];
}

function takenLetters({ name, configs, inherited = {} }: TopicDescription): readonly ConfigFinding[] {
  const limits = Object.entries(keepingLetters).flatMap(([key, wanted]) => {
    const value = configs[key] ?? inherited[key];
    return value === undefined || value === wanted ? [] : [`${key}=${value}`];
  });
  if (limits.length === 0) return [];
  return [
    {
      ...warningInCluster,
      key: nameKey,
      message: `topic ${name} loses letters (${limits.join(", ")}): verify cannot judge the records of those that are gone`,
      hint: `kafka-configs --alter --topic ${name} --add-config ${Object.entries(keepingLetters)
        .map(([key, value]) => `${key}=${value}`)
        .join(",")}`,
    },
  ];
}
