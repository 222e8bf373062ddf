import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kafka as KafkaClient, logLevel } from "kafkajs";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { DoctorResult } from "#cli/commands/doctor/doctor.js";
import type { ConnectorConfig } from "#cli/core/connect/connector-config.js";
import type { Check } from "#cli/core/doctor/check.js";
import { awaitCarried } from "#test/support/await-carried.js";
import { runCli, runJson } from "#test/support/cli.js";
import { type Clients, openClients } from "#test/support/servers/clients.js";
import { type SentRecord, type TopicClient, openTopicClient } from "#test/support/sink/topic.js";

const home = inject("home");
const run = `doctor_${randomBytes(4).toString("hex")}`;
const keyspace = run;
const nowhere = "127.0.0.1:1";

/** Names of one test, so that none meets another's. */
interface Scene {
  readonly name: string;
  readonly letters: string;
  readonly table: string;
}

/** A fault that is planted, and the lines that it makes; all others are ok. */
interface Fault {
  readonly what: string;
  readonly without?: "topic" | "letters" | "table";
  readonly config?: (scene: Scene) => ConnectorConfig;
  readonly topicConfigs?: Readonly<Record<string, string>>;
  readonly columns?: string;
  /** After the good ones. */
  readonly record?: SentRecord;
  /** Done when all else is there. */
  readonly plant?: (scene: Scene) => Promise<void>;
  readonly flags?: readonly string[];
  readonly lines: (scene: Scene) => readonly Pick<Check, "state" | "subject">[];
  /** What each of the lines says, in their order. */
  readonly says: (scene: Scene) => readonly RegExp[];
}

let clients: Clients;
let client: TopicClient;
let kafka: KafkaClient;
let folder: string;
const scenes: Scene[] = [];
const connectors: string[] = [];

beforeAll(async () => {
  clients = await openClients(home);
  const [broker = ""] = clients.endpoints.bootstrapServers;
  client = await openTopicClient(broker);
  kafka = new KafkaClient({ brokers: [broker], logLevel: logLevel.NOTHING });
  folder = await mkdtemp(join(tmpdir(), "cassink-doctor-"));
  await clients.cassandra.execute(
    `CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
  );
});

afterAll(async () => {
  for (const name of connectors) await clients.connect.delete(name);
  for (const { name, letters } of scenes)
    for (const topic of [name, letters, `${letters}.resolutions`]) await client.kafka.deleteTopic(topic);
  await clients.cassandra.execute(`DROP KEYSPACE IF EXISTS ${keyspace}`);
  await rm(folder, { recursive: true, force: true });
  await Promise.all([client.close(), clients.cassandra.close(), clients.session.close()]);
});

const good = (amount: number): SentRecord => ({
  key: `key ${amount}`,
  value: JSON.stringify({ amount, note: "sold" }),
  timestamp: Date.now() - 10_000 + amount,
});

function configOf({ name, letters, table }: Scene): ConnectorConfig {
  return {
    "connector.class": "io.cassink.sink.CassandraSinkConnector",
    "key.converter": "org.apache.kafka.connect.storage.StringConverter",
    "value.converter": "org.apache.kafka.connect.json.JsonConverter",
    "value.converter.schemas.enable": "false",
    "errors.tolerance": "all",
    "errors.deadletterqueue.topic.name": letters,
    "errors.deadletterqueue.topic.replication.factor": "1",
    "errors.deadletterqueue.context.headers.enable": "true",
    [`topic.${name}.${keyspace}.${table}.mapping`]: "id=key, amount=value.amount, note=value.note",
  };
}

/** Makes what a pipeline needs, all but what the fault takes away, and returns its file. */
async function stage(fault: Omit<Fault, "lines" | "says">): Promise<Scene & { readonly file: string }> {
  const name = `${run}_${scenes.length}`;
  const scene = { name, letters: `${name}.dlq`, table: `t${scenes.length}` };
  scenes.push(scene);
  const cql = `CREATE TABLE ${keyspace}.${scene.table} (id text PRIMARY KEY, amount int, note text);`;
  const keyspaceCql = `CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};`;
  await writeFile(join(folder, `${name}.cql`), `${keyspaceCql}\n${cql}\n`);
  const file = join(folder, `${name}.json`);
  const configs = { "retention.ms": "-1", ...fault.topicConfigs };
  const pipeline = {
    name,
    topics: [{ name, partitions: 2, configs }],
    tables: [{ keyspace, name: scene.table, cql: `${name}.cql` }],
    connector: { config: { ...configOf(scene), ...fault.config?.(scene) } },
  };
  await writeFile(file, JSON.stringify(pipeline));
  const make = (topic: string, partitions: number, own: Readonly<Record<string, string>>): Promise<void> =>
    client.kafka.createTopic({ name: topic, partitions, replication: 1, configs: own });
  if (fault.without !== "letters") await make(scene.letters, 1, { "retention.ms": "-1" });
  await make(`${scene.letters}.resolutions`, 1, { "cleanup.policy": "compact" });
  if (fault.without !== "table") await clients.cassandra.execute(cql);
  if (fault.without !== "topic") {
    await make(name, 2, configs);
    await client.send(name, [
      good(1),
      good(2),
      good(3),
      ...(fault.record === undefined ? [] : [fault.record]),
    ]);
  }
  await fault.plant?.(scene);
  return { ...scene, file };
}

const doctor = (file: string, exitCode: number, flags: readonly string[] = []): Promise<DoctorResult> =>
  runJson<DoctorResult>(["doctor", file, "--home", home, ...flags], { exitCode });

const linesOf = ({ checks, pipelines }: DoctorResult): readonly Check[] => [
  ...checks,
  ...pipelines.flatMap((pipeline) => pipeline.checks),
];

async function putConnector(name: string, config: ConnectorConfig): Promise<void> {
  connectors.push(name);
  await clients.connect.putConfig(name, config);
}

/** Deploys the pipeline of a scene, and waits until all records are carried. */
async function deploy(name: string): Promise<void> {
  connectors.push(name);
  const file = join(folder, `${name}.json`);
  expect((await runCli(["connector", "deploy", file, "--home", home])).exitCode).toBe(0);
  const ends = await client.kafka.topicOffsets(name);
  await awaitCarried({
    connector: name,
    home,
    ends: ends
      .filter(({ high }) => high > 0)
      .map(({ partition, high }) => ({ topic: name, partition, offset: high })),
    committed: (group, topic) => client.kafka.groupOffsets(group, topic),
    status: () => clients.connect.status(name),
    deadline: 60_000,
  });
}

async function commit(scene: Scene, offset: number): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  const partitions = [{ partition: 0, offset: String(offset) }];
  await admin.setOffsets({ groupId: `connect-${scene.name}`, topic: scene.name, partitions });
  await admin.disconnect();
}

const other = { state: "unjudged" } as const;
const faults: readonly Fault[] = [
  {
    what: "the topic is missing",
    without: "topic",
    lines: ({ name }) => [{ state: "problem", subject: `topic ${name}` }],
    says: () => [/^there is no such topic$/],
  },
  {
    what: "the table is missing",
    without: "table",
    lines: ({ name, table }) => [
      { state: "problem", subject: `table ${keyspace}.${table}` },
      { ...other, subject: `records of ${name}` },
    ],
    says: () => [/^there is no table /, /^there is no table /],
  },
  {
    what: "a column is missing",
    plant: ({ table }) => clients.cassandra.execute(`ALTER TABLE ${keyspace}.${table} DROP amount`),
    lines: ({ name, table }) => [
      { state: "problem", subject: `table ${keyspace}.${table}` },
      { state: "problem", subject: `table ${keyspace}.${table}` },
      { ...other, subject: `records of ${name}` },
    ],
    says: () => [/no column "amount"/, /not what its CQL file declares: .*amount/, /no column "amount"/],
  },
  {
    what: "the converter cannot read a record",
    record: { key: "key 4", value: "{bad", timestamp: Date.now() - 1_000 },
    lines: ({ name }) => [{ state: "problem", subject: `records of ${name}` }],
    says: ({ name }) => [new RegExp(`^${name}-\\d@\\d is refused by .*: JsonConverter`)],
  },
  {
    what: "a record does not fit its column",
    record: { key: "key 4", value: '{"amount":"many"}', timestamp: Date.now() - 1_000 },
    lines: ({ name }) => [{ state: "problem", subject: `records of ${name}` }],
    says: ({ name }) => [new RegExp(`^${name}-\\d@\\d is refused by .*: column amount: `)],
  },
  {
    what: "a plugin is missing",
    config: () => ({ transforms: "t", "transforms.t.type": "com.example.Missing" }),
    lines: ({ name }) => [
      { state: "problem", subject: "plugins" },
      { ...other, subject: `records of ${name}` },
    ],
    says: () => [/com\.example\.Missing/, /com\.example\.Missing/],
  },
  {
    what: "the class is misspelt",
    config: () => ({ "connector.class": "io.cassink.sink.CassandraSinkConector" }),
    lines: ({ name }) => [
      { state: "problem", subject: "plugins" },
      { ...other, subject: `records of ${name}` },
    ],
    says: () => [/no plugin io\.cassink\.sink\.CassandraSinkConector/, /CassandraSinkConector/],
  },
  {
    what: "a mapped field is misspelt",
    config: ({ name, table }) => ({
      [`topic.${name}.${keyspace}.${table}.mapping`]: "id=key, amount=value.amount, note=value.nott",
    }),
    lines: ({ name }) => [{ state: "warning", subject: `fields of ${name}` }],
    says: () => [/^value\.nott \(column note\): absent or null in each of the 3 newest records /],
  },
  {
    what: "the file names nodes of its own",
    config: () => ({ contactPoints: "127.0.0.9", port: "9" }),
    lines: () => [{ state: "warning", subject: "nodes of the file" }],
    says: () => [/^the file names 127\.0\.0\.9:9, which was not tried/],
  },
  {
    what: "the topic of dead letters is missing",
    without: "letters",
    lines: () => [{ state: "problem", subject: "dead letters" }],
    says: ({ letters }) => [new RegExp(`topic ${letters} is missing`)],
  },
  {
    what: "the topic is compacted under order=time",
    topicConfigs: { "cleanup.policy": "compact" },
    lines: ({ name }) => [{ state: "warning", subject: `topic ${name}` }],
    says: () => [/is compacted .* order=time/],
  },
  {
    what: "nobody can write to the topic",
    topicConfigs: { "min.insync.replicas": "2" },
    lines: ({ name }) => [{ state: "problem", subject: `topic ${name}` }],
    says: () => [/1 replica and min\.insync\.replicas=2/],
  },
  {
    what: "a connector of another pipeline has the name",
    plant: async (scene) => {
      const config = configOf({ ...scene, name: `${scene.name}_else`, table: "elsewhere" });
      await clients.cassandra.execute(
        `CREATE TABLE ${keyspace}.elsewhere (id text PRIMARY KEY, amount int, note text)`,
      );
      await putConnector(scene.name, { ...config, topics: `${scene.name}_else`, ...contactPoints() });
    },
    lines: () => [{ state: "problem", subject: "connector" }],
    says: ({ name }) => [new RegExp(`another one has this name: .*reads topic ${name}_else`)],
  },
  {
    what: "another connector reads as the same group",
    plant: async (scene) => {
      const config = { ...configOf(scene), topics: scene.name, ...contactPoints() };
      const group = { "consumer.override.group.id": `connect-${scene.name}` };
      await putConnector(`${scene.name}_twin`, { ...config, ...group });
      await clients.connect.stop(`${scene.name}_twin`);
    },
    lines: () => [{ state: "problem", subject: "consumer group" }],
    says: ({ name }) => [new RegExp(`is that of connector ${name}_twin too`)],
  },
  {
    what: "the group has committed what the topic does not have",
    plant: (scene) => commit(scene, 50),
    lines: () => [{ state: "problem", subject: "consumer group" }],
    says: ({ name }) => [new RegExp(`has committed ${name}-0@50, and the partition ends at`)],
  },
  {
    what: "a record has a time that no sink takes",
    topicConfigs: { "message.timestamp.after.max.ms": "9223372036854775807" },
    record: { key: "key 4", value: '{"amount":4}', timestamp: 1e14 },
    lines: ({ name }) => [{ state: "problem", subject: `records of ${name}` }],
    says: ({ name }) => [new RegExp(`^${name}-\\d@\\d is refused by .*time`)],
  },
  {
    what: "a record's time lies ahead",
    topicConfigs: { "message.timestamp.after.max.ms": "9223372036854775807" },
    record: { key: "key 4", value: '{"amount":4}', timestamp: Date.now() + 86_400_000 },
    lines: ({ name }) => [{ state: "warning", subject: `times of ${name}` }],
    says: ({ name }) => [new RegExp(`^${name}-\\d@\\d is of .* lies ahead`)],
  },
  {
    what: "the worker does not answer",
    flags: ["--connect-url", `http://${nowhere}`],
    lines: () => [
      { state: "problem", subject: "Kafka Connect" },
      { ...other, subject: "plugins" },
      { ...other, subject: "records" },
      { ...other, subject: "connector" },
      { ...other, subject: "consumer group" },
    ],
    says: () => Array.from({ length: 5 }, () => /^Kafka Connect does not answer/),
  },
  {
    what: "Cassandra does not answer",
    plant: ({ name }) => deploy(name),
    flags: ["--contact-points", nowhere],
    lines: ({ table }) => [
      { state: "problem", subject: "Cassandra" },
      { ...other, subject: `table ${keyspace}.${table}` },
      { ...other, subject: "records" },
      { ...other, subject: "rights on Cassandra" },
    ],
    says: () => [/127\.0\.0\.1:1/, ...Array.from({ length: 3 }, () => /^Cassandra does not answer$/)],
  },
  {
    what: "the data centre of the command is misspelt",
    plant: ({ name }) => deploy(name),
    flags: ["--local-datacenter", "nowhere"],
    lines: ({ table }) => [
      { state: "problem", subject: "Cassandra" },
      { ...other, subject: `table ${keyspace}.${table}` },
      { ...other, subject: "records" },
      { ...other, subject: "rights on Cassandra" },
    ],
    says: () => [/no data centre nowhere/, ...Array.from({ length: 3 }, () => /^Cassandra does not answer$/)],
  },
  {
    what: "no broker answers",
    flags: ["--bootstrap-servers", nowhere],
    lines: () => [
      { state: "problem", subject: "Kafka" },
      { ...other, subject: "topics" },
      { ...other, subject: "dead letters" },
      { ...other, subject: "records" },
      { ...other, subject: "connector" },
      { ...other, subject: "consumer group" },
      { ...other, subject: "rights on Kafka" },
    ],
    says: () => Array.from({ length: 7 }, () => /does not answer/),
  },
];

function contactPoints(): ConnectorConfig {
  const [host = "", port = "9042"] = (clients.endpoints.contactPoints[0] ?? "").split(":");
  return { contactPoints: host, port, "loadBalancing.localDc": "datacenter1" };
}

describe("doctor PIPELINE", () => {
  test.each(faults)("$what: it says just that", async ({ lines, says, flags, ...fault }) => {
    const scene = await stage(fault);
    const expected = lines(scene);
    const isProblem = expected.some(({ state }) => state === "problem");
    const found = linesOf(await doctor(scene.file, isProblem ? 3 : 0, flags)).filter(
      ({ state }) => state !== "ok",
    );
    expect(found).toMatchObject(expected);
    says(scene).forEach((pattern, index) => expect(found[index]?.seen).toMatch(pattern));
  });

  test("a pipeline without a fault is all ok, before it is deployed and after it has carried", async () => {
    const { file, name } = await stage({ what: "nothing" });
    const before = await doctor(file, 0);
    expect(linesOf(before).filter(({ state }) => state !== "ok")).toEqual([]);
    expect(before.outcome).toBe("clean");
    await deploy(name);
    const after = await doctor(file, 0);
    expect(linesOf(after).filter(({ state }) => state !== "ok")).toEqual([]);
    expect(linesOf(after)).toContainEqual({
      subject: "connector",
      state: "ok",
      seen: "runs as the file says, 1 task",
    });
    await clients.connect.pause(name);
    const paused = await doctor(file, 3);
    expect(linesOf(paused).filter(({ state }) => state !== "ok")).toMatchObject([
      { state: "problem", subject: "connector", seen: "the connector is paused (paused)" },
    ]);
  });

  test("a refused record is told once: as a letter while it waits, and as no problem when it is given up", async () => {
    const record = { key: "key 4", value: '{"amount":"many"}', timestamp: Date.now() - 1_000 };
    const { file, name } = await stage({ what: "a letter waits", record });
    await deploy(name);
    const waiting = linesOf(await doctor(file, 3));
    expect(
      waiting.filter(({ subject, state }) => state !== "ok" || subject === "dead letters"),
    ).toMatchObject([{ subject: "dead letters", state: "problem", seen: "1 record waits as a dead letter" }]);
    expect(waiting).toContainEqual(expect.objectContaining({ subject: "connector", state: "ok" }));
    expect((await runCli(["dlq", "purge", file, "--yes", "--home", home])).exitCode).toBe(0);
    const mended = linesOf(await doctor(file, 0));
    expect(mended.filter(({ state }) => state !== "ok")).toEqual([]);
    expect(mended).toContainEqual({
      subject: `records of ${name}`,
      state: "ok",
      seen: "the newest 4: 3 written, 1 refused and since replayed or purged",
    });
  });
});
