import { setMaxListeners } from "node:events";
import { createCassandra, type ClosableCassandra } from "#cli/adapters/cassandra/cassandra.js";
import { createSession, type Session } from "#cli/adapters/cassandra/session.js";
import { groupOffsets } from "#cli/adapters/kafka/topics.js";
import type { GroupOffset } from "#cli/core/kafka/topic.js";
import { createConnectApi } from "#cli/adapters/connect/connect-api.js";
import { Kafka, logLevel, type Admin } from "kafkajs";
import type { Endpoints } from "#cli/core/endpoints.js";
import type { ConnectApi } from "#cli/ports/connect-api.js";
import { endpointsOf } from "#test/support/servers/cassandra.js";

/** Open connections to the stack under a home. */
export interface Servers {
  readonly home: string;
  readonly endpoints: Endpoints;
  readonly connect: ConnectApi;
  readonly cassandra: ClosableCassandra;
  readonly session: Session;
  readonly kafka: Kafka;
  readonly admin: Admin;
  /** Offsets that a group has committed in a topic, by partition. */
  committed(group: string, topic: string): Promise<readonly GroupOffset[]>;
  close(): Promise<void>;
}

export async function openServers(home: string): Promise<Servers> {
  const endpoints = await endpointsOf(home);
  const { signal } = new AbortController();
  // All connectors are deployed at once.
  setMaxListeners(0, signal);
  const address = { contactPoints: endpoints.contactPoints, localDatacenter: endpoints.localDatacenter };
  const session = createSession(address, { signal });
  const cassandra = createCassandra(address, { signal });
  const kafka = new Kafka({ brokers: [...endpoints.bootstrapServers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  return {
    home,
    endpoints,
    connect: createConnectApi(endpoints.connectUrl, { signal }),
    cassandra,
    session,
    kafka,
    admin,
    committed: (group, topic) => groupOffsets(admin, group, topic),
    async close() {
      await admin.disconnect();
      await cassandra.close();
      await session.close();
    },
  };
}
