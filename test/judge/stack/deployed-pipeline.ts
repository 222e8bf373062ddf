import { awaitLeaders } from "#cli/adapters/kafka/topics.js";
import type { ConnectorConfig } from "#cli/core/connect/connector-config.js";
import type { TableDescription } from "#cli/core/cql/table.js";
import { deployedConfig } from "#cli/core/pipeline/deployed-config.js";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Admin, Producer } from "kafkajs";
import type { RandomPipeline } from "#test/judge/pipelines/random-pipeline.js";
import type { SentRecord } from "#test/judge/pipelines/record-form.js";
import { createTable } from "#test/judge/pipelines/table-shape.js";
import type { Servers } from "./servers.js";
import { rebuilding } from "./statements.js";
import { storedTable, type StoredTable } from "./stored-rows.js";

/** A random pipeline on the stack: its topic, its table, its connector and its file. */
export class DeployedPipeline {
  readonly servers: Servers;
  readonly pipeline: RandomPipeline;
  readonly file: string;
  readonly table: TableDescription;
  /** As `connector deploy` sends it. */
  readonly config: ConnectorConfig;
  /** In the order in which they were sent. */
  readonly sent: SentRecord[] = [];
  /** Whether anything but the connector has written to the table since it was right. */
  isWritten = false;
  #admin: Admin | undefined;
  #producer: Producer | undefined;

  constructor(servers: Servers, pipeline: RandomPipeline) {
    const { names, shape, partitions, config } = pipeline;
    this.servers = servers;
    this.pipeline = pipeline;
    this.file = join(servers.folder, `${names.connector}.json`);
    this.table = { keyspace: names.keyspace, name: names.table, ...shape };
    const topics = [{ name: names.topic, partitions, replication: 1, configs: {} }];
    const connector = { name: names.connector, config };
    const file = { name: names.connector, description: "", file: this.file, topics, tables: [], connector };
    this.config = deployedConfig(file, {
      kafka: () => servers.endpoints,
      cassandra: () => ({ ...servers.endpoints, connector: {} }),
    });
  }

  /** Makes all of it. */
  async deploy(): Promise<void> {
    const { names, shape, partitions, config } = this.pipeline;
    const { session, connect } = this.servers;
    const cql = createTable(`${names.keyspace}.${names.table}`, shape);
    await writeFile(this.file.replace(/json$/, "cql"), `${cql};`);
    await writeFile(
      this.file,
      JSON.stringify({
        name: names.connector,
        topics: [{ name: names.topic, partitions, replication: 1 }],
        tables: [
          { keyspace: names.keyspace, name: names.table, cql: this.file.replace(/^.*\/|json$/g, "") + "cql" },
        ],
        connector: { name: names.connector, config },
      }),
    );
    await Promise.all([session.query(cql), this.createTopic()]);
    await connect.putConfig(names.connector, this.config);
  }

  async createTopic(): Promise<void> {
    const { names, partitions } = this.pipeline;
    const admin = await this.admin();
    await admin.createTopics({
      topics: [{ topic: names.topic, numPartitions: partitions, configEntries: topicConfigs }],
      waitForLeaders: false,
    });
    await awaitLeaders(admin, [names.topic]);
  }

  async admin(): Promise<Admin> {
    if (this.#admin === undefined) {
      this.#admin = this.servers.kafka().admin();
      await this.#admin.connect();
    }
    return this.#admin;
  }

  /** @returns where the first of them is, if they are all in one partition */
  async produce(
    records: readonly Omit<SentRecord, "row">[],
    topic = this.pipeline.names.topic,
  ): Promise<{ readonly partition: number; readonly offset: number }> {
    if (this.#producer === undefined) {
      this.#producer = this.servers.kafka().producer({ idempotent: true, maxInFlightRequests: 1 });
      await this.#producer.connect();
    }
    const messages = records.map(({ key, value, headers, timestamp }) => ({
      key,
      value,
      headers,
      timestamp: String(timestamp),
    }));
    const answers = await this.#producer.send({ topic, acks: -1, messages });
    for (const record of records) if ("row" in record) this.sent.push(record as SentRecord);
    const [{ partition, baseOffset = "" } = { partition: -1 }] = answers;
    return { partition, offset: Number(baseOffset) };
  }

  stored(): Promise<StoredTable> {
    return storedTable(this.servers.session, this.table);
  }

  /** Makes the table what it was, whatever has been written to it. */
  async restore(stored: StoredTable): Promise<void> {
    const { session } = this.servers;
    await session.query(`TRUNCATE ${this.table.keyspace}.${this.table.name}`);
    for (const cql of rebuilding(this.table, stored)) await session.query(cql);
    this.isWritten = false;
  }

  /** Writes to the table what no record has written. */
  async execute(cql: string): Promise<void> {
    this.isWritten = true;
    await this.servers.session.query(cql);
  }

  /** Leaves nothing behind. */
  async remove(): Promise<void> {
    const { names } = this.pipeline;
    await this.servers.connect.delete(names.connector);
    const admin = await this.admin();
    const topics = (await admin.listTopics()).filter((name) => [names.topic, names.letters].includes(name));
    if (topics.length > 0) await admin.deleteTopics({ topics });
    await this.servers.session.query(`DROP TABLE IF EXISTS ${names.keyspace}.${names.table}`);
    await Promise.all([admin.disconnect(), this.#producer?.disconnect()]);
  }
}

/** Records are up to an hour old, and some of them older. */
const topicConfigs = [{ name: "retention.ms", value: "-1" }];
