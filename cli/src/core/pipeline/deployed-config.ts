import type { ConnectorConfig } from "../connect/connector-config.js";
import { sinkOf } from "../sinks/sink-of.js";
import type { Endpoints } from "../endpoints.js";
import { InputError } from "../../errors.js";
import type { Pipeline } from "./pipeline.js";

/**
 * The config that is sent to Connect. Keys that the file leaves out are added: `topics` from the pipeline, and
 * `contactPoints`, `port` and `loadBalancing.localDc` from the resolved Cassandra endpoints; the latter three not
 * beside `cloud.secureConnectBundle`, which contains them. A key in the file is never changed.
 * @throws InputError when contact points have different ports: the sink has one `port` for all of them
 */
export function deployedConfig(pipeline: Pipeline, endpoints: Endpoints): ConnectorConfig {
  const { config } = pipeline.connector;
  const filled: Record<string, string> = { ...config };
  if (!("topics" in config) && !("topics.regex" in config) && pipeline.topics.length > 0) {
    filled["topics"] = pipeline.topics.map((topic) => topic.name).join(",");
  }
  const bundle = config["cloud.secureConnectBundle"] ?? "";
  if (sinkOf(config["connector.class"]) !== undefined && bundle === "") {
    if (!("contactPoints" in config)) {
      const { hosts, port } = hostsAndPort(endpoints.contactPoints);
      filled["contactPoints"] = hosts.join(",");
      filled["port"] ??= port;
    }
    filled["loadBalancing.localDc"] ??= endpoints.localDatacenter;
  }
  return filled;
}

function hostsAndPort(points: readonly string[]): {
  readonly hosts: readonly string[];
  readonly port: string;
} {
  const parsed = points.map((point) => /^(\[[^\]]+\]|[^:]+)(?::(\d+))?$/.exec(point));
  const hosts = parsed.map((match, index) => (match?.[1] ?? points[index] ?? "").replaceAll(/[[\]]/g, ""));
  const ports = new Set(parsed.map((match) => match?.[2] ?? "9042"));
  const [port = "9042"] = ports;
  if (ports.size > 1) {
    throw new InputError(
      `the contact points ${points.join(", ")} have different ports, and the sink takes one`,
      {
        where: "--contact-points or CASSANDRA_CONTACT_POINTS",
        hint: "name nodes that share a port, or write contactPoints and port into the pipeline's connector config",
      },
    );
  }
  return { hosts, port };
}
