import { type ConnectorConfig, namesIn } from "../../core/connect/connector-config.js";
import type { TableSettings } from "../../core/mapping/settings.js";
import { type EventFields, eventFields, flattenDelimiter } from "../../core/lint/event-fields.js";
import { type ConfigFinding, errorInCluster, warningInCluster } from "../../core/lint/finding.js";
import { lintTable } from "../../core/lint/tables.js";
import type { SinkConfig } from "../../core/sinks/sink-config.js";
import { didYouMean, whatIsKnown } from "../../core/suggestion.js";
import type { CommandContext } from "../../ports/context.js";
import type { SelectedConnector } from "./selection.js";

/**
 * Holds the config against the topics and tables that are there now.
 * @param sink undefined for a connector that is not a Cassandra sink: of that only the topics are checked
 */
export async function checkCluster(
  connector: SelectedConnector,
  sink: SinkConfig | undefined,
  context: CommandContext,
): Promise<readonly ConfigFinding[]> {
  const { config, pipeline } = connector;
  const findings = [...(await checkTopics(config, context))];
  if (sink === undefined) return findings;
  for (const topic of sink.topics) {
    const schema = pipeline.topics.find(({ name }) => name === topic.topic)?.schema;
    const fields = await fieldsFrom(schema, sink.transforms, context);
    for (const settings of topic.tables) {
      const table = await context.cassandra.describeTable(settings.keyspace, settings.table);
      if (table === undefined) findings.push(await noTable(settings, context));
      else findings.push(...lintTable(topic, settings, table, fields));
    }
  }
  return findings;
}

async function checkTopics(
  config: ConnectorConfig,
  { kafka }: CommandContext,
): Promise<readonly ConfigFinding[]> {
  const findings: ConfigFinding[] = [];
  let partitions = 0;
  const names = namesIn(config["topics"]);
  for (const name of names) {
    const topic = await kafka.describeTopic(name);
    partitions += topic?.partitions ?? 0;
    if (topic !== undefined) continue;
    const meant = didYouMean(name, await kafka.topicNames());
    const hint = `"cassink topic create" makes the topics of a pipeline${meant === undefined ? "" : `; ${meant}`}`;
    findings.push({ ...errorInCluster, key: "topics", message: `there is no topic "${name}"`, hint });
  }
  const tasks = Number(config["tasks.max"] ?? "1");
  if (names.length > 0 && findings.length === 0 && tasks > partitions) {
    const message = `${tasks} tasks for ${partitions} partitions: ${tasks - partitions} of them will have nothing to do`;
    findings.push({ ...warningInCluster, key: "tasks.max", message });
  }
  return findings;
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

/** Event schemas are a help, not a need: a pipeline may have none. */
async function fieldsFrom(
  schema: string | undefined,
  transforms: SinkConfig["transforms"],
  { files }: CommandContext,
): Promise<EventFields | undefined> {
  if (schema === undefined || !(await files.exists(schema))) return undefined;
  return eventFields(JSON.parse(await files.readText(schema)), flattenDelimiter(transforms));
}
