import { randomBytes } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kafka, type Message, logLevel } from "kafkajs";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { ConnectorExplainResult } from "#cli/commands/connector/explain.js";
import type { ConnectorConfig } from "#cli/core/connect/connector-config.js";
import { runJson } from "#test/support/cli.js";
import { type Clients, openClients } from "#test/support/servers/clients.js";
import { scaled } from "#test/support/scaled.js";
import { waitFor, workerLog } from "#test/support/wait-for.js";

const home = inject("home");
const run = `explain_${randomBytes(4).toString("hex")}`;
const keyspace = run;
const json = "org.apache.kafka.connect.json.JsonConverter";
const connect = "org.apache.kafka.connect";

/** A way to stop a connector, and the code that `explain` gives it. */
interface Harm {
  readonly code: string;
  readonly config?: ConnectorConfig;
  readonly mapping?: string;
  /** In place of the statement that the sink makes of the mapping. */
  readonly query?: (table: string) => string;
  readonly columns?: string;
  readonly record?: Message;
  /** CQL that is run when the connector runs; the record comes after it. */
  readonly then?: (table: string) => readonly string[];
  /** What the connector is told when it runs. */
  readonly order?: "pause" | "stop" | "restart";
  /** The record that is named, without its topic. */
  readonly at?: string;
  readonly withoutTopic?: boolean;
  /** The code of the harm whose table this connector writes too. */
  readonly tableOf?: string;
}

const value = (fields: object): Message => ({ key: "a", value: JSON.stringify(fields) });
const transform = (type: string, settings: Readonly<Record<string, string>>): ConnectorConfig => ({
  transforms: "t",
  "transforms.t.type": `${connect}.transforms.${type}`,
  ...Object.fromEntries(Object.entries(settings).map(([key, setting]) => [`transforms.t.${key}`, setting])),
});
const outdated = (key: string): string => `\${file:${join(folder, "values.properties")}:${key}}`;
let folder: string;

const harms = (): readonly Harm[] => [
  { code: "value-not-json", record: { key: "a", value: "{bad" }, at: "0@0" },
  {
    code: "key-not-json",
    config: { "key.converter": json, "key.converter.schemas.enable": "false" },
    record: { key: "a key", value: "{}" },
    at: "0@0",
  },
  { code: "json-without-schema", config: { "value.converter.schemas.enable": "true" }, at: "0@0" },
  {
    code: "wrong-number-of-bytes",
    config: { "value.converter": `${connect}.converters.LongConverter` },
    mapping: "id=key,n=value",
    record: { key: "a", value: "12" },
    at: "0@0",
  },
  {
    code: "header-unreadable",
    config: { "header.converter": json, "header.converter.schemas.enable": "false" },
    record: { key: "a", value: "{}", headers: { h: "{bad" } },
    at: "0@0",
  },
  {
    code: "transform-wants-fields",
    config: transform("ValueToKey", { fields: "id" }),
    record: { key: "a", value: '"text"' },
    at: "0@0",
  },
  {
    code: "transform-time",
    config: transform("TimestampConverter$Value", { field: "n", format: "yyyy", "target.type": "unix" }),
    record: value({ n: "soon" }),
    at: "0@0",
  },
  {
    code: "transform-cast",
    config: transform("Cast$Value", { spec: "n:int32" }),
    record: value({ n: "many" }),
    at: "0@0",
  },
  {
    code: "dead-letter-topic",
    config: {
      "errors.tolerance": "all",
      "errors.deadletterqueue.topic.name": `${run}_dead`,
      "errors.deadletterqueue.topic.replication.factor": "3",
    },
  },
  { code: "no-committed-offset", config: { "consumer.override.auto.offset.reset": "none" } },
  { code: "data-centre-unknown", config: { "loadBalancing.localDc": outdated("dc") }, order: "restart" },
  {
    code: "cassandra-no-answer",
    config: { port: outdated("port"), "retry.timeout": "1" },
    order: "restart",
  },
  { code: "table-missing", then: (table) => [`DROP TABLE ${table}`] },
  { code: "column-missing", then: (table) => [`ALTER TABLE ${table} DROP n`] },
  {
    code: "query-refused",
    mapping: "i=key,n=value.n",
    query: (table) => `INSERT INTO ${table} (id, n) VALUES (:i, :n)`,
    then: (table) => [`ALTER TABLE ${table} DROP n`],
  },
  {
    code: "column-changed",
    then: (table) => [`DROP TABLE ${table}`, `CREATE TABLE ${table} (id text PRIMARY KEY, n date)`],
  },
  { code: "value-does-not-fit", record: value({ n: "many" }), at: "0@0" },
  { code: "value-out-of-range", record: value({ n: 3e9 }), at: "0@0" },
  { code: "key-null", record: { key: null, value: "{}" }, at: "0@0" },
  { code: "key-empty", record: { key: "", value: "{}" }, at: "0@0" },
  { code: "key-too-long", record: { key: "k".repeat(70_000), value: "{}" }, at: "0@0" },
  { code: "key-field-missing", mapping: "id=value.id,n=value.n", at: "0@0" },
  {
    code: "counter-delete",
    columns: "id text PRIMARY KEY, n counter",
    record: { key: "a", value: null },
    at: "0@0",
  },
  {
    code: "write-time-refused",
    mapping: "id=key,n=value.n,__timestamp=value.t",
    record: value({ n: 1, t: "soon" }),
    at: "0@0",
  },
  {
    code: "ttl-refused",
    mapping: "id=key,n=value.n,__ttl=value.t",
    record: value({ n: 1, t: 9e9 }),
    at: "0@0",
  },
  {
    code: "server-refuses-row",
    mapping: "id=key,s=value.s",
    record: value({ s: "s".repeat(70_000) }),
    then: (table) => [`CREATE INDEX ON ${table} (s)`],
    at: "0@0",
  },
  {
    code: "text-not-json",
    config: { "value.converter": `${connect}.storage.StringConverter` },
    mapping: "id=value.id,n=value.n",
    record: { key: "a", value: "text" },
    at: "0@0",
  },
  { code: "topic-missing", withoutTopic: true },
  { code: "paused", order: "pause" },
  { code: "stopped", order: "stop" },
  {
    code: "orders-differ",
    config: { order: "log", "order.epoch": "1700000000000000" },
    tableOf: "topic-missing",
  },
];

const nameOf = ({ code }: Pick<Harm, "code">): string => `${run}_${code.replaceAll("-", "_")}`;
const tableOf = ({ code, tableOf: other = code }: Harm): string => nameOf({ code: other });

let clients: Clients;
let kafka: Kafka;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "cassink-explain-"));
  clients = await openClients(home);
  kafka = new Kafka({ brokers: [...clients.endpoints.bootstrapServers], logLevel: logLevel.NOTHING });
});

afterAll(async () => {
  for (const harm of harms()) await clients.connect.delete(nameOf(harm));
  const admin = kafka.admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(run));
  await admin.deleteTopics({ topics });
  await admin.disconnect();
  await clients.cassandra.execute(`DROP KEYSPACE IF EXISTS ${keyspace}`);
  await clients.cassandra.close();
  await clients.session.close();
  await rm(folder, { recursive: true, force: true });
});

async function values(dc: string, port: number): Promise<void> {
  await writeFile(join(folder, "values.properties"), `dc=${dc}\nport=${port}\n`);
}

function configOf(harm: Harm): ConnectorConfig {
  const { contactPoints } = clients.endpoints;
  const [host = "", port = ""] = (contactPoints[0] ?? "").split(":");
  const topic = nameOf(harm);
  const table = `topic.${topic}.${keyspace}.${tableOf(harm)}`;
  const { query } = harm;
  return {
    "connector.class": "io.cassink.sink.CassandraSinkConnector",
    "tasks.max": "1",
    topics: topic,
    "key.converter": `${connect}.storage.StringConverter`,
    "value.converter": json,
    "value.converter.schemas.enable": "false",
    contactPoints: host,
    port,
    "loadBalancing.localDc": clients.endpoints.localDatacenter,
    [`${table}.mapping`]: harm.mapping ?? "id=key,n=value.n",
    ...(query === undefined
      ? {}
      : { [`${table}.query`]: query(`${keyspace}.${tableOf(harm)}`), [`${table}.deletesEnabled`]: "false" }),
    ...harm.config,
  };
}

async function send(given: readonly Harm[]): Promise<void> {
  const producer = kafka.producer();
  await producer.connect();
  await producer.sendBatch({
    topicMessages: given
      .filter(({ withoutTopic }) => withoutTopic !== true)
      .map((harm) => ({ topic: nameOf(harm), messages: [harm.record ?? value({ n: 1 })] })),
  });
  await producer.disconnect();
}

test(
  "connector explain tells each of 31 injected causes from the others, and names the record",
  async () => {
    const all = harms();
    const isLate = ({ then, order }: Harm): boolean => then !== undefined || order !== undefined;
    const { localDatacenter, contactPoints } = clients.endpoints;
    await values(localDatacenter, Number((contactPoints[0] ?? "").split(":")[1]));
    await clients.cassandra.execute(
      `CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
    );
    for (const harm of all.filter(({ tableOf: other }) => other === undefined)) {
      const columns = harm.columns ?? "id text PRIMARY KEY, n int, s text";
      await clients.cassandra.execute(`CREATE TABLE ${keyspace}.${tableOf(harm)} (${columns})`);
    }
    const admin = kafka.admin();
    await admin.connect();
    const topics = all.filter(({ withoutTopic }) => withoutTopic !== true).map(nameOf);
    await admin.createTopics({ topics: topics.map((topic) => ({ topic, numPartitions: 1 })) });
    await admin.disconnect();
    await send(all.filter((harm) => !isLate(harm)));
    // Late ones first: they must run before they are harmed. The table's first connector holds its order.
    for (const harm of [...all].sort((one, other) => Number(isLate(other)) - Number(isLate(one))))
      await clients.connect.putConfig(nameOf(harm), configOf(harm));
    for (const harm of all.filter(isLate)) {
      await waitFor(
        { what: `${nameOf(harm)} to run`, deadline: 60_000, log: workerLog(home) },
        async (seen) => {
          const status = await clients.connect.status(nameOf(harm));
          seen(status);
          return status?.tasks[0]?.state === "RUNNING" ? true : undefined;
        },
      );
    }
    await values("nowhere", 9);
    for (const harm of all.filter(isLate)) {
      for (const cql of harm.then?.(`${keyspace}.${tableOf(harm)}`) ?? [])
        await clients.cassandra.execute(cql);
      if (harm.order === "restart")
        await clients.connect.restart(nameOf(harm), { includeTasks: true, onlyFailed: false });
      else if (harm.order !== undefined) await clients.connect[harm.order](nameOf(harm));
    }
    // Last, when the others are explained: in the moment before the sink hears of the change, a server takes an int for a date.
    const isLast = ({ code }: Harm): boolean => code === "column-changed";
    await send(all.filter((harm) => harm.then !== undefined && !isLast(harm)));
    const expected = Object.fromEntries(
      all.map((harm) => [
        nameOf(harm),
        [harm.code, ...(harm.at === undefined ? [] : [`${nameOf(harm)}-${harm.at}`])].join(" "),
      ]),
    );
    const explained = (harmed: readonly Harm[]): Promise<unknown> => {
      const names = new Set(harmed.map(nameOf));
      return waitFor(
        { what: "each harm to be explained", deadline: 90_000, every: 1_000, log: workerLog(home) },
        async (seen) => {
          const argv = ["connector", "explain", "--regex", `${run}_.*`, "--sample", "1s", "--home", home];
          const result = await runJson<ConnectorExplainResult>(argv, { exitCode: 3 });
          const told = Object.fromEntries(
            result.connectors.map(({ connector, explanations }) => [
              connector,
              explanations.map(({ code, records }) => [code, ...records].join(" ")).join(", "),
            ]),
          );
          const wrong = Object.entries(expected).filter(
            ([name, text]) => names.has(name) && told[name] !== text,
          );
          seen(wrong.map(([name, text]) => `${name}: ${text}, not ${told[name] ?? "there"}`));
          return wrong.length === 0 ? true : undefined;
        },
      );
    };
    await explained(all.filter((harm) => !isLast(harm)));
    await send(all.filter(isLast));
    await explained(all);
    expect(new Set(all.map(({ code }) => code)).size).toBe(31);
  },
  scaled(240_000),
);
