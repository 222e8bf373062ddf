import { type Check, finding } from "../../core/doctor/check.js";
import { clockCheck } from "../../core/doctor/clock.js";
import { diskCheck, jdkCheck, mavenCheck, nodeCheck, portsCheck } from "../../core/doctor/machine.js";
import { brokersCheck, nodesCheck, pluginsCheck, workerCheck } from "../../core/doctor/servers.js";
import { CassinkError } from "../../errors.js";
import type { CommandContext, CommandResult } from "../../ports/context.js";

export interface DoctorResult extends CommandResult {
  readonly checks: readonly Check[];
}

/** Checks everything that a pipeline needs. No check depends on the success of another. */
export async function run(_input: object, context: CommandContext): Promise<DoctorResult> {
  const { connections, stack } = context;
  const [machine, kafka, connect, cassandra] = await Promise.all([
    stack.machine(),
    checked("Kafka", context, () => kafkaChecks(context)),
    checked("Kafka Connect", context, () => connectChecks(context)),
    checked("Cassandra", context, () => cassandraChecks(context)),
  ]);
  const serving = [
    ...(kafka[0]?.ok === true ? connections.kafka().bootstrapServers : []),
    ...(connect[0]?.ok === true ? connections.connect().urls : []),
    ...(cassandra[0]?.ok === true ? connections.cassandra().contactPoints : []),
  ];
  const checks = [
    nodeCheck(machine.node),
    jdkCheck(machine.jdk),
    mavenCheck(machine.maven),
    diskCheck(machine.freeDisk, stack.home),
    portsCheck(machine.takenPorts, serving),
    ...kafka,
    ...connect,
    ...cassandra,
  ];
  return { outcome: checks.every((check) => check.ok) ? "clean" : "findings", checks };
}

async function kafkaChecks({ kafka }: CommandContext): Promise<readonly Check[]> {
  return [brokersCheck(await kafka.brokers())];
}

async function connectChecks({ connect, clock }: CommandContext): Promise<readonly Check[]> {
  const before = clock.now();
  const worker = await connect.worker();
  const after = clock.now();
  const time =
    worker.time === undefined
      ? []
      : [clockCheck("Kafka Connect", { server: worker.time, resolution: 1_000, before, after })];
  return [workerCheck(connect.url, worker.version), ...pluginsCheck(await connect.plugins()), ...time];
}

async function cassandraChecks({ cassandra, clock }: CommandContext): Promise<readonly Check[]> {
  const before = clock.now();
  const cluster = await cassandra.cluster();
  const after = clock.now();
  return [
    nodesCheck(cluster, cassandra.contactPoints),
    clockCheck("Cassandra", { server: cluster.time, resolution: 1, before, after }),
  ];
}

/** A server that fails is a finding; the other checks go on. */
async function checked(
  subject: string,
  { signal }: CommandContext,
  look: () => Promise<readonly Check[]>,
): Promise<readonly Check[]> {
  try {
    return await look();
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof CassinkError)) throw error;
    const { message, where, hint } = error;
    const seen = where === undefined || message.includes(where) ? message : `${message} (${where})`;
    return [finding(subject, seen, hint ?? "look into the server's log: cassink logs")];
  }
}
