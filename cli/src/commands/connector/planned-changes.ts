import type { ConnectorConfig } from "../../core/connect/connector-config.js";
import type { PluginSetting } from "../../core/connect/status.js";
import { replicationDifferences, tableDifferences } from "../../core/ddl/differences.js";
import { parseDdl } from "../../core/ddl/parse-ddl.js";
import type { Pipeline, PipelineTable } from "../../core/pipeline/pipeline.js";
import {
  connectorChange,
  type PlannedChange,
  tableChange,
  topicChange,
} from "../../core/pipeline/planned-change.js";
import { replicatedSchema } from "../../core/pipeline/replication.js";
import { allTopics } from "../../core/pipeline/topics.js";
import { InputError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";
import type { SelectedConnector } from "./selection.js";

/** What must change, and all of the cluster's state that says so. */
export interface SeenChange {
  readonly change: PlannedChange;
  /** The topic's or table's description, or the connector's config, which may hold secrets; undefined for none. */
  readonly seen: unknown;
  /** What the server calls the topic or table that is there, and no other: one that is made again gets another. */
  readonly id?: string;
}

/** Looks up every topic, table and connector of pipelines, and compares each with what its file says. */
export async function plannedChanges(
  selected: readonly SelectedConnector[],
  context: CommandContext,
): Promise<readonly SeenChange[]> {
  const { kafka, signal } = context;
  const pipelines = selected.map(({ pipeline }) => pipeline);
  const changes: SeenChange[] = [];
  for (const topic of allTopics(pipelines)) {
    const seen = await kafka.describeTopic(topic.topic.name);
    const id = seen === undefined ? undefined : await kafka.topicId(topic.topic.name);
    changes.push({
      change: topicChange(topic, seen),
      seen: ofTopic(seen, topic.topic.configs),
      ...(id === undefined ? {} : { id }),
    });
  }
  const tables = new Set<string>();
  for (const pipeline of pipelines) {
    for (const table of pipeline.tables) {
      signal.throwIfAborted();
      const name = `${table.keyspace}.${table.name}`;
      if (!tables.has(name)) changes.push(await changeOfTable(pipeline, table, context));
      tables.add(name);
    }
  }
  for (const connector of selected) changes.push(await changeOfConnector(connector, context));
  return changes;
}

/** What a broker gives all topics counts only where the file has a word on it. */
function ofTopic(
  topic: Awaited<ReturnType<CommandContext["kafka"]["describeTopic"]>>,
  wanted: Readonly<Record<string, string>>,
): unknown {
  if (topic === undefined) return undefined;
  const { inherited = {}, ...own } = topic;
  return {
    ...own,
    inherited: Object.fromEntries(Object.entries(inherited).filter(([key]) => key in wanted)),
  };
}

async function changeOfTable(
  pipeline: Pipeline,
  { keyspace: keyspaceName, name, cql }: PipelineTable,
  { cassandra, files }: CommandContext,
): Promise<SeenChange> {
  const schema = replicatedSchema(parseDdl(await files.readText(cql), cql), pipeline.replication);
  const declared = schema.tables.find((table) => table.keyspace === keyspaceName && table.name === name);
  if (declared === undefined) {
    throw new InputError(`${cql} does not create the table ${keyspaceName}.${name}`, {
      where: pipeline.file,
      hint: "correct keyspace and name of the pipeline's table, or its cql file",
    });
  }
  const keyspace = schema.keyspaces.find((each) => each.name === keyspaceName);
  const replication = await cassandra.keyspaceReplication(keyspaceName);
  const live = replication === undefined ? undefined : await cassandra.describeTable(keyspaceName, name);
  const differences = live && [
    ...(keyspace === undefined ? [] : replicationDifferences(keyspace, replication ?? {})),
    ...tableDifferences(declared, live),
  ];
  const found = { declared, keyspace, hasKeyspace: replication !== undefined, differences };
  const { id } = live === undefined ? {} : await cassandra.tableOptions(keyspaceName, name);
  return {
    change: tableChange(pipeline.name, found),
    seen: { replication, columns: live?.columns },
    ...(typeof id === "string" ? { id } : {}),
  };
}

async function changeOfConnector(connector: SelectedConnector, context: CommandContext): Promise<SeenChange> {
  const seen = await context.connect.config(connector.name);
  const settings = await settingsOf(connector.config, seen, context);
  return { change: connectorChange(connector.pipeline.name, connector, seen, settings), seen };
}

/** The types and defaults by which a deployed config is compared with a new one. */
export async function settingsOf(
  config: ConnectorConfig,
  before: ConnectorConfig | undefined,
  { connect }: Pick<CommandContext, "connect">,
): Promise<readonly PluginSetting[]> {
  if (before === undefined) return [];
  const { "connector.class": className = "" } = config;
  return className === "" ? [] : connect.pluginSettings(className);
}
