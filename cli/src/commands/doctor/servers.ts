import { type Check, finding, unjudged } from "../../core/doctor/check.js";
import { clockCheck } from "../../core/doctor/clock.js";
import { brokersCheck, nodesCheck, pluginsCheck, workerCheck } from "../../core/doctor/servers.js";
import { CassinkError, InputError } from "../../errors.js";
import type { CommandContext } from "../../ports/context.js";

/** What was seen of each kind of server; the first check of each says whether it answers. */
export interface ServerChecks {
  readonly kafka: readonly Check[];
  readonly connect: readonly Check[];
  readonly cassandra: readonly Check[];
}

/** @param anyPipeline whether the worker must have what the shipped pipelines use */
export async function serverChecks(context: CommandContext, anyPipeline: boolean): Promise<ServerChecks> {
  const [kafka, connect, cassandra] = await Promise.all([
    checked("Kafka", context, () => kafkaChecks(context)),
    checked("Kafka Connect", context, () => connectChecks(context, anyPipeline)),
    checked("Cassandra", context, () => cassandraChecks(context)),
  ]);
  return { kafka, connect, cassandra };
}

async function kafkaChecks({ kafka }: CommandContext): Promise<readonly Check[]> {
  return [brokersCheck(await kafka.brokers())];
}

async function connectChecks(
  { connect, clock }: CommandContext,
  anyPipeline: boolean,
): Promise<readonly Check[]> {
  const before = clock.now();
  const worker = await connect.worker();
  const after = clock.now();
  const time =
    worker.time === undefined
      ? []
      : [clockCheck("Kafka Connect", { server: worker.time, resolution: 1_000, before, after })];
  const plugins = anyPipeline ? pluginsCheck(await connect.plugins()) : [];
  return [workerCheck(connect.url, worker.version), ...plugins, ...time];
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
const checked = (subject: string, context: CommandContext, look: Look): Promise<readonly Check[]> =>
  looked(context, look, (error) =>
    finding(subject, seenOf(error), error.hint ?? "look into the server's log: cassink logs"),
  );

/** What a server or a file does not let be judged is a line of its own; the other checks go on. */
export const judged = (subject: string, context: CommandContext, look: Look): Promise<readonly Check[]> =>
  looked(context, look, (error) => {
    const lines = error instanceof InputError ? error.lines : [];
    return unjudged(subject, [seenOf(error), ...lines].join("; "), error.hint);
  });

type Look = () => Promise<readonly Check[]>;

/** @param toCheck the line of what does not let itself be looked at */
async function looked(
  { signal }: CommandContext,
  look: Look,
  toCheck: (error: CassinkError) => Check,
): Promise<readonly Check[]> {
  try {
    return await look();
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof CassinkError)) throw error;
    return [toCheck(error)];
  }
}

function seenOf({ message, where }: CassinkError): string {
  return where === undefined || message.includes(where) ? message : `${message} (${where})`;
}
