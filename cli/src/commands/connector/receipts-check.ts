import { lintCompactedReceipts, type ToldTable } from "../../core/lint/receipts-topic.js";
import {
  type ConfigFinding,
  errorInCluster,
  errorInConfig,
  warningInCluster,
} from "../../core/lint/finding.js";
import { lintCopies } from "../../core/lint/topic-settings.js";
import { namesIn } from "../../core/connect/connector-config.js";
import type { SinkConfig } from "../../core/sinks/sink-config.js";
import { didYouMean } from "../../core/suggestion.js";
import type { CommandContext } from "../../ports/context.js";
import type { SelectedConnector } from "./selection.js";

const serversKey = "receipts.bootstrap.servers";

/** The topic that takes the receipts, on the brokers that the command reaches: the sink makes none that is missing. */
export async function checkReceiptsTopic(
  { pipeline }: SelectedConnector,
  sink: SinkConfig | undefined,
  context: CommandContext,
): Promise<readonly ConfigFinding[]> {
  const { kafka } = context;
  const { topic } = sink?.receipts ?? {};
  // One that no topic can have is told before, of the config.
  if (topic === undefined) return [];
  if (isElsewhere(pipeline, context)) {
    const message = `names other brokers than those that were looked at (${kafka.bootstrapServers.join(", ")}): whether topic ${topic} is there was not seen`;
    return [{ ...warningInCluster, key: serversKey, message, hint: "look with --bootstrap-servers" }];
  }
  const names = await kafka.topicNames();
  const found = names.includes(topic) ? await kafka.describeTopic(topic) : undefined;
  const isDeclared = pipeline.topics.some(({ name }) => name === topic);
  const meant =
    found === undefined && !isDeclared
      ? didYouMean(topic, [...names, ...pipeline.topics.map(({ name }) => name)])
      : undefined;
  const make = isDeclared
    ? '"cassink topic create" makes the topics of a pipeline'
    : "declare it among the topics of the pipeline, or make it";
  return [
    ...(found === undefined
      ? [
          {
            ...errorInCluster,
            key: "receipts.topic",
            message: `there is no topic "${topic}"`,
            hint: meant === undefined ? make : `${make}; ${meant}`,
          },
        ]
      : lintCopies(found, "receipts.topic")),
  ];
}

/** The receipts of a compacted topic, by the tables as they are. */
export async function checkCompactedReceipts(
  { pipeline }: SelectedConnector,
  sink: SinkConfig | undefined,
  context: CommandContext,
): Promise<readonly ConfigFinding[]> {
  const { kafka, cassandra } = context;
  if (sink?.receipts === undefined || isElsewhere(pipeline, context)) return [];
  const { receipts } = sink;
  const names = await kafka.topicNames();
  const topic = names.includes(receipts.topic) ? await kafka.describeTopic(receipts.topic) : undefined;
  if (topic === undefined) return [];
  const told: ToldTable[] = [];
  for (const settings of sink.topics.flatMap(({ tables }) => tables)) {
    const table = await cassandra.describeTable(settings.keyspace, settings.table);
    if (table !== undefined) told.push({ settings, table });
  }
  return lintCompactedReceipts(topic, receipts, told);
}

/** Where the brokers want TLS or a login, and nothing says how the sink reaches them. */
export function checkReceiptsAccess(
  { config, pipeline }: SelectedConnector,
  sink: SinkConfig | undefined,
  { connections }: CommandContext,
): readonly ConfigFinding[] {
  const key = "receipts.producer.security.protocol";
  const isFilledIn = (pipeline.connector.config[serversKey] ?? "") === "";
  if (sink?.receipts === undefined || !isFilledIn || key in config) return [];
  const { tls, login } = connections.kafka();
  if (tls === undefined && login === undefined) return [];
  const wanted = [...(tls === undefined ? [] : ["TLS"]), ...(login === undefined ? [] : ["a login"])];
  return [
    {
      ...errorInConfig,
      key,
      message: `is not set: the brokers are reached with ${wanted.join(" and ")}, and the sink tells its receipts without`,
      hint: "add it, and what belongs to it, to the connector of kafka in the context: cassink context add --connector-key",
    },
  ];
}

/** What the context fills in is another address of the same brokers. */
function isElsewhere({ connector }: SelectedConnector["pipeline"], { kafka }: CommandContext): boolean {
  const named = namesIn(connector.config[serversKey]).map(plain);
  const known = kafka.bootstrapServers.map(plain);
  return named.length > 0 && !named.some((server) => known.includes(server));
}

const plain = (server: string): string => server.replace(/^localhost(?=:)/, "127.0.0.1");
