import type { TopicSettings } from "../mapping/settings.js";
import type { SinkConfig } from "../sinks/sink-config.js";
import { type ConfigFinding, errorInConfig } from "./finding.js";

/**
 * Two connectors that write one table must have the same `order`, `order.epoch` and `generation`, which decide the
 * write times. Otherwise the connector with the higher write times always wins, and the other's rows never show.
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
    const theirTables = tablesOf(other.topics);
    const shared = [...tablesOf(topics)].filter((table) => theirTables.has(table));
    // A common contact point or the same secure connect bundle proves it; without one it is only possible.
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

/** The sink refuses it, too: without an epoch its write times would begin at 1970, and lose against any other. */
export function lintEpoch({ writeTimes }: Pick<SinkConfig, "writeTimes">): readonly ConfigFinding[] {
  if (writeTimes?.order !== "log" || Number(writeTimes["order.epoch"]) >= 0) return [];
  const message = "is needed with order=log";
  const hint = "set the time of the first deployment in microseconds, and keep it";
  return [{ ...errorInConfig, key: "order.epoch", message, hint }];
}
