import { sinkOf } from "../sinks/sink-of.js";
import type { Endpoints } from "../endpoints.js";
import { InputError } from "../../errors.js";
import type { Pipeline } from "./pipeline.js";

/**
 * The config as Connect gets it. What a file may leave out is filled in: `topics` from the pipeline, and
 * `contactPoints`, `port` and `loadBalancing.localDc` from the resolved Cassandra endpoints. What the file says
 * itself is never changed; `cloud.secureConnectBundle` says all of the latter three.
 * @throws InputError when contact points have different ports: the sink knows one port for all of them
 */
export function deployedConfig(pipeline: Pipeline, endpoints: Endpoints): Readonly<Record<string, string>> {
  const { config } = pipeline.connector;
  const filled: Record<string, string> = { ...config };
  if (!("topics" in config) && !("topics.regex" in config) && pipeline.topics.length > 0) {
    filled["topics"] = pipeline.topics.map((topic) => topic.name).join(",");
  }
  const bundle = config["cloud.secureConnectBundle"] ?? "";
  if (sinkOf(config["connector.class"]) !== undefined && bundle === "") {
    if (!("contactPoints" in config)) {
      const { hosts, port } = contactPoints(endpoints.contactPoints);
      filled["contactPoints"] = hosts.join(",");
      filled["port"] ??= port;
    }
    filled["loadBalancing.localDc"] ??= endpoints.localDatacenter;
  }
  return filled;
}

function contactPoints(points: readonly string[]): {
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
