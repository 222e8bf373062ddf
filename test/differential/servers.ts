import { groupOffsets } from "#cli/adapters/kafka/topics.js";
import type { GroupOffset } from "#cli/core/kafka/topic.js";
import { Kafka, logLevel, type Admin } from "kafkajs";
import { type Clients, openClients } from "#test/support/servers/clients.js";

/** Open connections to the stack under a home. */
export interface Servers extends Clients {
  readonly kafka: Kafka;
  readonly admin: Admin;
  /** Offsets that a group has committed in a topic, by partition. */
  committed(group: string, topic: string): Promise<readonly GroupOffset[]>;
  close(): Promise<void>;
}

export async function openServers(home: string): Promise<Servers> {
  const clients = await openClients(home);
  const { endpoints, cassandra, session } = clients;
  const kafka = new Kafka({ brokers: [...endpoints.bootstrapServers], logLevel: logLevel.NOTHING });
  const admin = kafka.admin();
  await admin.connect();
  return {
    ...clients,
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
