import { sinkClasses } from "../sinks/sink-of.js";
import { type Check, finding, good, warning } from "./check.js";

/** Workers that the plugins are tested on, from the first to the last, and major versions of Cassandra. */
const supported = { connect: { first: [3, 9], last: [4, 3] }, cassandra: [4, 5] } as const;

const transforms = ["io.cassink.transforms.FieldMatches", "io.cassink.transforms.AddAbsentFields$Value"];

/** The kinds of servers, as lines name them. */
export const serverNames = { kafka: "Kafka", connect: "Kafka Connect", cassandra: "Cassandra" } as const;

export type Server = keyof typeof serverNames;

/** Why a check was not made: `Kafka does not answer`, `Kafka, Kafka Connect and Cassandra do not answer`. */
export function silenceOf(servers: readonly Server[]): string {
  const names = servers.map((server) => serverNames[server]);
  const text = [names.slice(0, -1).join(", "), ...names.slice(-1)]
    .filter((part) => part !== "")
    .join(" and ");
  return `${text} ${servers.length === 1 ? "does" : "do"} not answer`;
}

export function brokersCheck(brokers: readonly { readonly address: string }[]): Check {
  return good("Kafka", `answers on ${brokers.map(({ address }) => address).join(", ")}`);
}

export function workerCheck(url: string, version: string): Check {
  const seen = `${version} answers on ${url}`;
  const { first, last } = supported.connect;
  const range = `${first.join(".")} to ${last.join(".")}`;
  if (isBefore(version, first))
    return finding("Kafka Connect", seen, `the plugins are built for Connect ${range} and Java 17`);
  return isBefore(last.join("."), versionOf(version))
    ? warning("Kafka Connect", seen, `the plugins are tested with Connect ${range}, and not with this one`)
    : good("Kafka Connect", seen);
}

export function nodesCheck(
  cluster: {
    readonly releaseVersion: string;
    readonly datacenters: readonly string[];
    readonly nodes: number;
  },
  contactPoints: readonly string[],
): Check {
  const nodes = `${cluster.nodes} ${cluster.nodes === 1 ? "node" : "nodes"}`;
  const seen = `${cluster.releaseVersion} answers on ${contactPoints.join(", ")} (${nodes} in ${cluster.datacenters.join(", ")})`;
  return supported.cassandra.some((major) => major === majorOf(cluster.releaseVersion))
    ? good("Cassandra", seen)
    : finding("Cassandra", seen, `versions ${supported.cassandra.join(" and ")} are supported`);
}

/** Whether the worker has a Cassandra sink and the two transforms that the shipped pipelines use. */
export function pluginsCheck(
  plugins: readonly { readonly class: string; readonly version: string }[],
): readonly Check[] {
  const sinks = plugins.filter((plugin) => sinkClasses.includes(plugin.class));
  const missing = transforms.filter((name) => !plugins.some((plugin) => plugin.class === name));
  const advice =
    "`cassink up` builds them; another worker needs connectors/*/target/plugin in its plugin.path";
  return [
    sinks.length > 0
      ? good("sink plugin", sinks.map((sink) => `${sink.class} ${sink.version}`).join(", "))
      : finding("sink plugin", "the worker has no sink to Cassandra", advice),
    missing.length === 0
      ? good("transforms", "FieldMatches and AddAbsentFields are there")
      : finding("transforms", `the worker lacks ${missing.join(" and ")}`, advice),
  ];
}

function majorOf(version: string): number {
  return versionOf(version)[0];
}

function versionOf(version: string): readonly [major: number, minor: number] {
  const [major = 0, minor = 0] = version.split(/[.-]/).map(Number);
  return [major, minor];
}

function isBefore(version: string, [major, minor]: readonly [number, number]): boolean {
  const [itsMajor, itsMinor] = versionOf(version);
  return itsMajor < major || (itsMajor === major && itsMinor < minor);
}
