import { setTimeout } from "node:timers/promises";
// kafkajs is CommonJS, and Node does not find ConfigResourceTypes among its named exports.
import kafkajs, { type Admin, type KafkaJSDeleteGroupsError } from "kafkajs";
import { ServiceError } from "../../errors.js";
import { topicConfigs } from "../../core/kafka/topic-configs.js";
import { didYouMean } from "../../core/suggestion.js";
import { protocolErrorType } from "./protocol-error-type.js";
import type { GroupOffset, TopicDescription } from "../../core/kafka/topic.js";

/** Kafka's `ConfigSource.DYNAMIC_TOPIC_CONFIG`: set on the topic itself, not inherited from the broker. */
const setOnTopic: number = 1;

/** Partitions and replication; undefined when there is no such topic. */
export async function describePartitions(
  admin: Admin,
  name: string,
): Promise<Pick<TopicDescription, "partitions" | "replication"> | undefined> {
  try {
    const { partitions = [] } = (await admin.fetchTopicMetadata({ topics: [name] })).topics[0] ?? {};
    return {
      partitions: partitions.length,
      replication: Math.min(...partitions.map(({ replicas }) => replicas.length)),
    };
  } catch (error) {
    if (saysNoTopic(error)) return undefined;
    throw error;
  }
}

/** Also of a name that no topic can have. */
function saysNoTopic(error: unknown): boolean {
  return ["UNKNOWN_TOPIC_OR_PARTITION", "INVALID_TOPIC_EXCEPTION"].includes(protocolErrorType(error) ?? "");
}

/** The configs that are set on the topic, and those that it has from the brokers. */
export async function describeConfigs(
  admin: Admin,
  name: string,
): Promise<Pick<TopicDescription, "configs" | "inherited">> {
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: kafkajs.ConfigResourceTypes.TOPIC, name }],
  });
  const entries = resources[0]?.configEntries ?? [];
  const set = entries.filter((entry) => (entry.configSource as number) === setOnTopic);
  const inherited = entries.filter((entry) => !set.includes(entry));
  return {
    configs: Object.fromEntries(set.map((entry) => [entry.configName, entry.configValue])),
    inherited: Object.fromEntries(inherited.map((entry) => [entry.configName, entry.configValue])),
  };
}

/** Kafka's reasons to refuse a topic that can be corrected in the pipeline file. */
const refusals: Readonly<Record<string, string>> = {
  TOPIC_ALREADY_EXISTS: "it exists already",
  INVALID_REPLICATION_FACTOR: "there are fewer brokers than the replication asks for",
  INVALID_PARTITIONS: "the number of partitions must be at least 1",
  INVALID_CONFIG: "it has a config that Kafka does not know, or a value that it does not take",
  INVALID_TOPIC_EXCEPTION:
    "the name is not allowed: up to 249 letters, digits, dots, underscores and hyphens",
  POLICY_VIOLATION: "the cluster's own policy forbids it",
};

export async function createTopic(admin: Admin, topic: TopicDescription): Promise<void> {
  try {
    await admin.createTopics({
      waitForLeaders: false,
      topics: [
        {
          topic: topic.name,
          numPartitions: topic.partitions,
          replicationFactor: topic.replication,
          configEntries: Object.entries(topic.configs).map(([name, value]) => ({ name, value })),
        },
      ],
    });
  } catch (error) {
    const refusal = refusals[protocolErrorType(error) ?? ""];
    if (refusal === undefined) throw error;
    throw new ServiceError("Kafka", `Kafka refused to create the topic: ${refusal}`, {
      where: `topic ${topic.name}`,
      lines: protocolErrorType(error) === "INVALID_CONFIG" ? configLines(topic) : [],
      cause: error,
    });
  }
}

/** False when there was none. */
export async function deleteTopic(admin: Admin, name: string): Promise<boolean> {
  try {
    await admin.deleteTopics({ topics: [name] });
    return true;
  } catch (error) {
    if (saysNoTopic(error)) return false;
    throw error;
  }
}

/** Milliseconds until all brokers know a new topic and its leaders. */
const leaderTimeout = 15_000;

/**
 * Waits until the topics are known and each partition has a leader. kafkajs' `waitForLeaders` throws when the broker
 * that it asks does not know the new topic yet.
 */
export async function awaitLeaders(admin: Admin, names: readonly string[]): Promise<void> {
  const deadline = Date.now() + leaderTimeout;
  for (;;) {
    try {
      const { topics } = await admin.fetchTopicMetadata({ topics: [...names] });
      const isLed = ({ partitions }: (typeof topics)[number]): boolean =>
        partitions.length > 0 && partitions.every(({ leader }) => leader >= 0);
      if (topics.length === names.length && topics.every(isLed)) return;
    } catch (error) {
      const temporary = ["UNKNOWN_TOPIC_OR_PARTITION", "LEADER_NOT_AVAILABLE"];
      if (!temporary.includes(protocolErrorType(error) ?? "") || Date.now() > deadline) throw error;
    }
    if (Date.now() > deadline) return;
    await setTimeout(50);
  }
}

export async function groupOffsets(
  admin: Admin,
  group: string,
  topic: string,
): Promise<readonly GroupOffset[]> {
  const topics = await admin.fetchOffsets({ groupId: group, topics: [topic] });
  return (topics[0]?.partitions ?? [])
    .map(({ partition, offset }) => ({
      partition,
      offset: Number(offset) < 0 ? undefined : Number(offset),
    }))
    .sort((a, b) => a.partition - b.partition);
}

/** False when there was none. */
export async function deleteGroup(admin: Admin, group: string): Promise<boolean> {
  try {
    await admin.deleteGroups([group]);
    return true;
  } catch (error) {
    // kafkajs has the broker's word beside its own error.
    const [refused] = (error as Partial<KafkaJSDeleteGroupsError>).groups ?? [];
    const reason: unknown = refused?.error ?? error;
    if (protocolErrorType(reason) === "GROUP_ID_NOT_FOUND") return false;
    throw reason;
  }
}

/**
 * kafkajs drops the broker's message, which names the wrong config: that is one that no topic has, else one of all that
 * were asked for.
 */
function configLines({ configs }: TopicDescription): readonly string[] {
  const entries = Object.entries(configs);
  const unknown = entries.filter(([key]) => !topicConfigs.includes(key));
  return (unknown.length === 0 ? entries : unknown).map(([key, value]) => {
    const meant = topicConfigs.includes(key) ? undefined : didYouMean(key, topicConfigs);
    return `${key}=${value}${meant === undefined ? "" : `: ${meant}`}`;
  });
}
