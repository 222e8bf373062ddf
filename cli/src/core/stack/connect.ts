import { log4jConfiguration } from "./logging.js";
import {
  type StackPlan,
  basePorts,
  brokerAddresses,
  hostOf,
  indexes,
  nameOf,
  replicationFactor,
} from "./plan.js";
import type { ProcessDescription } from "./process.js";
import { fileUrl, propertiesText } from "./texts.js";

/**
 * A distributed Connect worker.
 * @param sharedProperties text of docker/connect-worker.properties, which the Connect image uses too. Addresses, plugin
 * folders and, with several brokers, replication factors are added here.
 */
export function describeWorker(
  plan: StackPlan,
  index: number,
  sharedProperties: string,
  pluginFolders: readonly string[],
): ProcessDescription {
  const name = nameOf("connect", index);
  const folder = `${plan.home}/${name}`;
  const configuration = `${folder}/worker.properties`;
  const logging = `${folder}/log4j2.xml`;
  const log = `${plan.home}/logs/${name}.log`;
  const port = basePorts.connect + plan.portOffset;
  const url = `http://${hostOf(index)}:${port}`;
  const plugins = [...pluginFolders, ...plan.pluginPaths];
  const addedProperties = {
    "bootstrap.servers": brokerAddresses(plan).join(","),
    // The REST API can run any class of the classpath, so it listens on this machine only.
    listeners: url,
    "rest.advertised.host.name": hostOf(index),
    "rest.advertised.port": String(port),
    // GET /cassink/metrics, for `connector status`: connectors/worker-metrics.
    "rest.extension.classes": "io.cassink.worker.MetricsExtension",
    // A worker takes an empty value for one empty path and refuses to start.
    ...(plugins.length === 0 ? {} : { "plugin.path": plugins.join(",") }),
    ...(plan.brokers === 1 ? {} : storageReplication(replicationFactor(plan))),
  };
  return {
    name,
    kind: "connect",
    host: hostOf(index),
    ports: [{ purpose: "REST", port }],
    folder,
    files: [
      { path: configuration, text: `${sharedProperties.trimEnd()}\n\n${propertiesText(addedProperties)}` },
      { path: logging, text: log4jConfiguration(log) },
    ],
    run: {
      runtime: "kafka",
      jvmArguments: [
        "-Xms128m",
        "-Xmx768m",
        "-Djava.awt.headless=true",
        `-Dlog4j2.configurationFile=${fileUrl(logging)}`,
      ],
      agents: [],
      mainClass: "org.apache.kafka.connect.cli.ConnectDistributed",
      arguments: [configuration],
    },
    readiness: { protocol: "connect", url },
    dependsOn: indexes(plan.brokers).map((broker) => nameOf("kafka", broker)),
    log,
    output: `${plan.home}/logs/${name}.out`,
  };
}

/** The shared properties have these keys too. In a .properties file the last of two equal keys counts: these. */
function storageReplication(factor: number): Record<string, string> {
  const topics = ["config", "offset", "status"];
  return Object.fromEntries(topics.map((topic) => [`${topic}.storage.replication.factor`, String(factor)]));
}
