import { describe, expect, it } from "vitest";
import { run, type VerifyTableResult } from "#cli/commands/verify/table.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";
import { InputError } from "#cli/errors.js";
import type { VerifyTableInput } from "#cli/program/verify.js";
import { fakeContext } from "#test/support/fakes/context.js";
import type { Row, TableDescription } from "#cli/core/cql/table.js";
import type { ConnectorStatus } from "#cli/core/connect/status.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";

const config = {
  "connector.class": "io.cassink.datastax.DataStaxSinkConnector",
  "key.converter": "org.apache.kafka.connect.storage.StringConverter",
  "value.converter": "org.apache.kafka.connect.json.JsonConverter",
  "value.converter.schemas.enable": "false",
  transforms: "drop",
  "transforms.drop.type": "org.apache.kafka.connect.transforms.Filter",
  "transforms.drop.predicate": "empty",
  predicates: "empty",
  "predicates.empty.type": "io.cassink.transforms.FieldMatches",
  "predicates.empty.field": "value.amount",
  "predicates.empty.empty": "true",
  "topic.sales.shop.sales.mapping": "id=key, amount=value.amount",
};

const column = (
  name: string,
  typeText: string,
  kind: TableDescription["columns"][number]["kind"] = "regular",
): TableDescription["columns"][number] => ({
  name,
  typeText,
  type: parseCqlType(typeText),
  kind,
  position: kind === "partition_key" ? 0 : -1,
  clusteringOrder: "none",
});
const table = (name: string): TableDescription => ({
  keyspace: "shop",
  name,
  columns: [column("id", "text", "partition_key"), column("amount", "int"), column("note", "text")],
});

interface Event {
  readonly key: string;
  readonly value: unknown;
  readonly timestamp?: number;
}

interface World {
  /** The file's config. */
  readonly config?: Readonly<Record<string, string>>;
  /** The deployed config, where it is another; undefined in it removes a key. */
  readonly live?: Readonly<Record<string, string | undefined>>;
  readonly deployed?: boolean;
  readonly events: readonly Event[];
  /** Events that come after the tables have been read. */
  readonly later?: readonly Event[];
  /** Events that come after rows have been read again. */
  readonly latest?: readonly Event[];
  /** The first offset that the broker has not deleted. */
  readonly low?: number;
  /** Offsets whose records the log cleaner has removed. */
  readonly cleaned?: readonly number[];
  /** Offsets that are transaction markers. */
  readonly markers?: readonly number[];
  /** Rows by table, as `[id, amount]` and then write time and time to live. */
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  /** The rows, by id, when they are read again. */
  readonly again?: Readonly<Record<string, Row>>;
  /** The committed offset, each time it is asked for; the last one from then on. By default, all that is there. */
  readonly commits?: readonly number[];
  readonly status?: Partial<ConnectorStatus>;
  /** Other connectors of the Connect cluster. */
  readonly others?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The other topics, whose records are not asked for. */
  readonly topics?: readonly string[];
  /** Headers of the dead letters in the topic `dead`. */
  readonly letters?: readonly Readonly<Record<string, string>>[];
  /** The first letter that the broker has not deleted. */
  readonly lettersLow?: number;
  readonly allowUnjudged?: VerifyTableInput["allowUnjudged"];
  readonly allowHalted?: boolean;
  /** A second pipeline, of this config. */
  readonly second?: Readonly<Record<string, string>>;
}

async function verify(world: World, wait = 0): Promise<VerifyTableResult> {
  const { low = 0, later = [], latest = [], events, letters = [], lettersLow = 0, cleaned = [] } = world;
  const pipelineOf = (name: string, of: Readonly<Record<string, string>>): Pipeline => ({
    name,
    description: "",
    file: `${name}.yaml`,
    topics: [{ name: "sales", partitions: 1, replication: 1, configs: {} }],
    tables: [],
    connector: { name: `${name}-sink`, config: of },
  });
  const pipelines = [
    pipelineOf("sales", world.config ?? config),
    ...(world.second === undefined ? [] : [pipelineOf("second", world.second)]),
  ];
  const absent = new Set([...cleaned, ...(world.markers ?? [])]);
  const records = [...events, ...later, ...latest]
    .map(({ key, value, timestamp }, index): KafkaRecord => ({
      partition: 0,
      offset: low + index,
      timestamp: timestamp ?? 1000 + index,
      key: Buffer.from(key),
      value: value === null ? null : Buffer.from(typeof value === "string" ? value : JSON.stringify(value)),
      headers: [],
    }))
    .filter(({ offset }) => !absent.has(offset));
  const dead = letters.map((headers, index): KafkaRecord => ({
    partition: 0,
    offset: lettersLow + index,
    timestamp: 0,
    key: null,
    value: null,
    headers: Object.entries(headers).map(([key, value]) => ({
      key: `__connect.errors.${key}`,
      value: Buffer.from(value),
    })),
  }));
  let scanned = false;
  let readAgain = false;
  const high = (): number =>
    low + events.length + (scanned ? later.length : 0) + (readAgain ? latest.length : 0);
  const commits = [...(world.commits ?? [])];
  const live = (own: Readonly<Record<string, string>>): Record<string, string> => {
    const merged: Record<string, string | undefined> = { topics: "sales", ...own, ...world.live };
    return Object.fromEntries(
      Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
  };
  const { context } = fakeContext({
    pipelines: { select: () => Promise.resolve(pipelines) },
    connect: {
      config: (name) =>
        Promise.resolve(
          world.deployed === false
            ? undefined
            : live(pipelines.find(({ connector }) => connector.name === name)?.connector.config ?? {}),
        ),
      configs: () => Promise.resolve(new Map(Object.entries(world.others ?? {}))),
      status: (name) =>
        Promise.resolve({
          name,
          type: "sink",
          connector: { state: "RUNNING", workerId: "w" },
          tasks: [{ id: 0, state: "RUNNING", workerId: "w" }],
          ...world.status,
        }),
    },
    kafka: {
      bootstrapServers: ["broker:9092"],
      topicNames: () => Promise.resolve(["sales", "dead", ...(world.topics ?? [])]),
      topicOffsets: (topic) =>
        Promise.resolve([
          topic === "dead"
            ? { partition: 0, low: lettersLow, high: lettersLow + dead.length }
            : { partition: 0, low, high: high() },
        ]),
      groupOffsets: () => {
        const offset = commits.length > 1 ? commits.shift() : (commits[0] ?? high());
        return Promise.resolve([{ partition: 0, offset }]);
      },
      hasRecords: ({ ranges }) =>
        Promise.resolve(
          records.some(({ offset }) => ranges.some(({ from, to }) => offset >= from && offset < to)),
        ),
      read: ({ topic, ranges, onRecords, onGap }) => {
        for (const { partition, from, to } of ranges) {
          for (let offset = from; offset < to; offset++) {
            if (cleaned.includes(offset)) onGap?.({ partition, from: offset, to: offset + 1 });
            const record = (topic === "dead" ? dead : records).find((known) => known.offset === offset);
            if (record !== undefined) onRecords([record]);
          }
        }
        return Promise.resolve();
      },
    },
    cassandra: {
      describeTable: (_, name) => Promise.resolve(name in world.rows ? table(name) : undefined),
      scan: ({ table: { name }, columns, timed, onRows }) => {
        expect([columns, timed]).toEqual([["id", "amount"], ["amount"]]);
        onRows(world.rows[name] ?? []);
        scanned = true;
        return Promise.resolve();
      },
      rows: ({ table: { name }, keys }) => {
        readAgain = true;
        const rows =
          world.again ??
          Object.fromEntries<Row>((world.rows[name] ?? []).map((row) => [row[0] as string, row]));
        return Promise.resolve(keys.map(([literal = ""]) => rows[literal.slice(1, -1)]));
      },
    },
  });
  const { allowUnjudged, allowHalted = false } = world;
  const allowed = { allowHalted, ...(allowUnjudged === undefined ? {} : { allowUnjudged }) };
  return run({ wait, examples: 5, ...allowed }, context);
}

const only = (result: VerifyTableResult) => {
  const pipeline = result.pipelines[0];
  if (pipeline === undefined || pipeline.outcome === "failed") throw new Error("no report");
  const report = pipeline.tables[0];
  if (report === undefined) throw new Error("no table");
  return { ...pipeline, report };
};

describe("verify table", () => {
  it("is clean when the table holds what the topic says", async () => {
    const result = await verify({
      events: [
        { key: "a", value: { amount: 1 } },
        { key: "b", value: { amount: "" } },
        { key: "a", value: { amount: 2 } },
      ],
      rows: { sales: [["a", 2]] },
    });
    expect(result.outcome).toBe("clean");
    const { report, carried } = only(result);
    expect(carried.state).toBe("all");
    expect(report.records).toEqual({
      read: 3,
      current: 1,
      superseded: 1,
      deleted: 0,
      expired: 0,
      filtered: 1,
      refused: 0,
      deadLettered: 0,
    });
    expect(report.findings).toMatchObject({
      expected: 1,
      found: 1,
      cells: { right: 1, wrong: 0, unjudged: 0 },
    });
    expect(report).toMatchObject({ unjudged: [], unmappedColumns: ["note"] });
    expect(result.formatVersion).toBe(1);
  });

  it("finds rows that are missing, different and unexpected", async () => {
    const result = await verify({
      events: [
        { key: "a", value: { amount: 1 } },
        { key: "b", value: { amount: 2 } },
      ],
      rows: {
        sales: [
          ["b", 3],
          ["c", 1],
        ],
      },
    });
    expect(result.outcome).toBe("findings");
    expect(only(result).report.findings).toMatchObject({ missing: 1, different: 1, unexpected: 1 });
    expect(only(result).report.findings.examples.missing[0]).toMatchObject({
      key: "id='a'",
      at: "sales-0@0",
    });
  });

  it("reports records that cannot be written: they are lost", async () => {
    const result = await verify({
      events: [
        { key: "a", value: { amount: 1 } },
        { key: "a", value: { amount: "many" } },
        { key: "a", value: {} },
        { key: "a", value: "{broken" },
        { key: "", value: { amount: 1 } },
      ],
      rows: { sales: [["a", 1]] },
      config: { ...config, transforms: "" },
    });
    expect(result.outcome).toBe("findings");
    const { report } = only(result);
    expect(report.records.refused).toBe(3);
    expect(report.refusals.map(({ at, column }) => `${at} ${column ?? ""}`)).toEqual([
      "sales-0@1 amount",
      "sales-0@3 ",
      "sales-0@4 id",
    ]);
  });

  it("fills several tables from one topic", async () => {
    const result = await verify({
      config: { ...config, "topic.sales.shop.copy.mapping": "id=key, amount=value.amount" },
      events: [{ key: "a", value: { amount: 1 } }],
      rows: { sales: [["a", 1]], copy: [] },
    });
    expect(result.pipelines[0]?.tables.map(({ table: name, verdict }) => `${name} ${verdict}`)).toEqual([
      "sales clean",
      "copy findings",
    ]);
  });

  it("computes from the file's config when there is no connector, which is a finding", async () => {
    const world: World = { deployed: false, events: [], rows: { sales: [] } };
    const result = await verify(world);
    expect(only(result)).toMatchObject({ deployed: false, carried: { state: "not deployed" } });
    expect(result.outcome).toBe("findings");
    expect((await verify({ ...world, allowHalted: true })).outcome).toBe("clean");
  });
});

describe("rows that records write meanwhile", () => {
  const events = [
    { key: "a", value: { amount: 1 } },
    { key: "b", value: { amount: 2 } },
  ];

  it("are read again once the connector has carried these, and judged", async () => {
    const result = await verify({
      events,
      later: [
        { key: "a", value: { amount: 9 } },
        { key: "n", value: { amount: 9 } },
      ],
      rows: {
        sales: [
          ["a", 8],
          ["b", 2],
          ["n", 7],
        ],
      },
      again: { a: ["a", 9], n: ["n", 9] },
    });
    const { report } = only(result);
    expect(report).toMatchObject({ verdict: "clean", unjudged: [] });
    expect(report.records.read).toBe(2);
    expect(report.findings).toMatchObject({ expected: 2, found: 3, later: 1, rows: { right: 3, wrong: 0 } });
  });

  it("are wrong if they are not what these write", async () => {
    const result = await verify({
      events,
      later: [{ key: "a", value: { amount: 9 } }],
      rows: { sales: [["b", 2]] },
      again: { a: ["a", 7] },
    });
    expect(only(result).report.findings).toMatchObject({ missing: 0, different: 1 });
  });

  it("are missing if the connector is paused and the table empty, whatever inserts them", async () => {
    const result = await verify({
      events,
      later: [
        { key: "a", value: { amount: 9 } },
        { key: "b", value: { amount: 9 } },
      ],
      rows: { sales: [] },
      commits: [2],
      status: { connector: { state: "PAUSED", workerId: "w" } },
    });
    expect(result.outcome).toBe("findings");
    expect(only(result).report.findings).toMatchObject({ missing: 2, rows: { unjudged: 0 } });
  });

  it("are counted if they never rest, and that ends", async () => {
    const world: World = {
      events,
      later: [{ key: "a", value: { amount: 9 } }],
      latest: [{ key: "a", value: { amount: 10 } }],
      rows: {
        sales: [
          ["a", 9],
          ["b", 2],
        ],
      },
      again: { a: ["a", 10] },
    };
    const result = await verify(world);
    expect(result.outcome).toBe("unjudged");
    const changing = { reason: "changing", rows: 0, cells: 1, records: 0 };
    expect(only(result).report).toMatchObject({ verdict: "unjudged", unjudged: [changing] });
    const allowed = await verify({ ...world, allowUnjudged: ["changing"] });
    expect(allowed.outcome).toBe("clean");
    expect(only(allowed).report.unjudged).toEqual([changing]);
    expect((await verify({ ...world, again: { a: ["a", 11] } })).outcome).toBe("findings");
  });
});

describe("records that are gone", () => {
  const events = [{ key: "a", value: { amount: 1 } }];
  const rows = {
    sales: [
      ["a", 1],
      ["old", 1],
    ],
  };

  it("leave rows that no record explains unjudged, if the broker has deleted them", async () => {
    const result = await verify({ events, low: 100, rows });
    expect(result.outcome).toBe("unjudged");
    expect(only(result).report.unjudged).toEqual([{ reason: "retention", rows: 1, cells: 1, records: 0 }]);
  });

  it("leave them unjudged, if the log cleaner has removed them, and an older value of a key that came later", async () => {
    const result = await verify({
      events: [{ key: "b", value: { amount: 5 }, timestamp: 9000 }, ...events],
      cleaned: [0],
      rows: {
        sales: [
          ["a", 7, 9_000_000, null],
          ["old", 1],
        ],
      },
    });
    expect(only(result).report.unjudged).toEqual([{ reason: "compaction", rows: 1, cells: 2, records: 0 }]);
  });

  it("are none where only transaction markers take offsets", async () => {
    const marker = { key: "-", value: null };
    const result = await verify({ events: [marker, ...events, marker], markers: [0, 2], rows });
    expect(only(result).report.findings).toMatchObject({ unexpected: 1 });
  });

  it("are a finding, if the connector had not read them", async () => {
    const result = await verify({ events, low: 100, rows: { sales: [["a", 1]] }, commits: [90, 101] });
    expect(result.outcome).toBe("findings");
    expect(only(result).carried.unread).toEqual([{ topic: "sales", partition: 0, from: 90, to: 100 }]);
  });
});

describe("the connector", () => {
  const world: World = { events: [{ key: "a", value: { amount: 1 } }], rows: { sales: [["a", 1]] } };

  it("has carried all when only transaction markers are left", async () => {
    const marker = { key: "-", value: null };
    const result = await verify({ ...world, events: [...world.events, marker], markers: [1], commits: [1] });
    expect(only(result)).toMatchObject({ outcome: "clean", carried: { state: "all" } });
  });

  it("that has failed is a finding, though there is nothing left to carry", async () => {
    const status: Partial<ConnectorStatus> = { tasks: [{ id: 0, state: "FAILED", workerId: "w" }] };
    const result = await verify({ ...world, status });
    expect(only(result)).toMatchObject({ outcome: "findings", carried: { state: "failed", behind: [] } });
  });

  it("that reads a topic without a table is a finding, which names the topic", async () => {
    const result = await verify({
      ...world,
      config: { ...config, "topics.regex": "sale.*" },
      live: { topics: undefined },
      topics: ["sale-of-others", "elsewhere"],
    });
    expect(only(result)).toMatchObject({ outcome: "findings", topicsWithoutTable: ["sale-of-others"] });
  });

  it("that is deployed with another config is judged by the file, and each key that differs is named", async () => {
    const result = await verify({
      ...world,
      events: [...world.events, { key: "b", value: { amount: "" } }],
      rows: {
        sales: [
          ["a", 1],
          ["b", 0],
        ],
      },
      live: {
        transforms: undefined,
        "topic.sales.shop.sales.mapping": "amount = value.amount,id = key",
        "topic.sales.shop.sales.nullToUnset": "false",
        "topic.sales.shop.sales.ttl": "-1",
        "tasks.max": "7",
      },
    });
    const { configDifferences, report } = only(result);
    expect(configDifferences).toEqual([
      { key: "topic.sales.shop.sales.nullToUnset", file: undefined, deployed: "false" },
      { key: "transforms", file: "drop", deployed: undefined },
    ]);
    expect(report.findings).toMatchObject({ unexpected: 1 });
    expect(result.outcome).toBe("findings");
  });
});

describe("another connector of the same table", () => {
  const events = [{ key: "a", value: { amount: 1 } }];
  const rows = {
    sales: [
      ["a", 1],
      ["b", 5],
    ],
  };
  const other = {
    ...config,
    transforms: "",
    topics: "sales",
    contactPoints: "127.0.0.1",
    "topic.sales.shop.sales.mapping": "id=value.other, amount=value.amount",
  };

  it("is judged together with the pipeline's", async () => {
    const both = [{ key: "a", value: { amount: 1, other: "b" } }];
    const result = await verify({
      events: both,
      rows: {
        sales: [
          ["a", 1],
          ["b", 1],
        ],
      },
      others: { other },
    });
    expect(only(result)).toMatchObject({
      outcome: "clean",
      otherWriters: { judged: [{ connector: "other", carried: { state: "all" } }], unknown: [] },
    });
  });

  it("leaves rows unjudged that may be its, where it cannot be computed", async () => {
    const unknown = { ...other, "value.converter": "com.example.Avro" };
    const result = await verify({ events, rows, others: { other: unknown } });
    expect(only(result)).toMatchObject({
      outcome: "unjudged",
      otherWriters: { judged: [], unknown: [{ connector: "other", tables: ["shop.sales"] }] },
    });
    expect(only(result).report.unjudged).toEqual([{ reason: "other-writer", rows: 1, cells: 1, records: 0 }]);
  });

  it("is none if it writes other tables", async () => {
    const elsewhere = {
      ...other,
      "topic.sales.shop.sales.mapping": "",
      "topic.sales.shop.x.mapping": "id=key",
    };
    delete (elsewhere as Partial<typeof elsewhere>)["topic.sales.shop.sales.mapping"];
    const result = await verify({ events, rows, others: { elsewhere } });
    expect(only(result).report.findings).toMatchObject({ unexpected: 1 });
  });
});

describe("dead letters", () => {
  const withLetters = {
    ...config,
    "errors.tolerance": "all",
    "errors.deadletterqueue.topic.name": "dead",
  };
  const letter = (offset: number, connector = "sales-sink") => ({
    topic: "sales",
    partition: "0",
    offset: String(offset),
    "connector.name": connector,
  });
  const world: World = {
    config: withLetters,
    events: [
      { key: "a", value: { amount: 1 } },
      { key: "b", value: { amount: "many" } },
      { key: "c", value: "{broken" },
    ],
    rows: { sales: [["a", 1]] },
  };

  it("account for records that are refused, several letters of one record once", async () => {
    const result = await verify({ ...world, letters: [letter(1), letter(2), letter(1)] });
    const { report, letters, outcome } = only(result);
    expect(outcome).toBe("clean");
    expect(report.records).toMatchObject({ read: 3, current: 1, refused: 0, deadLettered: 2 });
    expect(letters).toMatchObject({ read: 3, origins: 2, unexplained: 0 });
  });

  it("that lack are findings", async () => {
    const result = await verify({ ...world, letters: [letter(1), letter(2, "of-another")] });
    const { report, outcome } = only(result);
    expect(outcome).toBe("findings");
    expect(report.records).toMatchObject({ refused: 1, deadLettered: 1 });
    expect(report.refusals.map(({ at }) => at)).toEqual(["sales-0@2"]);
  });

  it("of records that the log cleaner has removed are no findings: nobody knows whether they could be written", async () => {
    const result = await verify({ ...world, cleaned: [1], letters: [letter(1), letter(2)] });
    expect(only(result).letters).toMatchObject({ origins: 2, unexplained: 0 });
  });

  it("of records that can be written are findings, but not of records that were not read", async () => {
    const result = await verify({ ...world, letters: [0, 1, 2, 3, 99].map((offset) => letter(offset)) });
    expect(only(result)).toMatchObject({
      outcome: "findings",
      letters: { unexplained: 1, examples: ["sales-0@0"] },
      report: { verdict: "clean" },
    });
  });

  it("that the broker has deleted, or that do not say whose they are, leave records unjudged", async () => {
    for (const lacking of [{ letters: [letter(1)], lettersLow: 5 }, { letters: [letter(1), {}] }]) {
      const { outcome, report } = only(await verify({ ...world, ...lacking }));
      expect(outcome).toBe("unjudged");
      expect(report.unjudged).toEqual([{ reason: "letters", rows: 0, cells: 0, records: 1 }]);
    }
  });
});

describe("several pipelines", () => {
  it("are judged each: one that cannot be does not hide the others", async () => {
    const world: World = { events: [{ key: "a", value: { amount: 1 } }], rows: { sales: [["a", 2]] } };
    const result = await verify({ ...world, second: { ...config, "value.converter": "com.example.Avro" } });
    expect(result.outcome).toBe("failed");
    expect(result.pipelines.map(({ pipeline, outcome }) => [pipeline, outcome])).toEqual([
      ["sales", "findings"],
      ["second", "failed"],
    ]);
    expect(result.pipelines[1]).toMatchObject({ failure: { where: "value.converter" } });
  });
});

describe("verify table waits for the connector", () => {
  const world: World = { events: [{ key: "a", value: { amount: 1 } }], rows: { sales: [["a", 1]] } };

  it("until everything is carried", async () => {
    expect(only(await verify({ ...world, commits: [0, 0, 1] }, 60_000)).carried.state).toBe("all");
  });

  it("until the deadline, and names partitions that did not move", async () => {
    expect(only(await verify({ ...world, commits: [0] }, 5000)).carried).toEqual({
      state: "still",
      behind: [{ topic: "sales", partition: 0, offset: 0, lag: 1 }],
      unread: [],
    });
  });

  it("not at all for a failed task, whose cause it names", async () => {
    const status: Partial<ConnectorStatus> = {
      tasks: [
        {
          id: 0,
          state: "FAILED",
          workerId: "w",
          trace: "java.lang.Error: no\n\tat x\nCaused by: y.Z: the reason\n",
        },
      ],
    };
    const { carried } = only(await verify({ ...world, commits: [0], status }, 60_000));
    expect(carried).toMatchObject({
      state: "failed",
      cause: expect.stringContaining("the reason") as string,
    });
  });

  it("not at all for a connector that is stopped", async () => {
    const status: Partial<ConnectorStatus> = { connector: { state: "PAUSED", workerId: "w" } };
    expect(only(await verify({ ...world, commits: [0], status }, 60_000)).carried.state).toBe("stopped");
  });

  it("and finds that it is stopped, also where it has carried everything", async () => {
    for (const state of ["PAUSED", "STOPPED"] as const) {
      const halted: World = { ...world, status: { connector: { state, workerId: "w" } } };
      const result = await verify(halted);
      expect(only(result).carried).toEqual({ state: "stopped", behind: [], unread: [] });
      expect(result.outcome).toBe("findings");
      expect((await verify({ ...halted, allowHalted: true })).outcome).toBe("clean");
    }
  });
});

describe("verify table cannot say", () => {
  const cassinkClass = "io.cassink.sink.CassandraSinkConnector";
  const withSchemas = {
    "value.converter": "org.apache.kafka.connect.json.JsonConverter",
    "value.converter.schemas.enable": "true",
  };
  const world: World = { events: [{ key: "a", value: { amount: 1 } }], rows: { sales: [] } };

  it("anything about a table whose rows a record deletes", async () => {
    const mapping = { "topic.sales.shop.sales.mapping": "id=key, amount=value.amount, note=value.note" };
    const deleting = verify({
      ...world,
      config: { ...config, ...mapping, transforms: "" },
      events: [{ key: "a", value: null }],
    });
    await expect(deleting).rejects.toThrow(expect.objectContaining({ where: "sales-0@0" }));
    await expect(deleting).rejects.toThrow(/deletes its row/);
  });

  it.each([
    ["another transform", { "transforms.drop.type": "com.example.Own" }, "transforms.drop.type"],
    ["another converter", { "value.converter": "com.example.Avro" }, "value.converter"],
    ["values with schemas, to the DataStax sink,", withSchemas, "value.converter.schemas.enable"],
    [
      "values with schemas, to a transform,",
      { ...withSchemas, "connector.class": cassinkClass },
      "value.converter.schemas.enable",
    ],
    [
      "values whose schema is elsewhere",
      {
        ...withSchemas,
        "connector.class": cassinkClass,
        transforms: "",
        "value.converter.schema.content": '{"type": "int32"}',
      },
      "value.converter.schemas.enable",
    ],
    ["another sink", { "connector.class": "com.example.Sink" }, "connector.class"],
    ["a broken mapping", { "topic.sales.shop.sales.mapping": "id" }, "sales.yaml"],
  ])("what %s means", async (_, change, where) => {
    const failing = verify({ ...world, config: { ...config, ...change } });
    await expect(failing).rejects.toThrow(InputError);
    await expect(failing).rejects.toThrow(expect.objectContaining({ where }));
  });

  it("what is in a table that is not there", async () => {
    await expect(verify({ ...world, rows: {} })).rejects.toThrow(/no table shop.sales/);
  });
});
