import { randomBytes } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { ClosableCassandra } from "#cli/adapters/cassandra/cassandra.js";
import type { TableDiffResult } from "#cli/commands/table/diff.js";
import type { TableDropResult } from "#cli/commands/table/drop.js";
import type { TableInitResult } from "#cli/commands/table/init.js";
import type { TableShowResult } from "#cli/commands/table/show.js";
import type { CqlValue } from "#cli/core/cql/value.js";
import { runCli, runJson } from "#test/support/cli.js";
import { cassandraOf } from "#test/support/servers/cassandra.js";
import { type PipelineCopy, copyPipeline } from "#test/support/pipeline-copy.js";
import type { Row, TableDescription } from "#cli/core/cql/table.js";
import { RowCells } from "#cli/core/rows/actual-row.js";
import { keyLiterals } from "#cli/core/rows/key-literals.js";
import { tableLayout } from "#cli/core/rows/table-layout.js";

const home = inject("home");
const on = (...args: string[]): string[] => [...args, "--home", home];
const { signal: never } = new AbortController();
let cassandra: ClosableCassandra;

beforeAll(async () => {
  cassandra = await cassandraOf(home);
});
afterAll(() => cassandra.close());

describe("table init, show and drop", () => {
  let pipeline: PipelineCopy;
  const file = (): string[] => ["--file", pipeline.file];

  beforeAll(async () => {
    pipeline = await copyPipeline("weather");
  });
  afterAll(() => pipeline.remove(home));

  test("init makes keyspace and table, and does no harm again", async () => {
    const first = await runJson<TableInitResult>(on("table", "init", ...file()));
    expect(first.tables).toEqual([
      {
        pipeline: pipeline.connector,
        keyspace: pipeline.keyspace,
        table: "readings",
        action: "created",
        columns: 30,
      },
    ]);
    const second = await runJson<TableInitResult>(on("table", "init", ...file()));
    expect(second.tables[0]?.action).toBe("unchanged");
  });

  test("init lists every difference of a table that is not as declared, and changes nothing", async () => {
    await cassandra.execute(`ALTER TABLE ${pipeline.keyspace}.readings DROP base`);
    await cassandra.execute(`ALTER TABLE ${pipeline.keyspace}.readings ADD note text`);
    const run = await runCli(on("table", "init", ...file()));
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain("column base text is missing in the table");
    expect(run.stderr).toContain("column note text is in the table and not in the file");
    const live = await cassandra.describeTable(pipeline.keyspace, "readings");
    expect(live?.columns.map((column) => column.name)).toContain("note");
    await cassandra.execute(`ALTER TABLE ${pipeline.keyspace}.readings DROP note`);
    await cassandra.execute(`ALTER TABLE ${pipeline.keyspace}.readings ADD base text`);
  });

  test("diff has the statements that make a table as declared", async () => {
    const diff = on("table", "diff", ...file());
    expect(await runJson<TableDiffResult>(diff)).toMatchObject({
      outcome: "clean",
      tables: [{ state: "same" }],
    });
    const readings = `${pipeline.keyspace}.readings`;
    await cassandra.execute(`ALTER TABLE ${readings} DROP station_type`);
    await cassandra.execute(`ALTER TABLE ${readings} ADD "Note" frozen<map<text, int>>`);
    await cassandra.execute(`ALTER TABLE ${readings} RENAME city_id TO "City" AND observed_at TO at`);
    await cassandra.execute(`ALTER TABLE ${readings} WITH default_time_to_live = 60`);
    const changed = await runCli([...diff, "-o", "json"]);
    expect(changed.exitCode).toBe(3);
    const [table] = (JSON.parse(changed.stdout) as TableDiffResult).tables;
    const statements = table?.differences.flatMap(({ statement = [] }) => statement) ?? [];
    expect(statements).toHaveLength(4);
    for (const statement of statements) await cassandra.execute(statement);
    expect(await runJson<TableDiffResult>(diff)).toMatchObject({ outcome: "clean" });
  });

  test("init takes a type that is written with its keyspace, and finds it unchanged", async () => {
    const { keyspace } = pipeline;
    const folder = dirname(pipeline.file);
    const types = `CREATE TYPE ${keyspace}."Sky" (cover int);\n`;
    const cql = await readFile(join(folder, "schemas/tables/weather.cql"), "utf8");
    await writeFile(
      join(folder, "schemas/tables/skies.cql"),
      (types + cql).replaceAll("readings", "skies").replace("base text", `base frozen<${keyspace}."Sky">`),
    );
    const yaml = (await readFile(pipeline.file, "utf8")).replaceAll("weather.cql", "skies.cql");
    const skies = join(folder, "skies.yaml");
    await writeFile(skies, yaml.replace("name: readings", "name: skies"));
    for (const action of ["created", "unchanged"]) {
      const { tables } = await runJson<TableInitResult>(on("table", "init", "--file", skies));
      expect(tables).toMatchObject([{ table: "skies", action }]);
    }
    await cassandra.execute(`DROP TABLE ${keyspace}.skies`);
    await cassandra.execute(`DROP TYPE ${keyspace}."Sky"`);
  });

  test("init proposes a table for samples, which is made and checked as it is printed", async () => {
    const { keyspace } = pipeline;
    const folder = dirname(pipeline.file);
    const samples = join(folder, "proposed.ndjson");
    const events = [
      {
        orderId: "A-1",
        n: 5,
        at: "2026-03-02T08:15:30Z",
        "a.b": 1.5,
        addr: { city: "Oslo" },
        tags: ["x"],
        order: [{}],
      },
      { orderId: "A-2", n: null, at: "", addr: null, more: { deep: { er: true } } },
    ];
    await writeFile(samples, events.map((event) => JSON.stringify(event)).join("\n"));
    const init = on(
      "table",
      "init",
      "--from",
      samples,
      "--table",
      `${keyspace}.proposed`,
      "--key",
      "orderId,n",
    );
    const refused = await runCli(init);
    expect(refused).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("would not take every sample") as string,
    });
    const good = init.map((word) => (word === "orderId,n" ? "orderId" : word));
    const [cql, yaml] = await Promise.all([
      runCli([...good, "--print", "cql"]),
      runCli([...good, "--print", "pipeline"]),
    ]);
    await writeFile(join(folder, "proposed.cql"), cql.stdout);
    const made = join(folder, "proposed.yaml");
    await writeFile(made, yaml.stdout);
    const { tables } = await runJson<TableInitResult>(on("table", "init", "-f", made));
    expect(tables).toMatchObject([{ table: "proposed", action: "created", columns: 8 }]);
    expect((await runCli(on("table", "diff", "-f", made))).exitCode).toBe(0);
    const checked = await runCli(on("connector", "validate", "--offline", made));
    expect(checked.exitCode, checked.stdout).toBe(0);
    await cassandra.execute(`DROP TABLE ${keyspace}.proposed`);
  });

  test("show gives rows that people can read, and counts all of them", async () => {
    for (const second of [1, 2, 3]) {
      await cassandra.execute(
        `INSERT INTO ${pipeline.keyspace}.readings (city_id, day, observed_at, city, conditions, rain_1h)` +
          ` VALUES (42, '2026-03-01', '2026-03-01T00:00:0${second}Z', 'Oslo', [{'main': 'Rain'}], 0.5)`,
      );
    }
    const shown = await runJson<TableShowResult>(on("table", "show", "--limit", "1", "--count", ...file()));
    const [table] = shown.tables;
    const row = Object.fromEntries(
      table?.columns.map(({ name }, index) => [name, table.rows[0]?.[index]]) ?? [],
    );
    expect(table).toMatchObject({ more: true, count: 3 });
    expect(row).toMatchObject({
      city_id: "42",
      day: "2026-03-01",
      observed_at: "2026-03-01T00:00:03.000Z",
      conditions: [{ main: "Rain" }],
      rain_1h: 0.5,
      snow_1h: null,
    });
  });

  test("show finds rows by their key, with their times", async () => {
    await cassandra.execute(
      `INSERT INTO ${pipeline.keyspace}.readings (city_id, day, observed_at, city)` +
        " VALUES (42, '2026-03-01', '2026-03-01T00:00:04Z', 'Oslo') USING TIMESTAMP 1772323200000007 AND TTL 5000",
    );
    const where = "city_id = 42 AND day = '2026-03-01' AND observed_at > '2026-03-01T00:00:02Z'";
    const show = on("table", "show", ...file(), "--where", where, "--times");
    const [table] = (await runJson<TableShowResult>(show)).tables;
    const city = table?.columns.findIndex(({ name }) => name === "city") ?? -1;
    expect(table?.rows.map((row) => row[2])).toEqual([
      "2026-03-01T00:00:04.000Z",
      "2026-03-01T00:00:03.000Z",
    ]);
    expect(table?.times?.[0]?.[city]).toMatchObject({ writeTime: 1772323200000007 });
    expect(table?.times?.[0]?.[city]?.ttl).toBeGreaterThan(4_000);
    const text = await runCli(show);
    expect(text.stdout).toMatch(
      /city +Oslo {2}\(written 2026-03-01T00:00:00.000007Z, expires in 1 h \d+ min\)/,
    );
  });

  test("show lets no text be more than a restriction", async () => {
    const show = (where: string) => runCli(on("table", "show", ...file(), "--where", where));
    const smuggled = await show(`city_id = 42; DROP TABLE ${pipeline.keyspace}.readings`);
    expect(smuggled).toMatchObject({
      exitCode: 1,
      stderr: expect.stringContaining("a semicolon ends it") as string,
    });
    const mistyped = await show("cityid = 42");
    expect(mistyped.stderr).toContain("did you mean city_id?");
    const other = await show("city = 'Oslo'");
    expect(other.stderr).toContain(
      "city is not of the primary key: Cassandra would have to read the whole table",
    );
    const all = on("table", "show", "--table", `${pipeline.keyspace}.readings`, "--allow-filtering");
    const filtered = await runJson<TableShowResult>([...all, "--where", "city = 'Oslo'"]);
    expect(filtered.tables[0]?.rows).toHaveLength(4);
  });

  test("show names a table that is not there, and the one that was meant", async () => {
    const other = join(dirname(pipeline.file), "other.yaml");
    await writeFile(
      other,
      (await readFile(pipeline.file, "utf8")).replace("name: readings", "name: raedings"),
    );
    const run = await runCli(on("table", "show", "--file", other));
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain(`there is no table ${pipeline.keyspace}.raedings`);
    expect(run.stderr).toContain('did you mean "readings"?');
  });

  test("a wrong data centre is named beside the right one, and the command ends", async () => {
    const wrong = ["--local-datacenter", "nowhere"];
    const run = await runCli(on("table", "init", ...wrong, ...file()), { deadline: 30_000 });
    expect(run.exitCode).toBe(1);
    expect(run.stderr).toContain("has no data centre nowhere: it has datacenter1");
    expect(run.stderr).toContain("--local-datacenter");
  });

  test("drop wants --yes, takes the keyspace along, and does no harm again", async () => {
    const refused = await runCli(on("table", "drop", ...file()));
    expect(refused.exitCode).toBe(2);
    const dropped = await runJson<TableDropResult>(on("table", "drop", "--yes", ...file()));
    expect(dropped.tables[0]).toMatchObject({ action: "dropped", keyspaceDropped: true });
    const again = await runJson<TableDropResult>(on("table", "drop", "--yes", ...file()));
    expect(again.tables[0]).toMatchObject({ action: "absent", keyspaceDropped: false });
  });
});

describe("reading a table as it is", () => {
  const keyspace = `reading_${randomBytes(4).toString("hex")}`;
  const columns: readonly (readonly [name: string, type: string, cql: string, value: CqlValue])[] = [
    ["a_ascii", "ascii", "'abc'", "abc"],
    ["b_bigint", "bigint", "-9223372036854775808", -(2n ** 63n)],
    ["c_blob", "blob", "0xCAFE", "0xcafe"],
    ["d_boolean", "boolean", "true", true],
    ["e_date", "date", "'-5877641-06-23'", -2147483648],
    ["f_decimal", "decimal", "-12.340", { unscaled: -12340n, scale: 3 }],
    ["g_double", "double", "0.1", 0.1],
    ["h_duration", "duration", "1mo2d3ns", { months: 1, days: 2, nanoseconds: 3n }],
    ["i_float", "float", "0.1", Math.fround(0.1)],
    ["j_inet", "inet", "'2001:DB8:0:0:0:0:0:1'", "2001:db8::1"],
    ["k_list", "frozen<list<frozen<map<text, int>>>>", "[{'x': 1}, {}]", [[["x", 1]], []]],
    [
      "l_map",
      "map<date, frozen<list<bigint>>>",
      "{'1970-01-02': [1], '1970-01-03': []}",
      [
        [1, [1n]],
        [2, []],
      ],
    ],
    ["m_set", "set<text>", "{'b', 'a'}", ["a", "b"]],
    ["n_smallint", "smallint", "-32768", -32768],
    ["o_time", "time", "'23:59:59.999999999'", 86_399_999_999_999n],
    ["p_timestamp", "timestamp", "9223372036854775807", 2n ** 63n - 1n],
    ["q_tuple", "tuple<int, timestamp>", "(1, '1970-01-01T00:00:01Z')", [1, 1000n]],
    ["r_udt", 'frozen<"Place">', "{\"X\": 1, names: ['n']}", [1, ["n"]]],
    ["s_uuid", "uuid", "A9B1E6D2-0000-4000-8000-000000000001", "a9b1e6d2-0000-4000-8000-000000000001"],
    ["t_varint", "varint", "123456789012345678901234567890", 123456789012345678901234567890n],
    ["u_vector", "vector<float, 2>", "[1.5, -2]", [1.5, -2]],
  ];
  let table: TableDescription;

  beforeAll(async () => {
    await cassandra.execute(
      `CREATE KEYSPACE ${keyspace} WITH replication = {'class': 'SimpleStrategy', 'replication_factor': 1}`,
    );
    await cassandra.execute(`CREATE TYPE ${keyspace}."Place" ("X" int, names frozen<list<text>>)`);
    const definitions = columns.map(([name, type]) => `${name} ${type}`).join(", ");
    await cassandra.execute(`CREATE TABLE ${keyspace}.types ("Id" int PRIMARY KEY, ${definitions})`);
    const names = columns.map(([name]) => name).join(", ");
    const values = columns.map(([, , cql]) => cql).join(", ");
    await cassandra.execute(`INSERT INTO ${keyspace}.types ("Id", ${names}) VALUES (1, ${values})`);
    await cassandra.execute(`INSERT INTO ${keyspace}.types ("Id") VALUES (2)`);
    const described = await cassandra.describeTable(keyspace, "types");
    if (described === undefined) throw new Error("the table is not there");
    table = described;
  });
  afterAll(() => cassandra.execute(`DROP KEYSPACE IF EXISTS ${keyspace}`));

  test("every type comes out as what was put in, an unset column as null", async () => {
    const rows = await cassandra.firstRows(table, 10);
    const byId = new Map(rows.map((row) => [row[0], row.slice(1)]));
    expect(byId.get(1)).toEqual(columns.map(([, , , value]) => value));
    expect(byId.get(2)).toEqual(columns.map(() => null));
  });

  test("a row is found again by its key, whatever the key's type", async () => {
    await cassandra.execute(
      `CREATE TYPE ${keyspace}.odd ("userId" int, "order" text, "a.b" int, "it's" date)`,
    );
    const found = columns.filter(([, type]) => type !== "duration");
    const keys: readonly (readonly [type: string, cql: string])[] = [
      ...found.map(([, type, cql]) => [type.replace(/^(map|set|tuple)(<.*)$/, "frozen<$1$2>"), cql] as const),
      ["frozen<odd>", `{"userId": 1, "order": 'x', "a.b": null, "it's": 0}`],
      ["frozen<tuple<date, timestamp>>", "(2151133648, 316580918400000)"],
      ["frozen<tuple<date, timestamp, double>>", "(0, -62200000000000, NaN)"],
      ["frozen<map<text, decimal>>", "{'it''s': 1.00}"],
    ];
    for (const [index, [type, cql]] of keys.entries()) {
      const name = `key${index}`;
      await cassandra.execute(
        `CREATE TABLE ${keyspace}.${name} (p int, c ${type}, v int, PRIMARY KEY (p, c))`,
      );
      await cassandra.execute(`INSERT INTO ${keyspace}.${name} (p, c, v) VALUES (1, ${cql}, ${index})`);
      const of = await cassandra.describeTable(keyspace, name);
      if (of === undefined) throw new Error(`the table of ${type} is not there`);
      const [row] = await cassandra.firstRows(of, 1);
      const layout = tableLayout(of, []);
      const literals = keyLiterals(layout, new RowCells(layout, 0).key(row ?? []));
      const again = { table: of, columns: ["v"], timed: [], keys: [literals ?? []], signal: never };
      expect(await cassandra.rows(again), `${type}: ${String(literals)}`).toEqual([[index]]);
    }
  });

  test("a scan gives each row once, whatever the number of readers and the order of columns", async () => {
    await cassandra.execute(`CREATE TABLE ${keyspace}.many (id int PRIMARY KEY, note text)`);
    for (let first = 0; first < 2_000; first += 50) {
      const inserts = Array.from({ length: 50 }, (_, index) => {
        return `INSERT INTO ${keyspace}.many (id, note) VALUES (${first + index}, 'n${first + index}')`;
      });
      await Promise.all(inserts.map((insert) => cassandra.execute(insert)));
    }
    const many = await cassandra.describeTable(keyspace, "many");
    if (many === undefined) throw new Error("the table is not there");
    for (const parallelism of [1, 3]) {
      const rows: Row[] = [];
      await cassandra.scan({
        table: many,
        columns: ["note", "id"],
        parallelism,
        signal: new AbortController().signal,
        onRows: (page) => rows.push(...page),
      });
      expect(rows.toSorted((a, b) => Number(a[1]) - Number(b[1]))).toEqual(
        Array.from({ length: 2_000 }, (_, id) => [`n${id}`, id]),
      );
    }
  });
});
