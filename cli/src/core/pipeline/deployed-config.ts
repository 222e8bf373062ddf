import type { ConnectorConfig } from "../connect/connector-config.js";
import type { Connections } from "../connections/connections.js";
import { sinkOf } from "../sinks/sink-of.js";
import { InputError } from "../../errors.js";
import type { Pipeline } from "./pipeline.js";
import { topicsToRead } from "./receipts-topic.js";

/** The config as far as the file alone says it: `topics` is added from the pipeline. */
export function ownConfig(pipeline: Pipeline): ConnectorConfig {
  const { config } = pipeline.connector;
  const topics = topicsToRead(pipeline);
  if ("topics" in config || "topics.regex" in config || topics.length === 0) return config;
  return { ...config, topics: topics.map((topic) => topic.name).join(",") };
}

/**
 * The config that is sent to Connect. Keys that the file leaves out are added: `topics` from the pipeline, and for a sink
 * to Cassandra how it reaches the cluster: what the context says for connectors, and else `contactPoints`, `port` and
 * `loadBalancing.localDc`. A file that names nodes or a bundle itself gets none of these: a login does not go to nodes that
 * another has named. The same for the brokers that take receipts, where the file has a topic for them. A key in the file is
 * never changed.
 * @throws InputError when contact points have different ports, for the sink has one `port` for all of them, and when there
 * are none because Cassandra is reached by a bundle, whose path the worker does not know
 */
export function deployedConfig(
  pipeline: Pipeline,
  { kafka, cassandra }: Pick<Connections, "kafka" | "cassandra">,
): ConnectorConfig {
  return withNodes(withBrokers(ownConfig(pipeline), kafka), pipeline, cassandra);
}

const brokersKey = "receipts.bootstrap.servers";

function withBrokers(own: ConnectorConfig, kafka: Connections["kafka"]): ConnectorConfig {
  const receipts = sinkOf(own["connector.class"])?.receipts?.(own);
  if (receipts === undefined || isSet(own, brokersKey)) return own;
  const { bootstrapServers, connector } = kafka();
  return { [brokersKey]: bootstrapServers.join(","), ...connector, ...own };
}

function withNodes(
  own: ConnectorConfig,
  pipeline: Pipeline,
  cassandra: Connections["cassandra"],
): ConnectorConfig {
  if (sinkOf(own["connector.class"]) === undefined || isSet(own, bundleKey)) return own;
  if ("contactPoints" in own && "loadBalancing.localDc" in own) return own;
  const { contactPoints, localDatacenter, bundle, connector } = cassandra();
  if ("contactPoints" in own) {
    return localDatacenter === undefined ? own : { "loadBalancing.localDc": localDatacenter, ...own };
  }
  const filled: ConnectorConfig = { ...connector, ...own };
  if (isSet(filled, bundleKey)) return filled;
  if (bundle !== undefined && !("contactPoints" in filled)) {
    throw new InputError("Cassandra is reached by a secure connect bundle, and the connector has none", {
      where: pipeline.file,
      hint: `write ${bundleKey}, as the worker finds it, into the connector's config or the context's connector`,
    });
  }
  return {
    ...("contactPoints" in filled ? {} : hostsAndPort(contactPoints)),
    ...(localDatacenter === undefined ? {} : { "loadBalancing.localDc": localDatacenter }),
    ...filled,
  };
}

const bundleKey = "cloud.secureConnectBundle";
const isSet = (config: ConnectorConfig, key: string): boolean => (config[key] ?? "") !== "";

/** As the sink's settings say it. */
function hostsAndPort(points: readonly string[]): ConnectorConfig {
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
  return { contactPoints: hosts.join(","), port };
}
