import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kafka, logLevel } from "kafkajs";
import { type Clients, openClients } from "#test/support/servers/clients.js";
import { userTypes } from "#test/support/random-values/user-types.js";

/** Connections to a stack, and a keyspace and a folder of this run's own. */
export interface Servers extends Clients {
  /** Begins all names of this run. */
  readonly run: string;
  readonly keyspace: string;
  /** For pipeline files. */
  readonly folder: string;
  /** A new one for each topic that will be deleted: a client does not go on after that. */
  kafka(): Kafka;
  /** Drops the keyspace, and whatever of this run is left in Kafka and Connect. */
  close(): Promise<void>;
}

export async function openServers(home: string): Promise<Servers> {
  const clients = await openClients(home);
  const { endpoints, connect, cassandra, session } = clients;
  const run = `judge${randomBytes(4).toString("hex")}`;
  const folder = await mkdtemp(join(tmpdir(), "cassink-judge-"));
  await session.query(
    `CREATE KEYSPACE ${run} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}` +
      " AND durable_writes = false",
  );
  for (const [name, fields] of Object.entries(userTypes)) {
    await session.query(`CREATE TYPE ${run}.${name} (${fields})`);
  }
  const kafka = (): Kafka =>
    new Kafka({ brokers: [...endpoints.bootstrapServers], logLevel: logLevel.NOTHING });
  return {
    ...clients,
    run,
    keyspace: run,
    folder,
    kafka,
    async close() {
      const names = [...(await connect.configs()).keys()].filter((name) => name.startsWith(run));
      await Promise.all(names.map((name) => connect.delete(name)));
      await deleteTopics(kafka(), run);
      await session.query(`DROP KEYSPACE IF EXISTS ${run}`);
      await Promise.all([cassandra.close(), session.close()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function deleteTopics(kafka: Kafka, run: string): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(run));
    if (topics.length > 0) await admin.deleteTopics({ topics });
  } finally {
    await admin.disconnect();
  }
}
