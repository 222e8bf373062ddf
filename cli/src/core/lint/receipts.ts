import type { ConnectorConfig } from "../connect/connector-config.js";
import { subscribedTopics } from "../connect/connector-config.js";
import { InputError } from "../../errors.js";
import { isTopicName } from "../kafka/topic.js";
import type { Receipts } from "../rows/sink.js";
import type { SinkConfig } from "../sinks/sink-config.js";
import { type ClassSettings, lintSection } from "./catalogue.js";
import { type ConfigFinding, errorInConfig } from "./finding.js";

/** Keys with this prefix are handed to the producer of receipts. */
export const producerPrefix = "receipts.producer.";

/** What receipts depend on, so that the sink sets it itself; and what to do instead. */
const fixed: Readonly<Record<string, string>> = {
  "bootstrap.servers": "set receipts.bootstrap.servers",
  "key.serializer": "receipts are JSON",
  "value.serializer": "receipts are JSON",
  acks: "it is all",
  "enable.idempotence": "it is true",
  "transactional.id": "each partition has its own; set receipts.transactional",
  "max.block.ms": "what is not told is waited for as long as retry.timeout says",
};

/**
 * The checks of `receipts.*` that need no server.
 * @param producer the settings of Kafka's producer
 */
export function lintReceipts(
  config: ConnectorConfig,
  { sink, receipts, topics }: SinkConfig,
  producer: ClassSettings,
): readonly ConfigFinding[] {
  if (sink.receipts === undefined) return [];
  if (receipts === undefined) return withoutTopic(config);
  return [
    ...loops(config, receipts),
    ...ownSettings(config),
    ...lintSection(config, {
      prefix: producerPrefix,
      settings: producer,
      own: Object.keys(fixed),
      // An interceptor may have settings of its own.
      isLeft: () => true,
    }).filter(({ key }) => !isFixed(key)),
    ...(receipts.mode === "range" ? notTransactional(config) : recordsOfQueries(topics)),
  ];
}

const isFixed = (key: string): boolean =>
  key.startsWith(producerPrefix) && Object.hasOwn(fixed, key.slice(producerPrefix.length));

function withoutTopic(config: ConnectorConfig): readonly ConfigFinding[] {
  const key = Object.keys(config).find((each) =>
    /^receipts\.(mode|transactional|bootstrap\.servers|producer\..*)$/.test(each),
  );
  if (key === undefined) return [];
  const message = "has a meaning with receipts.topic only";
  return [
    { ...errorInConfig, key, message, hint: "name the topic that takes the receipts, or take it away" },
  ];
}

function loops(config: ConnectorConfig, { topic }: Receipts): readonly ConfigFinding[] {
  const key = "receipts.topic";
  if (!isTopicName(topic)) {
    return [
      {
        ...errorInConfig,
        key,
        message: `no topic can be called "${topic}"`,
        hint: "Kafka takes letters, digits, dots, underscores and hyphens, at most 249",
      },
    ];
  }
  const hint = "give receipts a topic of their own";
  const isLetters = (config["errors.deadletterqueue.topic.name"] ?? "").trim() === topic;
  return [
    ...(isRead(config, topic)
      ? [
          {
            ...errorInConfig,
            key,
            message: `the connector reads ${topic}: it would write what it has told`,
            hint,
          },
        ]
      : []),
    ...(isLetters
      ? [{ ...errorInConfig, key, message: `${topic} is the topic of the connector's dead letters`, hint }]
      : []),
  ];
}

function isRead(config: ConnectorConfig, topic: string): boolean {
  try {
    return subscribedTopics(config, [topic]).length > 0;
  } catch (error) {
    // What a pattern matches that is not modelled, the worker says.
    if (error instanceof InputError) return false;
    throw error;
  }
}

function ownSettings(config: ConnectorConfig): readonly ConfigFinding[] {
  return Object.keys(config)
    .filter(isFixed)
    .map((key) => ({
      ...errorInConfig,
      key,
      message: `is the sink's own: ${fixed[key.slice(producerPrefix.length)] ?? ""}`,
      hint: "take it away",
    }));
}

function notTransactional(config: ConnectorConfig): readonly ConfigFinding[] {
  const key = "receipts.transactional";
  if ((config[key] ?? "").trim().toLowerCase() !== "false") return [];
  const message = "is false, and receipts of ranges are always sent in transactions (receipts.mode=range)";
  return [{ ...errorInConfig, key, message, hint: "take it away" }];
}

/** Which columns a query writes, and what, the server alone knows. */
function recordsOfQueries(topics: SinkConfig["topics"]): readonly ConfigFinding[] {
  return topics
    .flatMap(({ tables }) => tables)
    .filter(({ query }) => query !== undefined)
    .map(({ prefix }) => ({
      ...errorInConfig,
      key: `${prefix}query`,
      message: "what a query writes cannot be told record by record",
      hint: "set receipts.mode=range, or write a mapping without a query",
    }));
}
