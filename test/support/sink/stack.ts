import { randomBytes } from "node:crypto";
import { Client, policies } from "cassandra-driver";
import { connectAt } from "#test/support/servers/plain.js";
import type { StatusResult } from "#cli/commands/stack/status.js";
import type { ConnectApi } from "#cli/ports/connect-api.js";
import { runJson } from "#test/support/cli.js";

/** Connections to a running stack, with a keyspace of its own. */
export interface SinkStack {
  readonly home: string;
  readonly keyspace: string;
  /** Where Cassandra itself listens. */
  readonly cqlPort: number;
  /** Address of the broker. */
  readonly broker: string;
  readonly connect: ConnectApi;
  /** Straight to Cassandra, whatever stands between it and the sink. */
  readonly cql: Client;
  pidOf(process: "kafka" | "connect" | "cassandra"): number;
  /** What is to be done before the stack is closed, the last first. */
  atClose(work: () => Promise<void>): void;
  /** Drops the keyspace. */
  close(): Promise<void>;
}

export async function openSinkStack(home: string): Promise<SinkStack> {
  const { processes } = await runJson<StatusResult>(["status", "--home", home]);
  const find = (kind: string): StatusResult["processes"][number] => {
    const found = processes.find((process) => process.kind === kind);
    if (found === undefined) throw new Error(`no ${kind} runs under ${home}`);
    return found;
  };
  const cql = new Client({
    contactPoints: [find("cassandra").address],
    localDataCenter: "datacenter1",
    encoding: { useBigIntAsLong: true },
    socketOptions: { readTimeout: 60_000 },
    // The default waits up to ten minutes for a node that a test has stopped.
    policies: { reconnection: new policies.reconnection.ConstantReconnectionPolicy(500) },
  });
  await cql.connect();
  const closers: (() => Promise<void>)[] = [];
  const keyspace = `faults_${randomBytes(4).toString("hex")}`;
  await cql.execute(
    `CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
  );
  return {
    home,
    keyspace,
    cqlPort: Number(find("cassandra").address.split(":")[1]),
    broker: find("kafka").address,
    connect: connectAt(`http://${find("connect").address}`),
    cql,
    pidOf: (process) => find(process).pid,
    atClose: (work) => void closers.unshift(work),
    async close() {
      for (const work of closers) await work();
      await cql.execute(`DROP KEYSPACE IF EXISTS ${keyspace}`);
      await cql.shutdown();
    },
  };
}
