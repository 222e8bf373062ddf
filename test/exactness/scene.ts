import { Client, errors, policies, types } from "cassandra-driver";
import { randomBytes } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { type Admin, Kafka, type Producer, logLevel } from "kafkajs";
import { awaitLeaders, groupOffsets } from "#cli/adapters/kafka/topics.js";
import { Random } from "#cli/core/generate/random.js";
import { awaitCarried } from "#test/support/await-carried.js";
import type { OwnStack } from "#test/support/servers/own-stack.js";
import { waitFor } from "#test/support/wait-for.js";
import { ConnectRest } from "./connect-rest.js";
import { type FoundRow, type SentRecord, type WriteOrder, type WrongRow, fold, wrongRows } from "./fold.js";
import { type Event, type ShapeName, logShapes, shapeNames } from "#test/support/log-shapes.js";

export const writeOrders = ["time", "log"] as const satisfies readonly WriteOrder[];

const partitions = 2;
const cassinkClass = "io.cassink.sink.CassandraSinkConnector";
const columnsOfTable = "id text PRIMARY KEY, a bigint, b bigint, c text";

/** Where the stack's servers are. */
export interface Endpoints {
  readonly kafka: string;
  readonly workers: readonly string[];
  readonly contactPoint: string;
}

/** A row that is not what its records make it, and where it is. */
export interface MisplacedRow extends WrongRow {
  readonly table: string;
}

interface Mark {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/**
 * A topic for each log shape, and for each order of writes a connector that carries all of them into tables of a
 * keyspace of its own. Remembers every record that was acknowledged, and so knows what the tables must hold.
 */
export class Scene {
  readonly connect: ConnectRest;
  readonly #suffix = randomBytes(3).toString("hex");
  readonly #endpoints: Endpoints;
  readonly #stack: OwnStack;
  readonly #admin: Admin;
  readonly #producer: Producer;
  readonly #cassandra: Client;
  readonly #sent = new Map<ShapeName, SentRecord[]>(shapeNames.map((shape) => [shape, []]));
  /** Ends of all partitions, as acknowledged. */
  readonly #ends = new Map<string, Mark>();

  constructor(stack: OwnStack, endpoints: Endpoints) {
    this.#stack = stack;
    this.#endpoints = endpoints;
    this.connect = new ConnectRest(endpoints.workers);
    const kafka = new Kafka({ brokers: [endpoints.kafka], logLevel: logLevel.NOTHING });
    this.#admin = kafka.admin();
    this.#producer = kafka.producer({ allowAutoTopicCreation: false, retry: { retries: 0 } });
    const [host = "", port = ""] = endpoints.contactPoint.split(":");
    this.#cassandra = new Client({
      contactPoints: [host],
      protocolOptions: { port: Number(port) },
      localDataCenter: "datacenter1",
      encoding: { useBigIntAsLong: true },
      policies: { reconnection: new policies.reconnection.ConstantReconnectionPolicy(1_000) },
      queryOptions: { consistency: types.consistencies.localOne, fetchSize: 5_000 },
    });
  }

  /** Makes topics, tables and connectors. */
  async open(): Promise<void> {
    await Promise.all([this.#admin.connect(), this.#producer.connect(), this.#cassandra.connect()]);
    // The broker would delete by the records' times, which are of a fixed day.
    const configEntries = [{ name: "retention.ms", value: "-1" }];
    const topics = shapeNames.map((shape) => ({
      topic: this.#topicOf(shape),
      numPartitions: partitions,
      configEntries,
    }));
    await this.#admin.createTopics({ topics, waitForLeaders: false });
    await awaitLeaders(
      this.#admin,
      topics.map(({ topic }) => topic),
    );
    for (const order of writeOrders) {
      await this.#makeTables(this.#keyspaceOf(order), shapeNames);
      await this.connect.deploy(this.connectorOf(order), this.configOf(order, 2));
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.#admin.disconnect(), this.#producer.disconnect(), this.#cassandra.shutdown()]);
  }

  connectorOf(order: WriteOrder): string {
    return `exact-${order}-${this.#suffix}`;
  }

  configOf(order: WriteOrder, tasks: number): Readonly<Record<string, string>> {
    return {
      ...this.#sinkConfig(cassinkClass, tasks, shapeNames, this.#keyspaceOf(order)),
      order,
      ...(order === "log" ? { "order.epoch": "1600000000000000" } : {}),
      // Small polls: more puts, more requests in flight at any moment.
      "consumer.override.max.poll.records": "200",
      transforms: "rename",
      "transforms.rename.type": "org.apache.kafka.connect.transforms.RegexRouter",
      "transforms.rename.regex": "raw_(renamed_.*)",
      "transforms.rename.replacement": "$1",
    };
  }

  /** Sends a round of every shape, slice by slice; resolves when all is acknowledged. */
  async load(round: number, seed: number): Promise<void> {
    const slicesOf = shapeNames.map((shape, index) => ({
      shape,
      slices: logShapes[shape]({
        random: new Random(seed, index),
        prefix: `${round}-`,
        start: Date.UTC(2026, 0, 1) + round * 1_000_000,
      }),
    }));
    const pauses = new Random(seed, 100);
    for (let slice = 0; slicesOf.some(({ slices }) => slice < slices.length); slice += 1) {
      await Promise.all(slicesOf.map(({ shape, slices }) => this.#send(shape, slices[slice] ?? [])));
      await setTimeout(pauses.below(500));
    }
  }

  /** Where all partitions end now: a round that is replayed from there is replayed as a whole. */
  marks(): readonly Mark[] {
    return shapeNames.flatMap((shape) =>
      Array.from({ length: partitions }, (_, partition) => {
        const topic = this.#topicOf(shape);
        return { topic, partition, offset: this.#ends.get(`${topic}-${partition}`)?.offset ?? 0 };
      }),
    );
  }

  /** Waits until both connectors have committed all that was sent. */
  async awaitLagZero(): Promise<void> {
    for (const order of writeOrders) await this.#awaitLagZero(this.connectorOf(order));
  }

  async #awaitLagZero(connector: string, shapes: readonly ShapeName[] = shapeNames): Promise<void> {
    const topics = shapes.map((shape) => this.#topicOf(shape));
    await awaitCarried({
      connector,
      home: this.#stack.home,
      ends: this.marks().filter(({ topic }) => topics.includes(topic)),
      committed: (group, topic) => groupOffsets(this.#admin, group, topic),
      status: () => this.connect.resumeIfStopped(connector),
      deadline: 200_000,
    });
  }

  /** Waits until rows are written again; not for ever, for there may be none left to write. */
  async awaitWrites(): Promise<void> {
    const newest = async (): Promise<string> => {
      const query = `SELECT count(a), sum(a) FROM ${this.#keyspaceOf("time")}.one_time_bursts`;
      return JSON.stringify((await this.#query(query)).rows, (_, cell: unknown) => String(cell));
    };
    const before = await newest();
    const deadline = Date.now() + 10_000;
    while ((await newest()) === before && Date.now() < deadline) await setTimeout(20);
  }

  /** Compares every row of every table that Cassink fills. */
  async compare(): Promise<{ readonly checked: number; readonly wrong: readonly MisplacedRow[] }> {
    const wrong: MisplacedRow[] = [];
    let checked = 0;
    for (const order of writeOrders) {
      for (const shape of shapeNames) {
        const compared = await this.#compareTable(`${this.#keyspaceOf(order)}.${shape}`, shape, order);
        wrong.push(...compared.wrong);
        checked += compared.checked;
      }
    }
    return { checked, wrong };
  }

  /** Carries a shape's topic by another sink into a table of its own, and compares that. */
  async compareOtherSink(sinkClass: string, shape: ShapeName): Promise<readonly MisplacedRow[]> {
    const connector = `other-${this.#suffix}`;
    const keyspace = `other_${this.#suffix}`;
    await this.#makeTables(keyspace, [shape]);
    await this.connect.deploy(connector, this.#sinkConfig(sinkClass, 1, [shape], keyspace));
    await this.#awaitLagZero(connector, [shape]);
    await this.connect.delete(connector);
    return (await this.#compareTable(`${keyspace}.${shape}`, shape, "time")).wrong;
  }

  async #compareTable(
    table: string,
    shape: ShapeName,
    order: WriteOrder,
  ): Promise<{ readonly checked: number; readonly wrong: readonly MisplacedRow[] }> {
    const expected = fold(this.#sent.get(shape) ?? [], order);
    const wrong = wrongRows(expected, await this.#rowsOf(table));
    return { checked: expected.size, wrong: wrong.map((row) => ({ table, ...row })) };
  }

  async #rowsOf(table: string): Promise<ReadonlyMap<string, FoundRow>> {
    const rows = new Map<string, FoundRow>();
    const number = (cell: unknown): number | null => (cell === null ? null : Number(cell));
    for await (const row of await this.#query(`SELECT id, a, b, c FROM ${table}`)) {
      const { id, a, b, c } = row as unknown as { id: string; a: unknown; b: unknown; c: string | null };
      rows.set(id, { a: number(a), b: number(b), c });
    }
    return rows;
  }

  /** The driver comes back to a node that was restarted in its own time. */
  #query(query: string): Promise<types.ResultSet> {
    return waitFor({ what: "Cassandra to answer", deadline: 60_000, every: 100 }, async (seen) => {
      try {
        return await this.#cassandra.execute(query);
      } catch (error) {
        if (!(error instanceof errors.NoHostAvailableError)) throw error;
        seen(error);
        return undefined;
      }
    });
  }

  async #send(shape: ShapeName, events: readonly Event[]): Promise<void> {
    if (events.length === 0) return;
    const topic = this.#topicOf(shape);
    const placed = events.map((event) => ({ event, partition: partitionOf(event.key) }));
    const acknowledged = await this.#producer.send({
      topic,
      messages: placed.map(({ event: { key, time, value }, partition }) => ({
        key,
        partition,
        timestamp: String(time),
        value: value === null ? null : JSON.stringify(value),
      })),
    });
    const next = new Map(acknowledged.map(({ partition, baseOffset }) => [partition, Number(baseOffset)]));
    for (const { event, partition } of placed) {
      const offset = next.get(partition) ?? NaN;
      next.set(partition, offset + 1);
      this.#ends.set(`${topic}-${partition}`, { topic, partition, offset: offset + 1 });
      this.#sent.get(shape)?.push({ ...event, topic, partition, offset });
    }
  }

  async #makeTables(keyspace: string, shapes: readonly ShapeName[]): Promise<void> {
    await this.#cassandra.execute(
      `CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
    );
    for (const shape of shapes) {
      await this.#cassandra.execute(`CREATE TABLE ${keyspace}.${shape} (${columnsOfTable})`);
    }
  }

  #sinkConfig(
    sinkClass: string,
    tasks: number,
    shapes: readonly ShapeName[],
    keyspace: string,
  ): Readonly<Record<string, string>> {
    const [host = "", port = ""] = this.#endpoints.contactPoint.split(":");
    return {
      "connector.class": sinkClass,
      "tasks.max": String(tasks),
      topics: shapes.map((shape) => this.#topicOf(shape)).join(","),
      "key.converter": "org.apache.kafka.connect.storage.StringConverter",
      "value.converter": "org.apache.kafka.connect.json.JsonConverter",
      "value.converter.schemas.enable": "false",
      contactPoints: host,
      port,
      "loadBalancing.localDc": "datacenter1",
      ...Object.fromEntries(
        shapes.map((shape) => [
          `topic.${this.#topicOf(shape).replace("raw_", "")}.${keyspace}.${shape}.mapping`,
          "id=key, a=value.a, b=value.b, c=value.c",
        ]),
      ),
    };
  }

  #topicOf(shape: ShapeName): string {
    return `${shape === "renamed" ? "raw_" : ""}${shape}_${this.#suffix}`;
  }

  #keyspaceOf(order: WriteOrder): string {
    return `exact_${order}_${this.#suffix}`;
  }
}

/** Any rule will do, as long as a key's records stay together. */
function partitionOf(key: string): number {
  return Buffer.from(key).reduce((sum, byte) => sum + byte, 0) % partitions;
}
