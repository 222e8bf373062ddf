import { isOwnSink } from "../connect/class-name.js";
import type { TableSettings } from "../mapping/settings.js";
import { topicTables } from "../mapping/topic-tables.js";
import type { ConfigFinding } from "./finding.js";

type Config = Readonly<Record<string, string>>;

/**
 * Two writers of a table must agree on where write times come from: `order`, `order.epoch` and `generation`. Where
 * they do not, the one with the higher write times wins for ever, and the other's records are lost without a sign.
 * @param others all other connectors, by name
 */
export function lintWriteOrders(
  config: Config,
  others: ReadonlyMap<string, Config>,
): readonly ConfigFinding[] {
  if (!isOwnSink(config["connector.class"] ?? "")) return [];
  const own = writeOrder(config);
  return [...others].flatMap(([name, other]) => {
    if (!isOwnSink(other["connector.class"] ?? "")) return [];
    const theirs = writeOrder(other);
    const key = (["order", "order.epoch", "generation"] as const).find((one) => own[one] !== theirs[one]);
    if (key === undefined) return [];
    const written = new Set(tablesOf(other).map(nameOf));
    const shared = [...new Set(tablesOf(config).map(nameOf))].filter((table) => written.has(table));
    const sameCluster = reachTheSame(config, other);
    return shared.map((table): ConfigFinding => {
      const cluster = sameCluster ? "" : ", if both reach the same cluster";
      return {
        level: "connect",
        severity: sameCluster ? "error" : "warning",
        key,
        message: `connector ${name} writes ${table} too, with ${text(theirs)}, and this one has ${text(own)}: the higher write times would win for ever${cluster}`,
        hint: "give both the same, and deploy them in one command",
      };
    });
  });
}

interface WriteOrder {
  readonly order: string;
  readonly "order.epoch": string;
  readonly generation: string;
}

function writeOrder(config: Config): WriteOrder {
  const value = (key: keyof WriteOrder, otherwise: string): string => (config[key] ?? otherwise).trim();
  return {
    order: value("order", "time").toLowerCase(),
    "order.epoch": value("order.epoch", "-1"),
    generation: value("generation", "0"),
  };
}

function text(order: WriteOrder): string {
  const epoch = order.order === "log" ? [`order.epoch=${order["order.epoch"]}`] : [];
  return [`order=${order.order}`, ...epoch, `generation=${order.generation}`].join(" ");
}

function tablesOf(config: Config): readonly TableSettings[] {
  return topicTables(config).topics.flatMap(({ tables }) => tables);
}

function nameOf({ keyspace, table }: TableSettings): string {
  return `${keyspace}.${table}`;
}

/** One node in common, or the same bundle. Two clusters that share neither cannot be told from one here. */
function reachTheSame(one: Config, other: Config): boolean {
  const theirs = nodesOf(other);
  return nodesOf(one).some((node) => theirs.includes(node));
}

function nodesOf(config: Config): readonly string[] {
  const bundle = config["cloud.secureConnectBundle"] ?? "";
  if (bundle !== "") return [bundle];
  const port = config["port"] ?? "9042";
  const points = (config["contactPoints"] ?? "").split(",").map((point) => point.trim());
  const named = points.filter((point) => point !== "");
  return (named.length === 0 ? ["127.0.0.1"] : named).map((point) =>
    /:\d+$/.test(point) ? point : `${point}:${port}`,
  );
}
