import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Kafka as KafkaClient, logLevel, type Producer } from "kafkajs";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { createPipelines } from "#cli/adapters/pipelines/pipelines.js";
import { systemClock } from "#cli/adapters/system/clock.js";
import { systemFiles } from "#cli/adapters/system/files.js";
import { run, type TableWhyResult, type WhyCell } from "#cli/commands/verify/why.js";
import { Random } from "#cli/core/generate/random.js";
import type { CommandContext } from "#cli/ports/context.js";
import { awaitCarried } from "#test/support/await-carried.js";
import { projectFolder, runCli, runJson } from "#test/support/cli.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { columns, logShapes, type ShapeName, shapeNames } from "#test/support/log-shapes.js";
import { type Clients, openClients } from "#test/support/servers/clients.js";
import { kafkaAt } from "#test/support/servers/plain.js";
import { epoch, expectedCells, type PlacedEvent } from "./table-why/expected-cells.js";

/** Cells that are asked in all, half of them in each order; `CASSINK_WHY_CELLS=1000` is the issue's measure. */
const cellsAsked = Number(process.env["CASSINK_WHY_CELLS"] ?? 100);
const partitions = 2;
const home = inject("home");
const prefix = `why_${process.pid}_${Math.floor(performance.now())}`;

let clients: Clients;
let kafka: ReturnType<typeof kafkaAt>;
let producer: Producer;
let context: CommandContext;
let folder: string;

beforeAll(async () => {
  clients = await openClients(home);
  const brokers = [...clients.endpoints.bootstrapServers];
  kafka = kafkaAt(brokers);
  producer = new KafkaClient({ brokers, logLevel: logLevel.NOTHING }).producer({ idempotent: true });
  await producer.connect();
  folder = await mkdtemp(join(tmpdir(), "cassink-why-"));
  ({ context } = fakeContext({
    pipelines: createPipelines({ projectFolder, files: systemFiles }),
    clock: systemClock,
    connect: clients.connect,
    cassandra: clients.cassandra,
    kafka,
  }));
});
afterAll(async () => {
  await Promise.all([
    producer.disconnect(),
    kafka.close(),
    clients.cassandra.close(),
    clients.session.close(),
  ]);
  await rm(folder, { recursive: true, force: true });
});

const cassink = async (...words: readonly string[]): Promise<void> => {
  const done = await runCli([...words, "--home", home]);
  if (done.exitCode !== 0) throw new Error(`${words.join(" ")}: ${done.stdout}${done.stderr}`);
};

interface Sent {
  readonly key: string;
  readonly value: string | null;
  readonly time: number;
  readonly partition: number;
}

/** Sends at once, and gives the records' offsets in their order. */
async function send(topic: string, records: readonly Sent[]): Promise<readonly number[]> {
  const acknowledged = await producer.send({
    topic,
    messages: records.map(({ time, ...record }) => ({ ...record, timestamp: String(time) })),
  });
  const next = new Map(acknowledged.map(({ partition, baseOffset }) => [partition, Number(baseOffset)]));
  return records.map(({ partition }) => {
    const offset = next.get(partition) ?? NaN;
    next.set(partition, offset + 1);
    return offset;
  });
}

async function carried(connector: string, topics: readonly string[]): Promise<void> {
  const ends = await Promise.all(
    topics.map(async (topic) =>
      (await kafka.topicOffsets(topic)).map(({ partition, high }) => ({ topic, partition, offset: high })),
    ),
  );
  await awaitCarried({
    connector,
    home,
    ends: ends.flat().filter(({ offset }) => offset > 0),
    committed: (group, topic) => kafka.groupOffsets(group, topic),
    status: () => clients.connect.status(connector),
    deadline: 60_000,
  });
}

async function pipelineFile(
  name: string,
  parts: {
    topics: readonly string[];
    tables: Readonly<Record<string, string>>;
    config: Readonly<Record<string, string>>;
  },
): Promise<string> {
  const file = join(folder, `${name}.json`);
  for (const [table, of] of Object.entries(parts.tables)) {
    await writeFile(
      join(folder, `${name}.${table}.cql`),
      `CREATE KEYSPACE ${name} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};\n` +
        `CREATE TABLE ${name}.${table} (${of});\n`,
    );
  }
  await writeFile(
    file,
    JSON.stringify({
      name,
      topics: parts.topics.map((topic) => ({ name: topic, partitions, configs: { "retention.ms": "-1" } })),
      tables: Object.keys(parts.tables).map((table) => ({
        keyspace: name,
        name: table,
        cql: `${name}.${table}.cql`,
      })),
      connector: {
        config: {
          "connector.class": "io.cassink.sink.CassandraSinkConnector",
          "key.converter": "org.apache.kafka.connect.storage.StringConverter",
          "value.converter": "org.apache.kafka.connect.json.JsonConverter",
          "value.converter.schemas.enable": "false",
          ...parts.config,
        },
      },
    }),
  );
  return file;
}

async function removed(file: string, keyspace: string, isOwnTopic = true): Promise<void> {
  await runCli(["connector", "delete", "-f", file, "--home", home]);
  if (isOwnTopic) await runCli(["topic", "delete", "-f", file, "--yes", "--home", home]);
  await clients.cassandra.execute(`DROP KEYSPACE IF EXISTS ${keyspace}`);
}

describe("random cells of the log shapes of the exactness suite", () => {
  const seed = process.pid;
  const topicOf = (shape: ShapeName): string => `${shape === "renamed" ? "raw_" : ""}${shape}_${prefix}`;
  const sent = new Map<ShapeName, PlacedEvent[]>();
  const files = new Map<"time" | "log", string>();

  beforeAll(async () => {
    for (const order of ["time", "log"] as const) {
      const name = `${prefix}_${order}`;
      const file = await pipelineFile(name, {
        topics: shapeNames.map(topicOf),
        tables: Object.fromEntries(
          shapeNames.map((shape) => [shape, "id text PRIMARY KEY, a bigint, b bigint, c text"]),
        ),
        config: {
          order,
          ...(order === "log" ? { "order.epoch": String(epoch) } : {}),
          transforms: "rename",
          "transforms.rename.type": "org.apache.kafka.connect.transforms.RegexRouter",
          "transforms.rename.regex": "raw_(renamed_.*)",
          "transforms.rename.replacement": "$1",
          topics: shapeNames.map(topicOf).join(","),
          ...Object.fromEntries(
            shapeNames.map((shape) => [
              `topic.${topicOf(shape).replace("raw_", "")}.${name}.${shape}.mapping`,
              "id=key, a=value.a, b=value.b, c=value.c",
            ]),
          ),
        },
      });
      files.set(order, file);
      await cassink("topic", "create", "-f", file);
      await cassink("table", "init", "-f", file);
      await cassink("connector", "deploy", "-f", file);
    }
    for (const [index, shape] of shapeNames.entries()) {
      const topic = topicOf(shape);
      const start = Date.UTC(2026, 0, 1);
      const slices = logShapes[shape]({ random: new Random(seed, index), prefix: "", start });
      const placed: PlacedEvent[] = [];
      for (const slice of slices) {
        const records = slice.map(({ key, time, value }) => ({
          key,
          time,
          value: value === null ? null : JSON.stringify(value),
          partition: Buffer.from(key).reduce((sum, byte) => sum + byte, 0) % partitions,
        }));
        const offsets = await send(topic, records);
        slice.forEach((event, at) => {
          placed.push({ ...event, topic, partition: records[at]?.partition ?? 0, offset: offsets[at] ?? 0 });
        });
      }
      sent.set(shape, placed);
    }
    for (const order of ["time", "log"]) await carried(`${prefix}_${order}`, shapeNames.map(topicOf));
  });
  afterAll(async () => {
    for (const [order, file] of files) await removed(file, `${prefix}_${order}`, order === "log");
  });

  const answerOf = ({ cause, value, by, superseded, writeTime }: WhyCell) => ({
    cause,
    value,
    by: by.map(({ at }) => at).join(),
    superseded: superseded.map(({ at }) => at).join(),
    writeTime,
  });

  test.each(["time", "log"] as const)(
    "order=%s: each is said to be of the record that wrote it",
    async (order) => {
      const random = new Random(seed, 99);
      const wrong: unknown[] = [];
      const causes = new Set<string>();
      for (let asked = 0; asked < cellsAsked / 2; asked += columns.length) {
        const shape = shapeNames[random.below(shapeNames.length)] ?? "hot_key";
        const events = sent.get(shape) ?? [];
        const key = events[random.below(events.length)]?.key ?? "";
        const result = await run(
          {
            name: [key],
            file: [files.get(order) ?? ""],
            table: `${prefix}_${order}.${shape}`,
            depth: 50_000,
          },
          context,
        );
        const expected = expectedCells(
          events.filter((event) => event.key === key),
          order,
        );
        for (const column of columns) {
          const cell = result.cells.find((each) => each.column === column);
          const { by = "", superseded = "", ...of } = expected.get(column) ?? {};
          const wanted = { ...of, by, superseded };
          const found = cell === undefined ? undefined : answerOf(cell);
          causes.add(cell?.cause ?? "none");
          if (JSON.stringify(sorted(found)) !== JSON.stringify(sorted(wanted)))
            wrong.push({ shape, key, column, found, wanted });
        }
      }
      expect(wrong.slice(0, 3), `seed ${seed}: ${wrong.length} wrong`).toEqual([]);
      expect(causes).toContain("record");
      expect(causes).toContain("deleted");
    },
  );

  const sorted = (answer: object | undefined) => Object.entries(answer ?? {}).sort();
});

describe("a table with static columns and collections", () => {
  const name = `${prefix}_wide`;
  let file: string;
  const why = (...key: readonly string[]): Promise<TableWhyResult> =>
    runJson<TableWhyResult>(["table", "why", "-f", file, ...key, "--home", home], { exitCode: 3 });
  const told = ({ cells }: TableWhyResult): readonly string[] =>
    cells.map(
      ({ column, element = "", value, cause, by, superseded }) =>
        `${column}${element} ${String(value)}: ${cause} ${by.map(({ at }) => at.replace(`${name}-`, "")).join()}` +
        ` over ${superseded.map(({ at }) => at.replace(`${name}-`, "")).join()}`,
    );

  beforeAll(async () => {
    file = await pipelineFile(name, {
      topics: [name],
      tables: {
        rows: "id text, n int, s text static, a bigint, b text, m map<text, int>, l list<int>, t set<text>, extra int, PRIMARY KEY (id, n)",
      },
      config: {
        [`topic.${name}.${name}.rows.mapping`]:
          "id=key, n=value.n, s=value.s, a=value.a, b=value.b, m=value.m, l=value.l, t=value.t, __ttl=value.ttl",
      },
    });
    await cassink("topic", "create", "-f", file);
    await cassink("table", "init", "-f", file);
    await cassink("connector", "deploy", "-f", file);
    const time = Date.now();
    const values = [
      { n: 1, s: "p", a: 1, b: "x", m: { "it's": 1, y: 2 }, l: [3, 3], t: ["u", "v"] },
      { n: 1, a: 2 },
      { n: 2, s: "q", a: 5, ttl: 5_000 },
      { n: 1, m: { "it's": 3 } },
    ];
    await send(
      name,
      values.map((value) => ({ key: "k", time, partition: 1, value: JSON.stringify(value) })),
    );
    await carried(name, [name]);
    const foreign = `UPDATE ${name}.rows SET m['z'] = 9, extra = 4 WHERE id = 'k' AND n = 1`;
    await clients.cassandra.execute(foreign);
    await clients.cassandra.execute(`DELETE b FROM ${name}.rows WHERE id = 'k' AND n = 1`);
  });
  afterAll(() => removed(file, name));

  test("is told element by element, with what another writer did", async () => {
    expect(told(await why("k", "1"))).toEqual([
      "a 2: record 1@1 over 1@0",
      "b null: not there 1@0 over ",
      "extra 4: no record  over ",
      "l3 3: record 1@0 over ",
      "l3 3: record 1@0 over ",
      "m'it''s' 3: record 1@3 over 1@0",
      "m'z' 9: no record  over 1@3",
      "s 'q': record 1@2 over 1@0",
      "t'u' 'u': record 1@0 over ",
      "t'v' 'v': record 1@0 over ",
    ]);
  });

  test("the partition key alone asks for the static columns, with an example of a row", async () => {
    const result = await runJson<TableWhyResult>(["table", "why", "-f", file, "k", "--home", home]);
    expect(told(result)).toEqual(["s 'q': record 1@2 over 1@0"]);
    expect(result.example).toBe(`--where "id = 'k' AND n = 1"`);
    expect(result.cells[0]?.ttl).toBeGreaterThan(4_000);
    const where = ["--where", "n = 2 AND id = 'k'"];
    const row = await runCli(["table", "why", "-f", file, ...where, "--home", home]);
    expect([row.exitCode, row.stderr.includes("error")]).toEqual([0, false]);
    expect(row.stdout).toContain(`by ${name}-1@2 (key k)`);
  });

  test("a key that the server cannot read, and one that nothing has", async () => {
    const run = await runCli(["table", "why", "-f", file, "k", "one", "--home", home]);
    expect([run.exitCode, run.stderr]).toEqual([2, expect.stringContaining('"one" is no value of n')]);
    const large = await runCli(["table", "why", "-f", file, "k", "99999999999", "--home", home]);
    expect([large.exitCode, large.stderr]).toEqual([
      2,
      expect.stringMatching(
        /"99999999999" is no value of n, which is the key's clustering column[^]*type int: a whole number from -2147483648/,
      ),
    ]);
    const none = await runCli(["table", "why", "-f", file, "k", "77", "--home", home]);
    expect([none.exitCode, none.stdout.includes("s = 'q'  (static)")]).toEqual([0, true]);
  });
});
