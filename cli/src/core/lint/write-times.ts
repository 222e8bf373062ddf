import type { TopicSettings } from "../mapping/settings.js";
import type { SinkConfig } from "../sinks/sink-config.js";
import type { ConfigFinding } from "./finding.js";

/**
 * Two writers of a table must agree on where write times come from: `order`, `order.epoch` and `generation`. Where
 * they do not, the one with the higher write times wins for ever, and the other's records are lost without a sign.
 * @param others the sinks of all other connectors, by the connector's name
 */
export function lintWriteTimes(
  config: SinkConfig,
  others: ReadonlyMap<string, SinkConfig>,
): readonly ConfigFinding[] {
  const { writeTimes, topics, nodes } = config;
  return [...others].flatMap(([name, other]) => {
    const theirs = other.writeTimes;
    if (writeTimes === undefined || theirs === undefined) return [];
    const key = (["order", "order.epoch", "generation"] as const).find(
      (setting) => writeTimes[setting] !== theirs[setting],
    );
    if (key === undefined) return [];
    const written = tablesOf(other.topics);
    const shared = [...tablesOf(topics)].filter((table) => written.has(table));
    // One node in common, or the same bundle. Two clusters that share neither cannot be told from one here.
    const sameCluster = nodes.some((node) => other.nodes.includes(node));
    return shared.map((table): ConfigFinding => {
      const cluster = sameCluster ? "" : ", if both reach the same cluster";
      return {
        level: "connect",
        severity: sameCluster ? "error" : "warning",
        key,
        message: `connector ${name} writes ${table} too, with ${text(theirs)}, and this one has ${text(writeTimes)}: the higher write times would win for ever${cluster}`,
        hint: "give both the same, and deploy them in one command",
      };
    });
  });
}

function text(times: NonNullable<SinkConfig["writeTimes"]>): string {
  const epoch = times.order === "log" ? [`order.epoch=${times["order.epoch"]}`] : [];
  return [`order=${times.order}`, ...epoch, `generation=${times.generation}`].join(" ");
}

function tablesOf(topics: readonly TopicSettings[]): ReadonlySet<string> {
  return new Set(topics.flatMap(({ tables }) => tables).map(({ keyspace, table }) => `${keyspace}.${table}`));
}
