import { sinkClasses } from "../sinks/sink-of.js";
import { type Check, finding, good } from "./check.js";

/** Major versions that the plugins and `verify` are built for. */
const supported = { connect: 4, cassandra: [4, 5] } as const;

const transforms = ["io.cassink.transforms.FieldMatches", "io.cassink.transforms.AddAbsentFields$Value"];

export function brokersCheck(brokers: readonly { readonly address: string }[]): Check {
  return good("Kafka", `answers on ${brokers.map(({ address }) => address).join(", ")}`);
}

export function workerCheck(url: string, version: string): Check {
  const seen = `${version} answers on ${url}`;
  return majorOf(version) >= supported.connect
    ? good("Kafka Connect", seen)
    : finding(
        "Kafka Connect",
        seen,
        `the plugins are built for Kafka ${supported.connect} and Java 17: use a worker of that version`,
      );
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
  return Number(version.split(".")[0]);
}
