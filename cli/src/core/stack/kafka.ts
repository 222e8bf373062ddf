import { log4jConfiguration } from "./logging.js";
import { type StackPlan, basePorts, brokerAddresses, hostOf, nameOf, replicationFactor } from "./plan.js";
import type { ProcessDescription } from "./process.js";
import { fileUrl, propertiesText } from "./texts.js";

/**
 * A broker; the first one is the controller too (KRaft combined mode). A quorum of all of them could not be stopped:
 * the last that goes waits for an answer that needs a majority.
 */
export function describeBroker(plan: StackPlan, index: number): ProcessDescription {
  const name = nameOf("kafka", index);
  const folder = `${plan.home}/${name}`;
  const data = `${folder}/data`;
  const configuration = `${folder}/server.properties`;
  const logging = `${folder}/log4j2.xml`;
  const log = `${plan.home}/logs/${name}.log`;
  const loggingArgument = `-Dlog4j2.configurationFile=${fileUrl(logging)}`;
  const address = brokerAddresses(plan)[index] ?? "";
  return {
    name,
    kind: "kafka",
    host: hostOf(index),
    ports: [
      { purpose: "clients", port: basePorts.kafka + plan.portOffset },
      ...(index === 0 ? [{ purpose: "controller", port: controllerPort(plan) }] : []),
    ],
    folder,
    files: [
      { path: configuration, text: propertiesText(brokerProperties(plan, index, data)) },
      { path: logging, text: log4jConfiguration(log) },
    ],
    preparation: {
      runtime: "kafka",
      jvmArguments: ["-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", loggingArgument],
      agents: [],
      mainClass: "kafka.tools.StorageTool",
      arguments: ["format", "--cluster-id", plan.clusterId, "--config", configuration],
      creates: `${data}/meta.properties`,
    },
    run: {
      runtime: "kafka",
      jvmArguments: [
        "-Xms256m",
        "-Xmx512m",
        "-XX:MaxGCPauseMillis=50",
        "-Djava.awt.headless=true",
        loggingArgument,
      ],
      agents: [],
      mainClass: "kafka.Kafka",
      arguments: [configuration],
    },
    readiness: { protocol: "kafka", address, brokers: plan.brokers },
    dependsOn: index === 0 ? [] : [nameOf("kafka", 0)],
    log,
    output: `${plan.home}/logs/${name}.out`,
  };
}

function brokerProperties(plan: StackPlan, index: number, data: string): Record<string, string> {
  const host = hostOf(index);
  const clients = `PLAINTEXT://${host}:${basePorts.kafka + plan.portOffset}`;
  const controller = `${hostOf(0)}:${controllerPort(plan)}`;
  const replication = String(replicationFactor(plan));
  return {
    "process.roles": index === 0 ? "broker,controller" : "broker",
    "node.id": String(index + 1),
    "controller.quorum.voters": `1@${controller}`,
    "controller.listener.names": "CONTROLLER",
    "inter.broker.listener.name": "PLAINTEXT",
    "listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    listeners: index === 0 ? `${clients},CONTROLLER://${controller}` : clients,
    "advertised.listeners": clients,
    "log.dirs": data,
    ...brokerSettings,
    "offsets.topic.replication.factor": replication,
    "transaction.state.log.replication.factor": replication,
    "share.coordinator.state.topic.replication.factor": replication,
  };
}

function controllerPort(plan: StackPlan): number {
  return basePorts.kafkaController + plan.portOffset;
}

/** Settings that the container of docker/compose.yaml has too. */
export const brokerSettings: Readonly<Record<string, string>> = {
  // A topic comes from a pipeline file; one that a typo made would hide the typo.
  "auto.create.topics.enable": "false",
  "transaction.state.log.min.isr": "1",
  "share.coordinator.state.topic.min.isr": "1",
  // Group members come one by one here: waiting for more only delays every start of a connector.
  "group.initial.rebalance.delay.ms": "0",
  // The defaults of 50 partitions each are for clusters; here they cost start time and memory.
  "offsets.topic.num.partitions": "5",
  "transaction.state.log.num.partitions": "5",
  // The default of 128 MB is taken from the heap at start.
  "log.cleaner.dedupe.buffer.size": "16777216",
};
