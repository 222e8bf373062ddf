import { awaitLeaders } from "#cli/adapters/kafka/topics.js";
import type { ConnectorStatus } from "#cli/core/connect/status.js";
import { awaitCarried } from "#test/support/await-carried.js";
import type { Feed, Reading } from "./feed.js";
import { Names } from "./names.js";
import { pluginNames } from "./plugins.js";
import type { Servers } from "./servers.js";
import { userTypes } from "#test/support/random-values/user-types.js";

const replication = "{'class': 'SimpleStrategy', 'replication_factor': 1}";
/** Milliseconds for all connectors to carry all records. */
const longestCarrying = 120_000;

/** Whether one of its tasks has failed. */
export const hasFailed = (status: ConnectorStatus | undefined): boolean =>
  status?.tasks.some(({ state }) => state === "FAILED") ?? false;

/** Gives all feeds to both plugins at once, and waits until they are carried. */
export class Run {
  readonly names: Names;
  readonly feeds: readonly Feed[];
  readonly servers: Servers;
  /** Milliseconds since the Unix epoch: the time of each feed's first record that names none. */
  readonly start = Date.now() - 60_000;

  constructor(servers: Servers, feeds: readonly Feed[]) {
    this.servers = servers;
    this.feeds = feeds;
    this.names = new Names(servers.endpoints);
  }

  /** Of the record of that offset. */
  timestamp(feed: Feed, offset: number): number {
    return feed.records[offset]?.timestamp ?? this.start + offset;
  }

  async carry(): Promise<void> {
    await this.prepare();
    await Promise.all([this.#deploy(), this.produce()]);
    await this.#awaitCarried();
  }

  /** Makes tables and topics. */
  async prepare(): Promise<void> {
    await Promise.all([this.#makeTables(), this.#makeTopics()]);
  }

  async remove(): Promise<void> {
    const { connect, admin, session } = this.servers;
    const names = [...(await connect.configs()).keys()].filter((name) => name.startsWith(this.names.run));
    await Promise.all(names.map((name) => connect.delete(name)));
    const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(this.names.run));
    await admin.deleteTopics({ topics });
    for (const plugin of pluginNames) {
      await session.query(`DROP KEYSPACE IF EXISTS ${this.names.keyspace(plugin)}`);
    }
  }

  /** The feeds by how they are read: one connector a plugin for each. */
  get readings(): ReadonlyMap<Reading, readonly Feed[]> {
    const readings = [...new Set(this.feeds.map(({ reading }) => reading))];
    return new Map(
      readings.map((reading) => [reading, this.feeds.filter((feed) => feed.reading === reading)]),
    );
  }

  async #makeTables(): Promise<void> {
    const { session } = this.servers;
    for (const plugin of pluginNames) {
      const keyspace = this.names.keyspace(plugin);
      await session.query(`CREATE KEYSPACE ${keyspace} WITH replication = ${replication}`);
      for (const [name, fields] of Object.entries(userTypes)) {
        await session.query(`CREATE TYPE ${keyspace}.${name} (${fields})`);
      }
      const tables = this.feeds.flatMap((feed) => feed.tables);
      for (const [name, columns] of new Map(tables.map((table) => [table.name, table.columns]))) {
        await session.query(`CREATE TABLE ${this.names.table(plugin, { name })} (${columns})`);
      }
      const before = tables.flatMap(({ name, before = [] }) =>
        before.map((cql) => cql.replaceAll("TABLE", this.names.table(plugin, { name }))),
      );
      for (const cql of before) await session.query(cql);
    }
  }

  async #makeTopics(): Promise<void> {
    // Records of 1970 are not old here.
    const configEntries = [{ name: "retention.ms", value: "-1" }];
    const topics = this.feeds.map((feed) => ({
      topic: this.names.topic(feed),
      numPartitions: 1,
      configEntries,
    }));
    await this.servers.admin.createTopics({ topics, waitForLeaders: false });
    await awaitLeaders(
      this.servers.admin,
      topics.map(({ topic }) => topic),
    );
  }

  async #deploy(): Promise<void> {
    const { connect } = this.servers;
    const configs = pluginNames.flatMap((plugin) =>
      [...this.readings].map(([reading, feeds]) => ({
        name: this.names.connector(plugin, reading),
        config: this.names.config(plugin, reading, feeds),
      })),
    );
    await Promise.all(configs.map(({ name, config }) => connect.putConfig(name, config)));
  }

  async produce(): Promise<void> {
    const producer = this.servers.kafka.producer({
      allowAutoTopicCreation: false,
      // A record that is sent again must not be there twice.
      idempotent: true,
      maxInFlightRequests: 1,
    });
    await producer.connect();
    try {
      await producer.sendBatch({
        acks: -1,
        topicMessages: this.feeds.map((feed) => ({
          topic: this.names.topic(feed),
          messages: feed.records.map((record, offset) => ({
            key: record.key ?? null,
            value: record.value,
            headers: { ...record.headers },
            timestamp: String(this.timestamp(feed, offset)),
          })),
        })),
      });
    } finally {
      await producer.disconnect();
    }
  }

  async #awaitCarried(): Promise<void> {
    const deadline = Date.now() + longestCarrying;
    for (const plugin of pluginNames) {
      for (const [reading, feeds] of this.readings) {
        const connector = this.names.connector(plugin, reading);
        await awaitCarried({
          connector,
          home: this.servers.home,
          ends: feeds.map((feed) => ({
            topic: this.names.topic(feed),
            partition: 0,
            offset: feed.records.length,
          })),
          committed: (group, topic) => this.servers.committed(group, topic),
          status: () => this.#unlessFailed(connector),
          deadline: Math.max(0, deadline - Date.now()),
        });
      }
    }
  }

  /** Ends the wait for a connector that will not go on. */
  async #unlessFailed(connector: string): Promise<ConnectorStatus | undefined> {
    const status = await this.servers.connect.status(connector);
    if (!hasFailed(status)) return status;
    throw new Error(`${connector} has not carried all: ${JSON.stringify(status, undefined, 2)}`);
  }
}
