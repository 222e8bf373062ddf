import type { TableDescription } from "../../core/cql/table.js";
import type { DeclaredTable } from "../../core/ddl/declared.js";
import { isTopicName } from "../../core/kafka/topic.js";
import { tableDifferences } from "../../core/ddl/differences.js";
import { type ConnectorConfig, namesIn, subscribedTopics } from "../../core/connect/connector-config.js";
import type { TableSettings } from "../../core/mapping/settings.js";
import { type ConfigFinding, errorInCluster, warningInCluster } from "../../core/lint/finding.js";
import type { PipelineFiles } from "../../core/lint/pipeline-files.js";
import { type FedTable, repeatedBesideHeld } from "../../core/lint/redelivery.js";
import { lintTable } from "../../core/lint/tables.js";
import { lintTopicSettings } from "../../core/lint/topic-settings.js";
import type { SinkConfig } from "../../core/sinks/sink-config.js";
import { didYouMean, whatIsKnown } from "../../core/suggestion.js";
import type { CommandContext } from "../../ports/context.js";
import { checkDeadLetterTopic } from "./dead-letter-check.js";
import { checkReceiptsTopic } from "./receipts-check.js";
import type { SelectedConnector } from "./selection.js";

/**
 * Holds the config against the topics that are there now.
 * @param sink undefined for a connector that is not a Cassandra sink
 */
export async function checkLiveTopics(
  connector: SelectedConnector,
  sink: SinkConfig | undefined,
  context: CommandContext,
): Promise<readonly ConfigFinding[]> {
  const { config } = connector;
  return [
    ...(await checkTopics(config, sink, context)),
    ...(await checkDeadLetterTopic(config, context)),
    ...(await checkReceiptsTopic(connector, sink, context)),
    ...(sink === undefined ? [] : await topicsWithoutTable(config, sink, context)),
  ];
}

/** Holds the config against the tables that are there now. */
export async function checkLiveTables(
  sink: SinkConfig,
  { declared, fields }: PipelineFiles,
  context: CommandContext,
): Promise<readonly ConfigFinding[]> {
  const findings: ConfigFinding[] = [];
  const tables = [...declared.values()].flatMap((schema) => schema.tables);
  for (const topic of sink.topics) {
    const fed: FedTable[] = [];
    for (const settings of topic.tables) {
      const { keyspace, table: name } = settings;
      const table = await context.cassandra.describeTable(keyspace, name);
      if (table === undefined) {
        findings.push(await noTable(settings, context));
        continue;
      }
      findings.push(...lintTable(sink.sink, topic, settings, table, fields.get(topic.topic)));
      fed.push({ settings, table });
      const file = tables.find((one) => one.keyspace === keyspace && one.name === name);
      if (file !== undefined) findings.push(...unlikeFile(file, table));
    }
    if (sink.writeTimes?.order === "time") findings.push(...repeatedBesideHeld(fed));
  }
  return findings;
}

/** What was changed in the table or in its CQL file alone: `table init` would refuse it. */
function unlikeFile(file: DeclaredTable, live: TableDescription): readonly ConfigFinding[] {
  return tableDifferences(file, live).map((difference) => ({
    ...errorInCluster,
    key: `tables: ${file.keyspace}.${file.name}`,
    message: `the live table is not what its CQL file declares: ${difference}`,
  }));
}

/** Topics that `topics.regex` matches now and no table takes: each record of theirs is a bad one. */
async function topicsWithoutTable(
  config: ConnectorConfig,
  { topics }: SinkConfig,
  { kafka }: CommandContext,
): Promise<readonly ConfigFinding[]> {
  if (config["topics.regex"] === undefined) return [];
  const mapped = topics.map(({ topic }) => topic);
  const subscribed = subscribedTopics(config, await kafka.topicNames());
  return subscribed
    .filter((name) => !mapped.includes(name))
    .map((name) => ({
      ...errorInCluster,
      key: "topics.regex",
      message: `matches topic "${name}", which no table takes: each of its records would be a bad one`,
      hint: `give it topic.${name}.KEYSPACE.TABLE.mapping, or a pattern that does not match it`,
    }));
}

async function checkTopics(
  config: ConnectorConfig,
  sink: SinkConfig | undefined,
  { kafka }: CommandContext,
): Promise<readonly ConfigFinding[]> {
  const findings: ConfigFinding[] = [];
  const missing: ConfigFinding[] = [];
  let partitions = 0;
  // One that no topic can have is told before, of the config.
  const names = namesIn(config["topics"]).filter(isTopicName);
  for (const name of names) {
    const topic = await kafka.describeTopic(name);
    partitions += topic?.partitions ?? 0;
    if (topic !== undefined) {
      findings.push(...lintTopicSettings(topic, sink));
      continue;
    }
    const meant = didYouMean(name, await kafka.topicNames());
    const hint = `"cassink topic create" makes the topics of a pipeline${meant === undefined ? "" : `; ${meant}`}`;
    missing.push({ ...errorInCluster, key: "topics", message: `there is no topic "${name}"`, hint });
  }
  const tasks = Number(config["tasks.max"] ?? "1");
  if (names.length > 0 && missing.length === 0 && tasks > partitions) {
    const message = `${tasks} tasks for ${partitions} partitions: ${tasks - partitions} of them will have nothing to do`;
    findings.push({ ...warningInCluster, key: "tasks.max", message });
  }
  return [...missing, ...findings];
}

async function noTable(settings: TableSettings, { cassandra }: CommandContext): Promise<ConfigFinding> {
  const { keyspace, table, prefix } = settings;
  const names = await cassandra.tableNames(keyspace);
  const others = names.length === 0 ? "" : `; in ${keyspace}: ${whatIsKnown(table, names)}`;
  return {
    ...errorInCluster,
    key: `${prefix}mapping`,
    message: `there is no table ${keyspace}.${table}`,
    hint: `"cassink table init" makes the tables of a pipeline${others}`,
  };
}
