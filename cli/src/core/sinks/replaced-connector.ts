import {
  type ConnectorConfig,
  declaredTopics,
  namesClass,
  namesIn,
  subscribedTopics,
} from "../connect/connector-config.js";
import { InputError } from "../../errors.js";
import { sinkConfig } from "./sink-config.js";

/**
 * What tells that a deployed connector is no earlier version of this one, as sentences without a subject: it is of
 * another class, reads topics or writes tables that this one does not name. Empty where it may be updated; a config
 * may add topics and tables.
 */
export function othersTraits(deployed: ConnectorConfig, meant: ConnectorConfig): readonly string[] {
  const [its, ours] = [deployed["connector.class"] ?? "", meant["connector.class"] ?? ""];
  const sameClass = namesClass(its, ours) || namesClass(ours, its);
  const tables = tablesOf(meant);
  return [
    ...(sameClass ? [] : [`is of class ${its}, not ${ours}`]),
    ...unreadTopics(deployed, meant).map((topic) => `reads ${topic}`),
    ...tablesOf(deployed)
      .filter((table) => !tables.includes(table))
      .map((table) => `writes table ${table}`),
  ];
}

/** The topics of the one that the other does not read. */
function unreadTopics(deployed: ConnectorConfig, meant: ConnectorConfig): readonly string[] {
  const pattern = deployed["topics.regex"];
  if (pattern !== undefined) return pattern === meant["topics.regex"] ? [] : [`topics that match ${pattern}`];
  const topics = namesIn(deployed["topics"]);
  const read = readOf(topics, meant);
  return topics.filter((topic) => !read.includes(topic)).map((topic) => `topic ${topic}`);
}

function readOf(topics: readonly string[], meant: ConnectorConfig): readonly string[] {
  try {
    return subscribedTopics(meant, topics);
  } catch (error) {
    // Of a pattern that is not modelled nobody knows here what it matches.
    if (error instanceof InputError) return declaredTopics(meant);
    throw error;
  }
}

function tablesOf(config: ConnectorConfig): readonly string[] {
  const tables = (sinkConfig(config)?.topics ?? []).flatMap((topic) => topic.tables);
  return [...new Set(tables.map(({ keyspace, table }) => `${keyspace}.${table}`))];
}
