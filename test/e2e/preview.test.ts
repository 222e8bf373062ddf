import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { Kafka as KafkaClient, logLevel } from "kafkajs";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { ConnectorPreviewResult, PreviewedRecord } from "#cli/commands/verify/preview.js";
import type { PreviewedWrite } from "#cli/core/rows/previewed-write.js";
import { awaitCarried } from "#test/support/await-carried.js";
import { runCli, runJson } from "#test/support/cli.js";
import { type Clients, openClients } from "#test/support/servers/clients.js";
import { recordsIn } from "#test/support/servers/kafka.js";
import { type TopicClient, openTopicClient } from "#test/support/sink/topic.js";
import { fiftyRecords } from "./preview/records.js";

const home = inject("home");
/** Milliseconds by which clocks, and whole seconds of a time to live, may differ. */
const tolerance = 10_000;

const columns = {
  amount: "int",
  price: "decimal",
  ratio: "double",
  at: "timestamp",
  day: "date",
  ok: "boolean",
  tags: "frozen<set<text>>",
  attributes: "frozen<map<text, int>>",
  uid: "uuid",
  address: "inet",
};

let clients: Clients;
let client: TopicClient;
beforeAll(async () => {
  clients = await openClients(home);
  client = await openTopicClient(clients.endpoints.bootstrapServers[0] ?? "");
});
afterAll(async () => {
  await Promise.all([client.close(), clients.cassandra.close(), clients.session.close()]);
});

/** Groups, topics and connectors by name. */
async function everything(): Promise<readonly string[]> {
  const kafka = new KafkaClient({
    brokers: [...clients.endpoints.bootstrapServers],
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  await admin.connect();
  const groups = (await admin.listGroups()).groups.map(({ groupId }) => `group ${groupId}`);
  const topics = (await admin.listTopics()).map((topic) => `topic ${topic}`);
  await admin.disconnect();
  return [...groups, ...topics, ...(await clients.connect.configs()).keys()].sort();
}

describe.each(["time", "log"])("connector preview of 50 records, with order=%s", (order) => {
  const name = `preview_${order}_${process.pid}_${Math.floor(performance.now())}`;
  let folder: string;
  let file: string;
  let records: readonly PreviewedRecord[];

  const cassink = async (...words: readonly string[]): Promise<void> => {
    const run = await runCli([...words, "-f", file, "--home", home]);
    if (run.exitCode !== 0) throw new Error(`${words.join(" ")}: ${run.stdout}${run.stderr}`);
  };
  const query = async (cql: string): Promise<readonly Record<string, unknown>[]> => {
    // A write has no rows.
    const { rows } = (await clients.session.query(cql)) as { readonly rows?: readonly object[] };
    return (rows ?? []).map((row) => Object.fromEntries(Object.entries(row)));
  };

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cassink-preview-"));
    file = join(folder, "pipeline.json");
    const typed = Object.entries(columns).map(([column, type]) => `${column} ${type}`);
    const keyspace = `CREATE KEYSPACE ${name} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};`;
    const table = (of: string, some: readonly string[]): string =>
      `CREATE TABLE ${name}.${of} (key text PRIMARY KEY, ${some.join(", ")});`;
    await writeFile(join(folder, "rows.cql"), `${keyspace}\n${table("rows", typed)}\n`);
    await writeFile(join(folder, "short.cql"), `${keyspace}\n${table("short", ["amount bigint"])}\n`);
    const fields = Object.keys(columns).map(
      (column) => `${column}=value.${column === "uid" ? "id" : column}`,
    );
    await writeFile(
      file,
      JSON.stringify({
        name,
        topics: [{ name, partitions: 2 }],
        tables: ["rows", "short"].map((of) => ({ keyspace: name, name: of, cql: `${of}.cql` })),
        connector: {
          config: {
            "connector.class": "io.cassink.sink.CassandraSinkConnector",
            "key.converter": "org.apache.kafka.connect.storage.StringConverter",
            "value.converter": "org.apache.kafka.connect.json.JsonConverter",
            "value.converter.schemas.enable": "false",
            transforms: "drop",
            "transforms.drop.type": "org.apache.kafka.connect.transforms.Filter",
            "transforms.drop.predicate": "isDrop",
            predicates: "isDrop",
            "predicates.isDrop.type": "io.cassink.transforms.FieldMatches",
            "predicates.isDrop.field": "value.store",
            "predicates.isDrop.equals": "drop",
            "errors.tolerance": "all",
            "errors.deadletterqueue.topic.name": `${name}_letters`,
            "errors.deadletterqueue.topic.replication.factor": "1",
            "errors.deadletterqueue.context.headers.enable": "true",
            order,
            ...(order === "log" ? { "order.epoch": "1700000000000000" } : {}),
            [`topic.${name}.${name}.rows.mapping`]: `key=key, ${fields.join(", ")}, __ttl=value.ttl`,
            [`topic.${name}.${name}.short.mapping`]: "key=key, amount=value.amount",
          },
        },
      }),
    );
    await cassink("topic", "create");
    await cassink("table", "init");
    await client.send(name, fiftyRecords(Date.now()));
    const before = await everything();
    const preview = await runJson<ConnectorPreviewResult>(
      ["connector", "preview", file, "--records", "50", "--home", home],
      { exitCode: 3 },
    );
    records = preview.pipelines[0]?.topics[0]?.records ?? [];
    // Other files may make and remove things of their own meanwhile.
    const own = (names: readonly string[]): readonly string[] => names.filter((each) => each.includes(name));
    expect(own(await everything())).toEqual(own(before));
    expect(await query(`SELECT key FROM ${name}.rows`)).toEqual([]);
    await cassink("connector", "deploy");
    await carriedAll(name);
  });

  afterAll(async () => {
    await runCli(["connector", "delete", "-f", file, "--home", home]);
    await runCli(["topic", "delete", "-f", file, "--yes", "--home", home]);
    await clients.cassandra.execute(`DROP KEYSPACE IF EXISTS ${name}`);
    await rm(folder, { recursive: true, force: true });
  });

  const writesOf = (table: string): readonly (PreviewedWrite & { readonly at: string })[] =>
    records.flatMap(({ at, tables }) =>
      tables.filter((write) => write.table === `${name}.${table}`).map((write) => ({ ...write, at })),
    );
  const keyOf = ({ columns: [key] }: PreviewedWrite): string => key?.value ?? "";

  test("says of each what it becomes in both tables", () => {
    expect(records).toHaveLength(50);
    const counts = (table: string): Record<string, number> => {
      const found: Record<string, number> = {};
      for (const { becomes } of writesOf(table)) found[becomes] = (found[becomes] ?? 0) + 1;
      return found;
    };
    expect(counts("rows")).toEqual({ insert: 39, delete: 4, refused: 4, filtered: 3 });
    // A null amount is all that the short table has besides its key.
    expect(counts("short")).toEqual({ insert: 39, delete: 5, refused: 3, filtered: 3 });
    const times = writesOf("rows").filter(({ becomes }) => becomes === "insert" || becomes === "delete");
    expect(times.map(({ writeTimeIs }) => writeTimeIs)).toEqual(times.map(() => "exact"));
  });

  test.each(["rows", "short"])(
    "50 of 50 are so in table %s: values, write times, times to live",
    async (table) => {
      const names = table === "rows" ? Object.keys(columns) : ["amount"];
      // What CQL itself makes of the previewed literals.
      await clients.cassandra.execute(
        `CREATE TABLE ${name}.of_${table} (key text PRIMARY KEY, ${names
          .map(
            (column) => `${column} ${table === "rows" ? columns[column as keyof typeof columns] : "bigint"}`,
          )
          .join(", ")})`,
      );
      const writes = writesOf(table).filter(({ becomes }) => becomes === "insert" || becomes === "delete");
      for (const { becomes, columns: set, writeTime = 0, expires, at } of writes) {
        const of = `${name}.of_${table}`;
        const ttl = expires === undefined ? undefined : Math.round((expires - Date.now()) / 1000);
        expect(writeTime, at).toBeGreaterThan(0);
        if (becomes === "delete" || (ttl !== undefined && ttl <= 0)) {
          await query(`DELETE FROM ${of} USING TIMESTAMP ${writeTime} WHERE key = ${set[0]?.value ?? ""}`);
          continue;
        }
        const life = ttl === undefined ? "" : ` AND TTL ${ttl}`;
        await query(
          `INSERT INTO ${of} (${set.map((each) => each.name).join(", ")}) VALUES (${set.map((each) => each.value).join(", ")}) USING TIMESTAMP ${writeTime}${life}`,
        );
      }
      const timed = names.map(
        (column) => `writetime(${column}) AS w_${column}, ttl(${column}) AS t_${column}`,
      );
      const select = `SELECT key, ${names.join(", ")}, ${timed.join(", ")} FROM ${name}`;
      const byKey = (rows: readonly Record<string, unknown>[]) =>
        new Map(rows.map((row) => [row["key"], row]));
      const [found, expected] = [
        byKey(await query(`${select}.${table}`)),
        byKey(await query(`${select}.of_${table}`)),
      ];
      expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
      for (const [key, row] of expected) {
        const actual = found.get(key) ?? {};
        for (const [column, value] of Object.entries(row)) {
          const what = `${String(key)} ${column}`;
          if (column.startsWith("t_") && typeof value === "number") {
            expect(Math.abs(Number(actual[column]) - value) * 1000, what).toBeLessThan(tolerance);
          } else {
            expect(inspect(actual[column]), what).toBe(inspect(value));
          }
        }
      }
      const keys = new Set([...writes.map(keyOf)]);
      expect(keys.size).toBeGreaterThan(33);
    },
  );

  test("those that are refused are the dead letters, and no others", async () => {
    const letters = await recordsIn(client.kafka, `${name}_letters`);
    const header = (letter: (typeof letters)[number], key: string): string =>
      Buffer.from(
        letter.headers.find((each) => each.key === `__connect.errors.${key}`)?.value ?? [],
      ).toString();
    const origins = letters.map(
      (letter) => `${header(letter, "topic")}-${header(letter, "partition")}@${header(letter, "offset")}`,
    );
    const refused = records.filter(({ tables }) => tables.some(({ becomes }) => becomes === "refused"));
    expect([...new Set(origins)].sort()).toEqual(refused.map(({ at }) => at).sort());
  });

  test("a single place, and the last records, become the same as among all", async () => {
    const of = async (from: string, count: string): Promise<readonly PreviewedRecord[]> => {
      const words = ["connector", "preview", file, "--records", count, "--from", from, "--home", home];
      const run = await runCli([...words, "-o", "json"]);
      const result = JSON.parse(run.stdout) as ConnectorPreviewResult;
      return result.pipelines[0]?.topics[0]?.records ?? [];
    };
    const one = records.find(({ key, tables }) => key === "same" && tables[0]?.columns.length === 2);
    expect(await of(one?.at ?? "", "1")).toEqual([one]);
    const last = await of("latest", "8");
    expect(last).toHaveLength(8);
    expect(records).toEqual(expect.arrayContaining([...last]));
  });
});

/** Waits until the connector of this name has carried what its topic of the same name holds. */
async function carriedAll(name: string): Promise<void> {
  const ends = await client.kafka.topicOffsets(name);
  await awaitCarried({
    connector: name,
    home,
    ends: ends.map(({ partition, high }) => ({ topic: name, partition, offset: high })),
    committed: (group, topic) => client.kafka.groupOffsets(group, topic),
    status: () => clients.connect.status(name),
    deadline: 60_000,
  });
}

describe("connector preview of statements whose rows no model tells", () => {
  const name = `preview_own_${process.pid}_${Math.floor(performance.now())}`;
  const life = 3600;
  let folder: string;
  let file: string;
  let records: readonly PreviewedRecord[];
  const together = Date.now() - 5_000;

  const cassink = async (...words: readonly string[]): Promise<void> => {
    const run = await runCli([...words, "-f", file, "--home", home]);
    if (run.exitCode !== 0) throw new Error(`${words.join(" ")}: ${run.stdout}${run.stderr}`);
  };
  const writesTo = (table: string): readonly PreviewedWrite[] =>
    records.flatMap(({ tables }) => tables.filter((write) => write.table === `${name}.${table}`));
  const bound = ({ columns: values }: PreviewedWrite): Readonly<Record<string, string>> =>
    Object.fromEntries(values.map((each) => [each.name, each.value]));

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cassink-preview-own-"));
    file = join(folder, "pipeline.json");
    const keyspace = `CREATE KEYSPACE ${name} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};`;
    const tables = {
      latest: "key text PRIMARY KEY, n int, note text",
      visits: "key text PRIMARY KEY, n counter",
      once: "key text PRIMARY KEY, n int",
    };
    for (const [table, columns] of Object.entries(tables))
      await writeFile(
        join(folder, `${table}.cql`),
        `${keyspace}\nCREATE TABLE ${name}.${table} (${columns});\n`,
      );
    const of = (table: string): string => `topic.${name}.${name}.${table}`;
    await writeFile(
      file,
      JSON.stringify({
        name,
        topics: [{ name, partitions: 1 }],
        tables: Object.keys(tables).map((table) => ({ keyspace: name, name: table, cql: `${table}.cql` })),
        connector: {
          config: {
            "connector.class": "io.cassink.sink.CassandraSinkConnector",
            "key.converter": "org.apache.kafka.connect.storage.StringConverter",
            "value.converter": "org.apache.kafka.connect.json.JsonConverter",
            "value.converter.schemas.enable": "false",
            "errors.tolerance": "all",
            [`${of("latest")}.mapping`]: "k=key, amount=value.n, life=value.life, why=value.why",
            [`${of("latest")}.query`]: `INSERT INTO ${name}.latest (key, n, note) VALUES (:k, :amount, :why) USING TTL :life`,
            [`${of("latest")}.deletesEnabled`]: "false",
            [`${of("visits")}.mapping`]: "key=key, n=value.n",
            [`${of("once")}.mapping`]: "k=key, amount=value.n",
            [`${of("once")}.query`]: `INSERT INTO ${name}.once (key, n) VALUES (:k, :amount) IF NOT EXISTS`,
            [`${of("once")}.deletesEnabled`]: "false",
          },
        },
      }),
    );
    await cassink("topic", "create");
    await cassink("table", "init");
    const record = (key: string, value: object | null) => ({
      key,
      value: value === null ? null : JSON.stringify(value),
      timestamp: together,
    });
    await client.send(name, [
      record("a", { n: 3, life, why: "it's new" }),
      record("a", { n: 4, life }),
      record("b", { n: 5, life: 0 }),
      record("c", { n: "many", life }),
      record("d", null),
    ]);
    const preview = await runJson<ConnectorPreviewResult>(
      ["connector", "preview", file, "--records", "50", "--home", home],
      { exitCode: 3 },
    );
    records = preview.pipelines[0]?.topics[0]?.records ?? [];
    expect((await clients.session.query(`SELECT key FROM ${name}.latest`)).rows).toEqual([]);
    await cassink("connector", "deploy");
    await carriedAll(name);
  });

  afterAll(async () => {
    await runCli(["connector", "delete", "-f", file, "--home", home]);
    await runCli(["topic", "delete", "-f", file, "--yes", "--home", home]);
    await clients.cassandra.execute(`DROP KEYSPACE IF EXISTS ${name}`);
    await rm(folder, { recursive: true, force: true });
  });

  test("a query is shown with what is bound to it, and its rows are so", async () => {
    const writes = writesTo("latest");
    expect(writes.map(({ becomes }) => becomes)).toEqual(["query", "query", "query", "refused", "query"]);
    expect(bound(writes[0] as PreviewedWrite)).toEqual({
      k: "'a'",
      amount: "3",
      why: "'it''s new'",
      life: String(life),
    });
    expect(bound(writes[1] as PreviewedWrite)).toMatchObject({ amount: "4", why: "unset" });
    const times = writes.map(({ writeTime }) => writeTime);
    expect(times).toEqual(
      [1000, 1001, 1000, undefined, 1000].map((each) => each && each - 1000 + 1000 * together),
    );
    const { rows } = (await clients.session.query(
      `SELECT key, n, note, writetime(n) AS wn, writetime(note) AS wnote, ttl(n) AS life FROM ${name}.latest`,
    )) as { readonly rows: readonly Readonly<Record<string, unknown>>[] };
    const found = new Map(rows.map((row) => [row["key"], row]));
    const a = found.get("a");
    expect(a).toMatchObject({ n: 4, note: "it's new" });
    expect([Number(a?.["wn"]), Number(a?.["wnote"])]).toEqual([times[1], times[0]]);
    expect(Math.abs(Number(a?.["life"]) - life) * 1000).toBeLessThan(tolerance);
    expect(found.get("b")).toMatchObject({ n: 5, note: null, life: null });
    expect(Number(found.get("b")?.["wn"])).toBe(times[2]);
    expect(found.has("c")).toBe(false);
  });

  test("counters are shown with what is added to them, without a write time", async () => {
    const writes = writesTo("visits");
    expect(writes.map(({ becomes }) => becomes)).toEqual([
      "update",
      "update",
      "update",
      "refused",
      "refused",
    ]);
    expect(writes[0]).toEqual({
      table: `${name}.visits`,
      becomes: "update",
      statement: `UPDATE ${name}.visits SET n = n + :n WHERE key = :key`,
      columns: [
        { name: "key", value: "'a'" },
        { name: "n", value: "3" },
      ],
    });
    const added = new Map<string, number>();
    for (const { becomes, columns: values } of writes) {
      const [key = "", n = ""] = values.map(({ value }) => value);
      if (becomes === "update") added.set(key, (added.get(key) ?? 0) + Number(n));
    }
    const { rows } = (await clients.session.query(`SELECT key, n FROM ${name}.visits`)) as {
      readonly rows: readonly Readonly<Record<string, unknown>>[];
    };
    const found = new Map(rows.map((row) => [`'${String(row["key"])}'`, Number(row["n"])]));
    expect(found).toEqual(added);
  });

  test("a lightweight transaction gets no write time", async () => {
    const writes = writesTo("once");
    expect(writes[0]).toMatchObject({ becomes: "query" });
    expect(
      writes.every(({ writeTime, writeTimeIs }) => writeTime === undefined && writeTimeIs === undefined),
    ).toBe(true);
    const { rows } = await clients.session.query(`SELECT n FROM ${name}.once WHERE key = 'a'`);
    // Statements of one's own have no order: whichever comes first has inserted the row.
    const given = writes.flatMap(({ columns: values = [] }) =>
      values[0]?.value === "'a'" ? [Number(values[1]?.value)] : [],
    );
    expect(given).toContain(rows[0]?.["n"]);
  });
});
