import { log4jConfiguration } from "./logging.js";
import {
  type StackPlan,
  basePorts,
  brokerAddresses,
  hostOf,
  nameOf,
  places,
  replicationFactor,
} from "./plan.js";
import type { ProcessDescription } from "./process.js";
import { fileUrl, propertiesText } from "./texts.js";

/**
 * A distributed Connect worker. `sharedProperties` is the text of docker/connect-worker.properties, which the
 * Connect image has too; what is added here are addresses, folders and, with several brokers, copies.
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
  const own = {
    "bootstrap.servers": brokerAddresses(plan).join(","),
    // The REST API can be told to run any class of the classpath: it listens on this machine only.
    listeners: url,
    "rest.advertised.host.name": hostOf(index),
    "rest.advertised.port": String(port),
    // GET /cassink/metrics, for `connector status`: connectors/worker-metrics.
    "rest.extension.classes": "io.cassink.worker.MetricsExtension",
    // An empty value is one empty path to a worker, and it refuses to start.
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
      { path: configuration, text: `${sharedProperties.trimEnd()}\n\n${propertiesText(own)}` },
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
    dependsOn: places(plan.brokers).map((place) => nameOf("kafka", place)),
    log,
    output: `${plan.home}/logs/${name}.out`,
  };
}

/** In a .properties file the last of two equal keys counts: these win over the shared ones. */
function storageReplication(copies: number): Record<string, string> {
  const storages = ["config", "offset", "status"];
  return Object.fromEntries(storages.map((one) => [`${one}.storage.replication.factor`, String(copies)]));
}
