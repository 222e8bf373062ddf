import { log4jConfiguration } from "./logging.js";
import { type StackPlan, basePorts, hostOf, nameOf, replicationFactor } from "./plan.js";
import type { ProcessDescription } from "./process.js";
import { fileUrl, propertiesText } from "./texts.js";

/**
 * A broker; the first one is also the only controller (KRaft combined mode). With all of them as controllers the stack
 * could not be stopped: the last controller would wait for a majority that is already down.
 */
export function describeBroker(plan: StackPlan, index: number): ProcessDescription {
  const name = nameOf("kafka", index);
  const folder = `${plan.home}/${name}`;
  const data = `${folder}/data`;
  const configuration = `${folder}/server.properties`;
  const logging = `${folder}/log4j2.xml`;
  const log = `${plan.home}/logs/${name}.log`;
  const loggingArgument = `-Dlog4j2.configurationFile=${fileUrl(logging)}`;
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
    readiness: { protocol: "kafka", host: hostOf(index), port: basePorts.kafka + plan.portOffset },
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

/** Settings that docker/compose.yaml has too; test/contract/docker.test.ts compares them. */
export const brokerSettings: Readonly<Record<string, string>> = {
  // Topics are created from pipeline files. A topic created by a mistyped name would hide the mistake.
  "auto.create.topics.enable": "false",
  "transaction.state.log.min.isr": "1",
  "share.coordinator.state.topic.min.isr": "1",
  // The default waits 3 s for more group members; here that only delays each start of a connector.
  "group.initial.rebalance.delay.ms": "0",
  // The default of 50 partitions each costs start time and memory, and a small stack does not need them.
  "offsets.topic.num.partitions": "5",
  "transaction.state.log.num.partitions": "5",
  // The broker allocates this buffer on its heap when it starts; the default is 128 MB.
  "log.cleaner.dedupe.buffer.size": "16777216",
};
