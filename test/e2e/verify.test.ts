import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { ClosableCassandra } from "#cli/adapters/cassandra/cassandra.js";
import type { TableReport } from "#cli/commands/verify/report.js";
import type { PipelineReport } from "#cli/commands/verify/pipeline-report.js";
import type { VerifyTableResult } from "#cli/commands/verify/table.js";
import type { Kafka } from "#cli/ports/kafka.js";
import { runCli, runJson } from "#test/support/cli.js";
import { cassandraOf } from "#test/support/servers/cassandra.js";
import { kafkaOf, recordsIn } from "#test/support/servers/kafka.js";
import { copyPipeline, type PipelineCopy } from "#test/support/pipeline-copy.js";
import type { Row } from "#cli/core/cql/table.js";

const home = inject("home");
const on = (...args: string[]): string[] => [...args, "--home", home];
let cassandra: ClosableCassandra;
let kafka: Kafka & { close(): Promise<void> };

beforeAll(async () => {
  cassandra = await cassandraOf(home);
  kafka = await kafkaOf(home);
});
afterAll(async () => {
  await cassandra.close();
  await kafka.close();
});

async function verify(
  file: string,
  exitCode: number,
  ...more: string[]
): Promise<PipelineReport & { report: TableReport }> {
  const result = await runJson<VerifyTableResult>(
    on("verify", "table", "--file", file, "--examples", "1000", ...more),
    { exitCode },
  );
  const pipeline = result.pipelines[0];
  if (pipeline === undefined || pipeline.outcome === "failed") throw new Error("nothing was verified");
  const report = pipeline.tables[0];
  if (report === undefined) throw new Error("no table was verified");
  return { ...pipeline, report };
}

async function deploy(file: string): Promise<void> {
  for (const words of [
    ["topic", "create"],
    ["table", "init"],
    ["connector", "deploy"],
  ]) {
    const run = await runCli(on(...words, "--file", file));
    expect(run.exitCode, run.stderr).toBe(0);
  }
}

describe("item sales", () => {
  let pipeline: PipelineCopy;
  const produce = async (...args: string[]): Promise<void> => {
    const run = await runCli(on("produce", "item-sales", "--file", pipeline.file, ...args));
    expect(run.exitCode, run.stderr).toBe(0);
  };
  const table = (): string => `${pipeline.keyspace}.${pipeline.table}`;

  beforeAll(async () => {
    pipeline = await copyPipeline("item-sales");
    await deploy(pipeline.file);
    await produce("--count", "2000", "--items", "300", "--empty-store", "5%");
  });
  afterAll(() => pipeline.remove(home));

  test("a table that the connector filled is clean", async () => {
    const { report, carried, deployed, configDifferences } = await verify(pipeline.file, 0);
    expect({ carried: carried.state, deployed }).toEqual({ carried: "all", deployed: true });
    expect(configDifferences).toEqual([]);
    expect(report.records.read).toBe(2000);
    expect(report.records.filtered).toBeGreaterThan(0);
    expect(report.findings.found).toBe(report.findings.expected);
    expect(report.records.superseded).toBe(2000 - report.records.filtered - report.findings.expected);
    expect(report.records.current).toBe(report.findings.expected);
    expect(report.findings.cells).toEqual({ right: report.findings.expected * 5, wrong: 0, unjudged: 0 });
  });

  test("a proof is kept, hashed on demand, and tells a byte that was changed", async () => {
    const folder = await mkdtemp(join(tmpdir(), "cassink-proof-"));
    const file = join(folder, "proof.json");
    try {
      await cassandra.execute(`INSERT INTO ${table()} (item_id, item_sold) VALUES ('private', '1')`);
      const { report, config } = await verify(pipeline.file, 3, "--proof", file, "--redact");
      expect(config?.["connector.class"]).toBe("io.cassink.sink.CassandraSinkConnector");
      const { expected, found } = report.parts?.[0] ?? {};
      expect(found?.rows).toBe((expected?.rows ?? 0) + 1);
      expect(found?.digest).not.toBe(expected?.digest);
      const text = await readFile(file, "utf8");
      expect(text).not.toContain("private");
      expect(JSON.parse(text)).toMatchObject({
        report: { pipelines: [{ tables: [{ findings: { unexpected: 1 } }] }] },
      });
      const intact = await runCli(["verify", "proof", file]);
      expect([intact.exitCode, intact.stdout]).toEqual([
        0,
        expect.stringContaining("as it was made, redacted"),
      ]);
      await cassandra.execute(`DELETE FROM ${table()} WHERE item_id = 'private'`);
      const { report: clean } = await verify(pipeline.file, 0, "--proof", file);
      expect(clean.parts?.map(({ found: of }) => of)).toEqual(clean.parts?.map(({ expected: of }) => of));
      await writeFile(file, (await readFile(file, "utf8")).replace('"current": ', '"current": 1'));
      const changed = await runCli(["verify", "proof", file]);
      expect([changed.exitCode, changed.stdout]).toEqual([3, expect.stringContaining("CHANGED")]);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test("a sample is drawn from the rows, of every replica on demand, and is never clean", async () => {
    const { report, outcome } = await verify(pipeline.file, 4, "--sample", "50%", "--consistency", "ALL");
    expect([outcome, report.sample]).toEqual(["unjudged", expect.objectContaining({ parts: 512, of: 1024 })]);
    expect(report.findings.rows.wrong).toBe(0);
    expect(report.findings.rows.right).toBeGreaterThan(0);
    expect(report.unjudged.map(({ reason }) => reason)).toEqual(["sample"]);
    expect(report.findings.found).toBe(report.findings.expected);
  });

  test("a row that is gone, one that was changed and one too many are named, with their records", async () => {
    const records = await recordsIn(kafka, pipeline.topic);
    const sold = records.map(
      (record) => JSON.parse(String(record.value)) as { item_id: string; store_id: string },
    );
    const ids = [...new Set(sold.filter((event) => event.store_id !== "").map((event) => event.item_id))];
    const [gone = "", changed = ""] = ids;
    const last = records.findLast(
      (_, index) => sold[index]?.item_id === changed && sold[index].store_id !== "",
    );
    await cassandra.execute(`DELETE FROM ${table()} WHERE item_id = '${gone}'`);
    await cassandra.execute(`UPDATE ${table()} SET item_sold = 'née 🌍' WHERE item_id = '${changed}'`);
    await cassandra.execute(`INSERT INTO ${table()} (item_id, item_sold) VALUES ('nobody''s', '1')`);
    const { report } = await verify(pipeline.file, 3);
    expect(report.findings).toMatchObject({ missing: 1, different: 1, unexpected: 1 });
    expect(report.findings.examples.missing.map(({ key }) => key)).toEqual([`item_id='${gone}'`]);
    expect(report.findings.examples.different).toMatchObject([
      {
        key: `item_id='${changed}'`,
        at: `${pipeline.topic}-${last?.partition ?? ""}@${last?.offset ?? ""}`,
        columns: [{ column: "item_sold", actual: "'née 🌍'" }],
      },
    ]);
    expect(report.findings.examples.unexpected).toEqual([{ key: "item_id='nobody''s'" }]);
    const human = await runCli(on("verify", "table", "--file", pipeline.file));
    expect(human.exitCode).toBe(3);
    expect(human.stdout).toContain(`  missing item_id='${gone}'`);
    for (const id of ["nobody''s", gone, changed])
      await cassandra.execute(`DELETE FROM ${table()} WHERE item_id = '${id}'`);
  });

  test("records of one row and one millisecond are in their order", async () => {
    await cassandra.execute(`TRUNCATE ${table()}`);
    const before = (await recordsIn(kafka, pipeline.topic)).length;
    await produce("--count", "3000", "--items", "200", "--burst", "500", "--seed", "3");
    const { report, carried } = await verify(pipeline.file, 3);
    // What was truncated and not written again is missing; nothing else may be said.
    expect([carried.state, report.records.read]).toEqual(["all", before + 3000]);
    expect(report.findings).toMatchObject({ different: 0, unexpected: 0 });
    expect(report.findings.found).toBeGreaterThan(100);
  });

  test("a topic that goes on growing is read to the end that it had, and rows that change are not found wrong", async () => {
    await cassandra.execute(`TRUNCATE ${table()}`);
    const before = await recordsIn(kafka, pipeline.topic);
    const growing = produce("--duration", "8s", "--rate", "300", "--items", "200", "--seed", "4");
    const { report, topics } = await verify(pipeline.file, 3, "--wait", "1s");
    await growing;
    // What was truncated and not written again is missing; nothing else may be said.
    expect(report.findings).toMatchObject({ unexpected: 0, different: 0 });
    const { right, wrong, unjudged } = report.findings.rows;
    expect(wrong).toBe(report.findings.missing);
    expect(right + wrong + unjudged).toBeGreaterThanOrEqual(report.findings.expected);
    const ends = topics[0]?.partitions.reduce((sum, { high }) => sum + high, 0) ?? 0;
    expect(report.records.read).toBe(ends);
    expect(ends).toBeGreaterThanOrEqual(before.length);
  });
});

describe("item sales by the DataStax sink", () => {
  let pipeline: PipelineCopy;

  beforeAll(async () => {
    pipeline = await copyPipeline("item-sales", (text) =>
      text.replace("io.cassink.sink.CassandraSinkConnector", "io.cassink.datastax.DataStaxSinkConnector"),
    );
    await deploy(pipeline.file);
  });
  afterAll(() => pipeline.remove(home));

  test("records of one row and one millisecond: exactly the rows that came out wrong are named", async () => {
    const args = ["--count", "3000", "--items", "200", "--burst", "500", "--seed", "3"];
    const produced = await runCli(on("produce", "item-sales", "--file", pipeline.file, ...args));
    expect(produced.exitCode, produced.stderr).toBe(0);
    const { report } = await verify(pipeline.file, 3);
    // A client of its own: one that has known a topic that is gone by now asks for it for ever.
    const reader = await kafkaOf(home);
    const records = await recordsIn(reader, pipeline.topic).finally(() => reader.close());
    const last = new Map<string, string>();
    const stamps = new Map<string, number>();
    for (const record of records) {
      const event = JSON.parse(String(record.value)) as {
        item_id: string;
        item_sold: number;
        store_id: string;
      };
      if (event.store_id === "" || record.timestamp < (stamps.get(event.item_id) ?? 0)) continue;
      stamps.set(event.item_id, record.timestamp);
      last.set(event.item_id, String(event.item_sold));
    }
    const description = await cassandra.describeTable(pipeline.keyspace, pipeline.table);
    if (description === undefined) throw new Error("no table");
    const rows = await cassandra.firstRows(description, 10_000);
    const cell = (row: Row, name: string): string => {
      const value = row[description.columns.findIndex((column) => column.name === name)];
      return typeof value === "string" ? value : "";
    };
    const wrong = rows
      .filter((row) => cell(row, "item_sold") !== last.get(cell(row, "item_id")))
      .map((row) => `item_id='${cell(row, "item_id")}'`);
    expect(wrong.length).toBeGreaterThan(0);
    const named = report.findings.examples.different.filter(({ columns }) =>
      columns.some(({ column }) => column === "item_sold"),
    );
    expect(named.map(({ key }) => key).sort()).toEqual(wrong.sort());
    expect(report.findings.differentTied).toBe(report.findings.different);
  });
});

describe("values of every kind, by the DataStax sink", () => {
  const suffix = `${process.pid}_${Math.floor(performance.now())}`;
  const name = `kinds-${suffix}`;
  const keyspace = `kinds_${suffix}`;
  let folder: string;
  let file: string;

  const columns = {
    id: "text",
    tiny: "tinyint",
    big: "bigint",
    huge: "varint",
    exact: "decimal",
    short: "float",
    double_one: "double",
    yes: "boolean",
    words: "text",
    plain: "text",
    tags: "set<text>",
    counts: "map<text, int>",
    numbers: "list<int>",
    fixed: "frozen<list<int>>",
    pair: "tuple<int, text>",
    uid: "uuid",
    bytes: "blob",
    address: "inet",
    took: "duration",
    seen_at: "timestamp",
    day: "date",
    clock: "time",
  } as const;
  const event = {
    id: "é€😀 'quoted'",
    tiny: -128,
    short: 0.1,
    double_one: 1e300,
    yes: "Y",
    words: { z: 1.5, a: ["x", null, { deep: true }] },
    plain: 100.5,
    tags: ["b", "a", "é"],
    counts: { two: 2, one: 1 },
    numbers: [3, 1, 2],
    fixed: [],
    pair: [7, "x"],
    uid: "123E4567-E89B-42D3-A456-426614174000",
    bytes: "AQID",
    address: "2001:db8::1",
    took: "1y3mo2h10m",
    seen_at: "2018-06-29T20:45:00.936+02:00",
    day: "2018-06-29",
    clock: "20:45:00.5",
  };
  /** Written by hand, for JSON.stringify has no such numbers. */
  const line = (id: string, more: string): string => {
    const rest = Object.fromEntries(Object.entries(event).filter(([field]) => field !== "id"));
    return `{"id":${JSON.stringify(id)},${more},${JSON.stringify(rest).slice(1)}`;
  };
  const lines = [
    line(event.id, '"big":9007199254740993,"huge":18446744073709551621,"exact":12345678.90'),
    line("wrapped", '"big":9223372036854775808,"huge":-9223372036854775808,"exact":1e-7'),
    JSON.stringify({
      ...event,
      id: "nothing",
      ...Object.fromEntries(
        Object.keys(columns)
          .slice(1)
          .map((c) => [c, null]),
      ),
      big: 1,
    }),
    JSON.stringify({
      ...event,
      id: "bare",
      big: 0,
      huge: 0,
      exact: 0,
      tags: [],
      counts: {},
      numbers: [],
      bytes: "",
      plain: "",
    }),
  ];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "cassink-kinds-"));
    file = join(folder, "kinds.yaml");
    const mapping = Object.keys(columns)
      .map((column) => `${column}=value.${column}`)
      .join(", ");
    await writeFile(
      join(folder, "kinds.cql"),
      `CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1};
       CREATE TABLE ${keyspace}.kinds (${Object.entries(columns)
         .map(([column, type]) => `${column} ${type}`)
         .join(", ")}, PRIMARY KEY (id));`,
    );
    await writeFile(
      file,
      JSON.stringify({
        name,
        topics: [{ name, key: "id", partitions: 2, replication: 1 }],
        tables: [{ keyspace, name: "kinds", cql: "kinds.cql" }],
        connector: {
          name,
          config: {
            "connector.class": "io.cassink.datastax.DataStaxSinkConnector",
            "tasks.max": "1",
            "key.converter": "org.apache.kafka.connect.storage.StringConverter",
            "value.converter": "org.apache.kafka.connect.json.JsonConverter",
            "value.converter.schemas.enable": "false",
            ignoreErrors: "All",
            [`topic.${name}.${keyspace}.kinds.mapping`]: mapping,
          },
        },
      }),
    );
    await deploy(file);
  });
  afterAll(async () => {
    await runCli(on("connector", "delete", "--file", file));
    await runCli(on("topic", "delete", "--file", file, "--yes"));
    await cassandra.execute(`DROP KEYSPACE IF EXISTS ${keyspace}`);
    await rm(folder, { recursive: true, force: true });
  });

  test("are computed as the DataStax sink and the server make them", async () => {
    const run = await runCli(on("topic", "produce", file, "--raw"), { input: `${lines.join("\n")}\n` });
    expect(run.exitCode, run.stderr).toBe(0);
    const { report } = await verify(file, 0);
    expect(report.records).toMatchObject({ read: lines.length, refused: 0 });
    expect(report.findings.expected).toBe(lines.length);
    const description = await cassandra.describeTable(keyspace, "kinds");
    if (description === undefined) throw new Error("no table");
    const rows = await cassandra.firstRows(description, 10);
    const bigs = rows.map((row) => row[description.columns.findIndex((column) => column.name === "big")]);
    expect(bigs).toContain(9007199254740993n);
    expect(bigs).toContain(-9223372036854775808n);
  });

  test("are refused where the DataStax sink refuses them, and such a record is lost", async () => {
    const bad = [
      line("too-big", '"big":1,"huge":1,"exact":1').replace('"tiny":-128', '"tiny":128'),
      line("inexact", '"big":1,"huge":1,"exact":1').replace('"short":0.1', '"short":16777217'),
      '{"id":"lacking"}',
    ];
    const run = await runCli(on("topic", "produce", file, "--raw"), {
      input: `${bad.join("\n")}\n`,
    });
    expect(run.exitCode, run.stderr).toBe(0);
    const { report } = await verify(file, 3);
    expect(report.records.refused).toBe(3);
    expect(report.refusals.map(({ column }) => column).sort()).toEqual(["short", "tiny", "tiny"].sort());
    expect(report.findings).toMatchObject({ missing: 0, different: 0, unexpected: 0 });
  });
});
