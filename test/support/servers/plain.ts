import { type ClosableCassandra, createCassandra } from "#cli/adapters/cassandra/cassandra.js";
import { type SessionOptions, type Session, createSession } from "#cli/adapters/cassandra/session.js";
import { createConnectApi } from "#cli/adapters/connect/connect-api.js";
import type { RestOptions } from "#cli/adapters/connect/rest.js";
import { createCredentials } from "#cli/adapters/credentials/credentials.js";
import { createKafka } from "#cli/adapters/kafka/kafka.js";
import type { CassandraConnection } from "#cli/core/connections/connection.js";
import type { ConnectApi } from "#cli/ports/connect-api.js";
import type { Kafka } from "#cli/ports/kafka.js";

/** Clients of the program for servers that want neither TLS nor a login. */

const { signal } = new AbortController();
const credentials = createCredentials({ environment: {}, signal });

export function kafkaAt(
  bootstrapServers: readonly string[],
  options: { readonly signal?: AbortSignal } = {},
): Kafka & { close(): Promise<void> } {
  return createKafka(() => ({ bootstrapServers }), { credentials, ...options });
}

export function connectAt(url: string, options: Partial<RestOptions> = {}): ConnectApi {
  return createConnectApi(() => ({ urls: [url] }), { credentials, signal, ...options });
}

interface Nodes {
  readonly contactPoints: readonly string[];
  readonly localDatacenter: string;
}

const connectionTo =
  ({ contactPoints, localDatacenter }: Nodes) =>
  (): CassandraConnection => ({ contactPoints, localDatacenter, connector: {} });

export function cassandraAt(nodes: Nodes, options: Partial<SessionOptions> = {}): ClosableCassandra {
  return createCassandra(connectionTo(nodes), { credentials, signal, ...options });
}

export function sessionAt(nodes: Nodes, options: Partial<SessionOptions> = {}): Session {
  return createSession(connectionTo(nodes), { credentials, signal, ...options });
}
