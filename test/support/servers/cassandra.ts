import type { ClosableCassandra } from "#cli/adapters/cassandra/cassandra.js";
import { runningConnections } from "#cli/adapters/stack/running-connections.js";
import { cassandraAt } from "./plain.js";

/** Where the servers of a local stack listen. */
export interface Endpoints {
  readonly connectUrl: string;
  readonly bootstrapServers: readonly string[];
  readonly contactPoints: readonly string[];
  readonly localDatacenter: string;
}

export async function endpointsOf(home: string): Promise<Endpoints> {
  const running = await runningConnections(home);
  if (running === undefined) throw new Error(`no stack runs under ${home}`);
  const { kafka, connect, cassandra } = running;
  return {
    connectUrl: connect?.urls?.[0] ?? "",
    bootstrapServers: kafka?.bootstrapServers ?? [],
    contactPoints: cassandra?.contactPoints ?? [],
    localDatacenter: cassandra?.localDatacenter ?? "",
  };
}

/** The flags that name them, for a command with another home. */
export async function serverFlags(home: string): Promise<readonly string[]> {
  const { bootstrapServers, connectUrl, contactPoints, localDatacenter } = await endpointsOf(home);
  return [
    ...["--bootstrap-servers", bootstrapServers.join(","), "--connect-url", connectUrl],
    ...["--contact-points", contactPoints.join(","), "--local-datacenter", localDatacenter],
  ];
}

export async function cassandraOf(home: string): Promise<ClosableCassandra> {
  return cassandraAt(await endpointsOf(home));
}
