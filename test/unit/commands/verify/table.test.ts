import { describe, expect, it } from "vitest";
import type { PipelineReport } from "#cli/commands/verify/pipeline-report.js";
import { run, type VerifyTableResult } from "#cli/commands/verify/table.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";
import { InputError, ServiceError } from "#cli/errors.js";
import type { Resolution } from "#cli/core/dead-letters/resolution.js";
import { renderVerifyTable } from "#cli/reporters/verify.js";
import { resolutionOf } from "#test/support/fakes/dead-letters.js";
import type { VerifyTableInput } from "#cli/program/verify.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { runningSink } from "#test/support/fakes/running-sink.js";
import type { Row, TableDescription } from "#cli/core/cql/table.js";
import type { ConnectorStatus } from "#cli/core/connect/status.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";
import type { IsolationLevel } from "#cli/core/kafka/topic.js";

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
const table = (name: string, noteAddedAt?: number): TableDescription => ({
  keyspace: "shop",
  name,
  columns: [
    column("id", "text", "partition_key"),
    column("amount", "int"),
    {
      ...column("note", "text"),
      ...(noteAddedAt === undefined ? {} : { added: { at: noteAddedAt, isAnew: false } }),
    },
  ],
});

interface Event {
  readonly key: string;
  /** Of a record that was sent again: the one that it was. */
  readonly replays?: string;
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
  /** When the column `note` was added, in milliseconds; undefined where the tables were made with it. */
  readonly noteAddedAt?: number;
  /** Records behind an open transaction, each time it is looked; the last from then on. */
  readonly open?: readonly number[];
  /** The columns that are read, where they are not id and amount. */
  readonly columns?: readonly string[];
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
  /** What the topic `dead.resolutions` says; undefined for no such topic. */
  readonly resolutions?: readonly KafkaRecord[];
  /** Why the topic of resolutions cannot be read. */
  readonly resolutionsProblem?: Error;
  /** The first letter that the broker has not deleted. */
  readonly lettersLow?: number;
  readonly allowUnjudged?: VerifyTableInput["allowUnjudged"];
  readonly allowHalted?: boolean;
  /** Whether little memory is left. */
  readonly isShort?: boolean;
  /** A second pipeline, of this config. */
  readonly second?: Readonly<Record<string, string>>;
  /** A pipeline before the others whose file cannot be read. */
  readonly unreadable?: { readonly name: string; readonly problem: Error; readonly alone?: boolean };
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
    .map(({ key, value, timestamp, replays }, index): KafkaRecord => ({
      partition: 0,
      offset: low + index,
      timestamp: timestamp ?? 1000 + index,
      key: Buffer.from(key),
      value: value === null ? null : Buffer.from(typeof value === "string" ? value : JSON.stringify(value)),
      headers:
        replays === undefined
          ? []
          : [
              { key: "cassink.replay.origin", value: Buffer.from(replays) },
              { key: "cassink.replay.connector", value: Buffer.from("sales-sink") },
            ],
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
  const open = [...(world.open ?? [0])];
  const hidden = (isolation: IsolationLevel | undefined): number =>
    isolation !== "read_committed" ? 0 : open.length > 1 ? (open.shift() ?? 0) : (open[0] ?? 0);
  const live = (own: Readonly<Record<string, string>>): Record<string, string> => {
    const merged: Record<string, string | undefined> = { topics: "sales", ...own, ...world.live };
    return Object.fromEntries(
      Object.entries(merged).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
  };
  const { context } = fakeContext({
    pipelines: {
      selectEach: () =>
        Promise.resolve([
          ...(world.unreadable === undefined ? [] : [world.unreadable]),
          ...(world.unreadable?.alone === true
            ? []
            : pipelines.map((pipeline) => ({ name: pipeline.name, pipeline, text: "" }))),
        ]),
    },
    memory: { isShort: () => world.isShort === true },
    connect: {
      config: (name) =>
        Promise.resolve(
          world.deployed === false
            ? undefined
            : live(pipelines.find(({ connector }) => connector.name === name)?.connector.config ?? {}),
        ),
      configs: () => Promise.resolve(new Map(Object.entries(world.others ?? {}))),
      status: (name) =>
        name === ".."
          ? Promise.reject(new InputError('Kafka Connect cannot be asked for a connector named ".."'))
          : Promise.resolve({ ...runningSink(name), ...world.status }),
    },
    kafka: {
      bootstrapServers: ["broker:9092"],
      topicNames: () => Promise.resolve(["sales", "dead", ...(world.topics ?? [])]),
      hasTopic: (name) => {
        if (name === "dead.resolutions" && world.resolutionsProblem !== undefined)
          return Promise.reject(world.resolutionsProblem);
        const isThere = name === "dead.resolutions" ? world.resolutions !== undefined : name !== "gone";
        return Promise.resolve(isThere);
      },
      topicOffsets: (topic, isolation) =>
        Promise.resolve([
          topic === "dead"
            ? { partition: 0, low: lettersLow, high: lettersLow + dead.length }
            : topic === "dead.resolutions"
              ? { partition: 0, low: 0, high: world.resolutions?.length ?? 0 }
              : { partition: 0, low, high: high() - hidden(isolation) },
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
            const held = { dead, "dead.resolutions": world.resolutions ?? [] }[topic] ?? records;
            const record = held.find((known) => known.offset === offset);
            if (record !== undefined) onRecords([record]);
          }
        }
        return Promise.resolve();
      },
    },
    cassandra: {
      describeTable: (_, name) =>
        Promise.resolve(name in world.rows ? table(name, world.noteAddedAt) : undefined),
      scan: ({ table: { name }, columns, timed, onRows }) => {
        const wanted = world.columns ?? ["id", "amount"];
        expect([columns, timed]).toEqual([wanted, wanted.slice(1)]);
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
  return run({ wait, examples: 5, consistency: "LOCAL_ONE", ...allowed }, context);
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
      unjudged: 0,
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

describe("an empty value, which no driver tells from a null", () => {
  it("is one where its cell has a write time, and then it is wrong", async () => {
    const result = await verify({
      config: { ...config, transforms: "" },
      events: [{ key: "a", value: { amount: null } }],
      rows: { sales: [["a", null, 1_000_000, null]] },
    });
    expect(result.outcome).toBe("findings");
    const [finding] = only(result).report.findings.examples.different;
    expect(finding?.columns).toMatchObject([{ column: "amount", expected: "null", actual: "(empty)" }]);
    const set = { events: [{ key: "a", value: { amount: 1 } }] };
    const empty = await verify({ ...set, rows: { sales: [["a", null, 1_000_000, null]] } });
    expect(only(empty).report.findings.examples.different).toMatchObject([
      { columns: [{ expected: "1", actual: "(empty)" }] },
    ]);
  });
});

it("verify table says it where the rows do not fit into the memory, instead of being aborted", async () => {
  const long = "x".repeat(100_000);
  const events = Array.from({ length: 20 }, () => ({ key: "a", value: { amount: 1, long } }));
  const world: World = { events, rows: { sales: [["a", 1]] } };
  expect((await verify(world)).outcome).toBe("clean");
  await expect(verify({ ...world, isShort: true })).rejects.toMatchObject({
    message: expect.stringContaining("do not fit into the memory") as string,
    hint: expect.stringContaining("--max-old-space-size") as string,
  });
});

describe("records behind an open transaction", () => {
  const events = ["a", "b", "c"].map((key) => ({ key, value: { amount: 1 } }));
  const committed = { ...config, "consumer.override.isolation.level": "read_committed" };
  const world: World = { config: committed, events, open: [2], commits: [1], rows: { sales: [["a", 1]] } };

  it("are not judged, and counted", async () => {
    const result = await verify(world);
    expect(result.outcome).toBe("unjudged");
    const { report, carried } = only(result);
    expect(carried.state).toBe("all");
    expect(report.records.read).toBe(1);
    expect(report.unjudged).toEqual([{ reason: "transaction", rows: 0, cells: 0, records: 2 }]);
    expect((await verify({ ...world, allowUnjudged: ["transaction"] })).outcome).toBe("clean");
  });

  it("are waited for, and of no weight for a connector that is given them", async () => {
    const sales = events.map(({ key }): Row => [key, 1]);
    const ended: World = { ...world, open: [2, 2, 0], commits: [3], rows: { sales } };
    expect((await verify(ended, 10_000)).outcome).toBe("clean");
    expect((await verify({ ...ended, open: [2], config }, 10_000)).outcome).toBe("clean");
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
    const late = (name: string): Event => ({ key: name, value: { amount: 5 }, timestamp: 9000 });
    const sales: Row[] = [
      ["a", 7, 9_000_000, null],
      ["old", 1],
    ];
    const result = await verify({
      events: [late("b"), late("c"), ...events],
      cleaned: [0],
      rows: { sales: [...sales, ["c", 5]] },
    });
    expect(only(result).report.unjudged).toEqual([{ reason: "compaction", rows: 1, cells: 2, records: 0 }]);
    // Where no record that is left came late, none of those that are lost is taken to be so late.
    const inOrder = await verify({ events: [late("b"), ...events], cleaned: [0], rows: { sales } });
    expect(only(inOrder).report.findings).toMatchObject({ different: 1, faults: { value: 1 } });
  });

  it("explain no value, row or time that is later than they can be", async () => {
    const lossy = async (...sales: Row[]) => only(await verify({ events, low: 100, rows: { sales } }));
    const after = 60_000_000;
    for (const harm of [
      ["a", 6, after, null] as Row,
      ["a", 5, after, null] as Row,
      ["a", 5, after, 100] as Row,
    ]) {
      expect((await lossy(harm)).report.findings).toMatchObject({ different: 1 });
    }
    const unexpected = await lossy(["a", 5], ["z", 1, after, null]);
    expect(unexpected.report.findings).toMatchObject({ unexpected: 1 });
    expect((await lossy(["a", 5], ["z", 1, 1000, null])).report.unjudged).toMatchObject([{ rows: 1 }]);
  });

  it("may have been late DELETEs where records set their times, or come out of order", async () => {
    const mapping = "id=key, amount=value.amount, __timestamp=value.at";
    const timed = await verify({
      config: { ...config, transforms: "", "topic.sales.shop.sales.mapping": mapping },
      events: [
        { key: "a", value: { amount: 1, at: 5 } },
        { key: "b", value: { amount: 1, at: 10 } },
      ],
      low: 100,
      rows: { sales: [] },
    });
    expect(only(timed).report.unjudged).toEqual([{ reason: "retention", rows: 2, cells: 2, records: 0 }]);
    const at = (...times: readonly number[]): World => ({
      events: times.map((timestamp, index) => ({ key: `k${index}`, value: { amount: 1 }, timestamp })),
      low: 100,
      rows: { sales: [] },
    });
    // The second is 6 s late, so a lost one may be as late as 15,000.
    const late = only(await verify(at(9000, 3000, 12_000, 16_000)));
    expect(late.report.findings).toMatchObject({ missing: 1 });
    expect(late.report.unjudged).toMatchObject([{ rows: 3 }]);
    expect(only(await verify(at(9000, 9500, 12_000))).report.findings).toMatchObject({ missing: 2 });
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

  it("that is deployed without the second table of the file is named, and that table's rows are missing", async () => {
    const second = "topic.sales.shop.copy.mapping";
    const result = await verify({
      ...world,
      config: { ...config, [second]: "id=key, amount=value.amount" },
      rows: { sales: [["a", 1]], copy: [] },
      live: { [second]: undefined },
    });
    const { configDifferences, tables } = result.pipelines[0] as PipelineReport;
    expect(configDifferences).toMatchObject([{ key: second, deployed: undefined }]);
    expect(tables.map(({ verdict, findings }) => [verdict, findings.missing])).toEqual([
      ["clean", 0],
      ["findings", 1],
    ]);
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

  it("leaves rows unjudged that may be its, where Connect takes its name in no path", async () => {
    const result = await verify({ events, rows, others: { "..": other } });
    expect(only(result)).toMatchObject({
      outcome: "unjudged",
      otherWriters: { unknown: [{ connector: ".." }] },
    });
  });

  it("whose topic is not there leaves rows unjudged, and the table is judged all the same", async () => {
    const gone = {
      "connector.class": config["connector.class"],
      "key.converter": config["key.converter"],
      "value.converter": config["value.converter"],
      "value.converter.schemas.enable": "false",
      topics: "returns",
      contactPoints: "127.0.0.1",
      "topic.returns.shop.sales.mapping": "id=key, amount=value.amount",
    };
    const result = await verify({ events, rows, others: { gone } });
    expect(only(result)).toMatchObject({
      outcome: "unjudged",
      otherWriters: { unknown: [{ connector: "gone", reason: "its topic returns is not there" }] },
    });
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

  it("of records whose transaction was aborted are no findings: one that read uncommitted records refused them", async () => {
    const config = { ...withLetters, "consumer.override.isolation.level": "read_committed" };
    const letters = [0, 1, 2].map((offset) => letter(offset));
    const result = await verify({ ...world, config, markers: [0], letters, rows: { sales: [] } });
    expect(only(result)).toMatchObject({ outcome: "clean", letters: { origins: 3, unexplained: 0 } });
    const stillRead = await verify({ ...world, config: withLetters, letters });
    expect(only(stillRead)).toMatchObject({ outcome: "findings", letters: { unexplained: 1 } });
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

  /** As they are noted, one after the other; letters have the time 0. */
  const notes = (...of: (Partial<Resolution> & { readonly origin: string })[]): readonly KafkaRecord[] =>
    of.map((each, offset) => ({
      ...resolutionOf({ connector: "sales-sink", time: 0, ...each }),
      offset,
    }));
  const replayed = (origin: string, to: string) => ({ origin, action: "replayed" as const, to, count: 1 });
  const letters = [letter(1), letter(2)];

  it("that wait are said beside the verdict, and those that are resolved are counted apart", async () => {
    const waiting = await verify({ ...world, letters });
    expect(only(waiting)).toMatchObject({
      outcome: "clean",
      letters: { waiting: 2 },
      report: { waitingLetters: 2 },
    });
    expect(renderVerifyTable(waiting, { width: Infinity, color: false })).toContain(
      "shop.sales: clean, and 2 dead letters wait (",
    );
    const events = [...world.events, { key: "b", value: { amount: 7 }, replays: "sales-0@1" }];
    const resolutions = notes(replayed("sales-0@1", "sales-0@3"), { origin: "sales-0@2" });
    const rows = { sales: [["a", 1] as const, ["b", 7] as const] };
    const resolved = await verify({ ...world, events, rows, letters, resolutions });
    expect(only(resolved)).toMatchObject({
      outcome: "clean",
      letters: { waiting: 0, replayed: 1, purged: 1, unproven: 0 },
      report: { waitingLetters: 0, records: { read: 4, current: 2, deadLettered: 2, refused: 0 } },
    });
    const text = renderVerifyTable(resolved, { width: Infinity, color: false });
    expect(text).toContain("shop.sales: clean (");
    expect(text).toContain("has dead letters of 2 records in dead: 1 replayed, 1 purged");
  });

  it("that were sent again have the new record judged as any other", async () => {
    const events = [...world.events, { key: "b", value: { amount: 7 }, replays: "sales-0@1" }];
    const resolutions = notes(replayed("sales-0@1", "sales-0@3"), { origin: "sales-0@2" });
    const missing = only(await verify({ ...world, events, letters, resolutions }));
    expect(missing).toMatchObject({ outcome: "findings", report: { findings: { missing: 1 } } });
    const stillBad = [...world.events, { key: "b", value: { amount: "still" }, replays: "sales-0@1" }];
    const refused = only(await verify({ ...world, events: stillBad, letters, resolutions }));
    expect(refused).toMatchObject({
      outcome: "findings",
      report: { records: { refused: 1, deadLettered: 2 } },
    });
    const again = only(
      await verify({ ...world, events: stillBad, letters: [...letters, letter(3)], resolutions }),
    );
    expect(again).toMatchObject({ outcome: "clean", letters: { waiting: 1 }, report: { waitingLetters: 1 } });
  });

  it("excuse no record by a note without a letter", async () => {
    const resolutions = notes({ origin: "sales-0@2" }, replayed("sales-0@1", "sales-0@0"));
    const result = only(await verify({ ...world, resolutions, letters: [letter(1)] }));
    expect(result).toMatchObject({
      outcome: "findings",
      letters: { origins: 1, waiting: 1, purged: 0 },
      report: { records: { refused: 1, deadLettered: 1 } },
    });
    expect(result.report.refusals.map(({ at }) => at)).toEqual(["sales-0@2"]);
  });

  it.each([
    ["where no record is", "sales-0@9"],
    ["where another record is", "sales-0@0"],
    ["in a topic that is gone", "gone-0@0"],
    ["at no place", "everywhere"],
  ])("wait when they are noted as sent to a place %s", async (_, to) => {
    const result = await verify({ ...world, letters, resolutions: notes(replayed("sales-0@1", to)) });
    expect(only(result)).toMatchObject({
      letters: { waiting: 2, replayed: 0, unproven: 1, unprovenExamples: ["sales-0@1"] },
      report: { waitingLetters: 2 },
    });
    expect(renderVerifyTable(result, { width: Infinity, color: false })).toContain(
      "has 1 record that dead.resolutions says to be sent again, and not where it says, as of sales-0@1",
    );
  });

  it.each([
    ["of another connector", { connector: "of-another" }],
    ["of a record of another time at the place", { time: 1 }],
  ])("wait when the note is %s", async (_, of) => {
    const resolutions = notes({ origin: "sales-0@1", ...of }, { origin: "sales-0@2", ...of });
    expect(only(await verify({ ...world, letters, resolutions }))).toMatchObject({
      letters: { waiting: 2, purged: 0 },
      report: { waitingLetters: 2 },
    });
  });

  it("of records that can be written are no findings once they are resolved, and missing rows are", async () => {
    const writable = { ...world, letters: [...letters, letter(0)] };
    expect(only(await verify(writable)).outcome).toBe("findings");
    const purged = notes({ origin: "sales-0@0" });
    expect(only(await verify({ ...writable, resolutions: purged }))).toMatchObject({
      outcome: "clean",
      letters: { unexplained: 0, waiting: 2 },
    });
    const quarantined = notes({ origin: "sales-0@0", action: "quarantined" });
    expect(only(await verify({ ...writable, resolutions: quarantined }))).toMatchObject({
      outcome: "findings",
      letters: { unexplained: 1, quarantined: 1 },
    });
    const unproven = notes(replayed("sales-0@0", "sales-0@1"));
    expect(only(await verify({ ...writable, resolutions: unproven })).outcome).toBe("findings");
    const missing = only(await verify({ ...writable, resolutions: purged, rows: { sales: [] } }));
    expect(missing).toMatchObject({ outcome: "findings", report: { findings: { missing: 1 } } });
  });

  it("all wait where the user may not read what became of them", async () => {
    const resolutionsProblem = new ServiceError("Kafka", "the user lacks READ");
    const result = await verify({ ...world, letters, resolutionsProblem });
    expect(only(result)).toMatchObject({ letters: { waiting: 2, statesUnknown: "the user lacks READ" } });
    expect(renderVerifyTable(result, { width: Infinity, color: false })).toContain(
      "cannot say what has become of them",
    );
  });
});

describe("several pipelines", () => {
  const world: World = { events: [{ key: "a", value: { amount: 1 } }], rows: { sales: [["a", 2]] } };

  it("whose file is broken does not hide the others", async () => {
    const problem = new InputError("there is no key topcis", { where: "broken.yaml:3:1", hint: "topics?" });
    const result = await verify({ ...world, unreadable: { name: "broken", problem } });
    expect(result.outcome).toBe("failed");
    expect(result.pipelines).toMatchObject([
      {
        pipeline: "broken",
        outcome: "failed",
        failure: { message: "there is no key topcis", where: "broken.yaml:3:1", hint: "topics?" },
      },
      { pipeline: "sales", outcome: "findings" },
    ]);
  });

  it("are an error as a whole where the only one is broken", async () => {
    const problem = new InputError("there is no key topcis");
    await expect(verify({ ...world, unreadable: { name: "broken", problem, alone: true } })).rejects.toBe(
      problem,
    );
  });

  it("are judged each: one that cannot be does not hide the others", async () => {
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
    expect(only(await verify({ ...world, commits: [0] }, 12_000)).carried).toEqual({
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

describe("a record that a transform refuses", () => {
  const dated = {
    ...config,
    "errors.tolerance": "all",
    "errors.deadletterqueue.topic.name": "dead",
    transforms: "at",
    "transforms.at.type": "org.apache.kafka.connect.transforms.TimestampConverter$Value",
    "transforms.at.field": "amount",
    "transforms.at.format": "d.M.y",
    "transforms.at.target.type": "unix",
    "transforms.at.unix.precision": "seconds",
  };
  const at = (day: string): { amount: string } => ({ amount: day });
  const world: World = {
    config: dated,
    events: [
      { key: "a", value: at("2.1.1970") },
      { key: "b", value: at("3.1.1970") },
      { key: "b", value: at("tomorrow") },
    ],
    rows: {
      sales: [
        ["a", 86_400],
        ["b", 172_800],
      ],
    },
  };

  it("is lost where there is no letter of it, and else accounted for; it writes nothing", async () => {
    const letters = [{ topic: "sales", partition: "0", offset: "2", "connector.name": "sales-sink" }];
    const dead = only(await verify({ ...world, letters }));
    expect(dead.outcome).toBe("clean");
    expect(dead.report.records).toMatchObject({ current: 2, refused: 0, deadLettered: 1, unjudged: 0 });
    const lost = only(await verify(world));
    expect(lost.outcome).toBe("findings");
    expect(lost.report.records).toMatchObject({ refused: 1 });
    expect(lost.report.findings.rows).toEqual({ right: 2, wrong: 0, unjudged: 0 });
  });

  it("leaves its row alone unjudged, where it is up to the worker whether it is refused", async () => {
    const events = [...(world.events.slice(0, 2) as World["events"]), { key: "b", value: at("1.1.39") }];
    const { outcome, report } = only(await verify({ ...world, events }));
    expect(outcome).toBe("unjudged");
    expect(report.records).toMatchObject({ current: 2, refused: 0, unjudged: 1 });
    expect(report.findings.rows).toEqual({ right: 1, wrong: 0, unjudged: 1 });
  });
});

describe("a record of which it cannot be said what it writes", () => {
  const flat = {
    ...config,
    transforms: "flat",
    "transforms.flat.type": "org.apache.kafka.connect.transforms.Flatten$Value",
    "transforms.flat.delimiter": "_",
    "topic.sales.shop.sales.mapping": "id=value.i_d, amount=value.amount",
  };
  // Two fields get one name, and which of them stays depends on a hash table of Java's.
  const twice = { i_d: "p", i: { d: "q" }, amount: 9 };
  const around: World = {
    config: flat,
    events: [
      { key: "", value: { i_d: "a", amount: 1 } },
      { key: "", value: twice },
      { key: "", value: { i_d: "b", amount: 2 } },
    ],
    rows: {
      sales: [
        ["a", 1],
        ["b", 2],
      ],
    },
  };
  const unpredictable = (rows: number, cells: number, records = 1) => [
    { reason: "unpredictable", rows, cells, records },
  ];

  it("is counted and named, and what may be its is not judged: any cell up to its time", async () => {
    const { report, outcome } = only(await verify(around));
    expect(outcome).toBe("unjudged");
    expect(report.records).toMatchObject({ read: 3, current: 2, refused: 0, unjudged: 1 });
    expect(report.unjudgedRecords).toMatchObject([{ at: "sales-0@1" }]);
    expect(report.unjudged).toEqual(unpredictable(0, 1));
    expect(report.findings.cells).toEqual({ right: 1, wrong: 0, unjudged: 1 });
    expect((await verify({ ...around, allowUnjudged: ["unpredictable"] })).outcome).toBe("clean");
  });

  it("excuses no cell that a later record has set", async () => {
    const wrong = await verify({ ...around, rows: { sales: [["b", 3]] } });
    expect(only(wrong)).toMatchObject({ outcome: "findings" });
    expect(only(wrong).report.findings).toMatchObject({ missing: 0, different: 1 });
    expect(only(wrong).report.unjudged).toEqual(unpredictable(1, 1));
    const missing = await verify({ ...around, rows: { sales: [["a", 1]] } });
    expect(only(missing).report.findings).toMatchObject({ missing: 1 });
  });

  it("may have made a row that no other record explains", async () => {
    const rows = {
      sales: [
        ["b", 2],
        ["q", 9],
      ],
    };
    const { report, outcome } = only(await verify({ ...around, rows }));
    expect(outcome).toBe("unjudged");
    expect(report.findings).toMatchObject({ unexpected: 0, missing: 0 });
    expect(report.unjudged).toEqual(unpredictable(2, 2));
  });

  it("is so for its key, too", async () => {
    const { report, outcome } = only(
      await verify({
        ...around,
        config: {
          ...config,
          transforms: "",
          "topic.sales.shop.sales.mapping": "id=value.id, amount=value.amount",
        },
        events: [
          { key: "", value: { id: "a", amount: 1 } },
          { key: "", value: { id: { b: 1, a: 2 }, amount: 1 } },
          { key: "", value: { id: "b", amount: 2 } },
        ],
      }),
    );
    expect(outcome).toBe("unjudged");
    expect(report.records).toMatchObject({ current: 2, unjudged: 1 });
    expect(report.unjudged).toEqual(unpredictable(0, 1));
  });

  it("may be a dead letter, which is no finding", async () => {
    const letters = [{ topic: "sales", partition: "0", offset: "1", "connector.name": "sales-sink" }];
    const dead = { "errors.tolerance": "all", "errors.deadletterqueue.topic.name": "dead" };
    const result = await verify({ ...around, config: { ...flat, ...dead }, letters });
    expect(only(result)).toMatchObject({ outcome: "unjudged", letters: { unexplained: 0 } });
  });

  it("that comes while the table is read excuses what differs by then", async () => {
    const world: World = {
      ...around,
      events: [{ key: "", value: { i_d: "a", amount: 1 } }],
      later: [{ key: "", value: twice }],
      rows: { sales: [["a", 5]] },
    };
    const { report, outcome } = only(await verify(world));
    expect(outcome).toBe("unjudged");
    expect(report.unjudged).toMatchObject([{ reason: "unpredictable", cells: 1 }]);
    expect((await verify({ ...world, later: [] })).outcome).toBe("findings");
  });

  it("leaves its row alone unjudged, where the unpredictable transform is not the key's", async () => {
    const mapping = { "topic.sales.shop.sales.mapping": "id=key, amount=value.amount" };
    const events = [
      { key: "a", value: { amount: 1 } },
      { key: "b", value: { amount: 2 } },
      { key: "b", value: twice },
    ];
    const { report, outcome } = only(
      await verify({ ...around, config: { ...flat, ...mapping }, events, rows: { sales: [["a", 1]] } }),
    );
    expect(outcome).toBe("unjudged");
    expect(report.records).toMatchObject({ current: 2, unjudged: 1 });
    expect(report.findings.rows).toEqual({ right: 1, wrong: 0, unjudged: 1 });
    expect(report.unjudged).toEqual(unpredictable(1, 1));
  });

  it.each([
    ["gone", [["b", 2]], 1],
    ["left", around.rows["sales"] ?? [], 0],
    [
      "with another value",
      [
        ["a", 4],
        ["b", 2],
      ],
      0,
    ],
  ] as const)("as the DataStax sink's DELETE, leaves its row alone unjudged: %s", async (_, sales, gone) => {
    const world: World = {
      config: {
        ...config,
        transforms: "",
        "topic.sales.shop.sales.mapping": "id=key, amount=value.amount, note=value.note",
      },
      events: [
        { key: "a", value: { amount: 1, note: null } },
        { key: "b", value: { amount: 2, note: null } },
        { key: "a", value: null },
      ],
      rows: { sales: sales.map(([id, amount]) => [id ?? null, amount ?? null, null, null, null]) },
      columns: ["id", "amount", "note"],
    };
    const { report, outcome } = only(await verify(world));
    expect(outcome).toBe("unjudged");
    expect(report.records).toMatchObject({ read: 3, current: 2, deleted: 0, unjudged: 1 });
    expect(report.unjudged).toEqual(unpredictable(gone, 2));
    expect(report.findings).toMatchObject({ rows: { right: 1, wrong: 0, unjudged: 1 } });
    const other = { sales: [["b", 3, null, null, null]] };
    expect((await verify({ ...world, rows: other })).outcome).toBe("findings");
  });
});

describe("a column that was added to a table", () => {
  const { "topic.sales.shop.sales.mapping": mapping, ...without } = {
    "connector.class": "io.cassink.sink.CassandraSinkConnector",
    "key.converter": "org.apache.kafka.connect.storage.StringConverter",
    "value.converter": "org.apache.kafka.connect.json.JsonConverter",
    "value.converter.schemas.enable": "false",
    "topic.sales.shop.sales.mapping": "id=key, amount=value.amount",
  };
  const mapped = { ...without, "topic.sales.shop.sales.mapping": mapping };
  const noteAddedAt = 5_000_000;
  const later = noteAddedAt + 60_000;
  const put = (amount: number | null, id = "a"): Event => ({ key: id, value: { amount } });
  const gone: World = { config: mapped, noteAddedAt, events: [put(5), put(null)], rows: { sales: [] } };
  const judged = async (world: World) => {
    const { outcome, report } = only(await verify(world));
    const { missing, different, unexpected } = report.findings;
    return { outcome, unjudged: report.unjudged, wrong: [missing, different, unexpected] };
  };
  const unjudged = (rows: number, cells: number) => ({
    outcome: "unjudged",
    unjudged: [{ reason: "schema", rows, cells, records: 0 }],
    wrong: [0, 0, 0],
  });
  const findings = (...wrong: number[]) => ({ outcome: "findings", unjudged: [], wrong });

  it("excuses a row that a record of before, without a value, would have deleted", async () => {
    expect(await judged(gone)).toMatchObject(unjudged(1, 1));
    const tombstone = { ...gone, events: [put(5), { key: "a", value: null }] };
    expect(await judged(tombstone)).toMatchObject(unjudged(1, 1));
    const again = { ...gone, events: [], later: gone.events };
    expect(await judged({ ...again, rows: { sales: [["a", 5]] }, again: {} })).toMatchObject({
      wrong: [0, 0, 0],
    });
  });

  it("excuses the cells that such a record would have ended, and none that a later one sets", async () => {
    const anew = { ...gone, events: [put(5), put(null), { key: "a", value: {} }] };
    expect(await judged({ ...anew, rows: { sales: [["a", null]] } })).toMatchObject(unjudged(0, 1));
    const nulled = { ...gone, rows: { sales: [["a", null] as Row] } };
    expect(await judged(nulled)).toMatchObject(unjudged(0, 1));
    const set = { ...gone, events: [...gone.events, put(7)] };
    expect(await judged({ ...set, rows: { sales: [["a", null]] } })).toMatchObject(findings(0, 1, 0));
    expect(await judged(set)).toMatchObject(findings(1, 0, 0));
  });

  it("excuses nothing that a record after it does, and nothing where a table was made with it", async () => {
    const after = { ...gone, events: [put(5), { ...put(null), timestamp: later }] };
    expect(await judged(after)).toMatchObject(findings(1, 0, 0));
    const made: World = { config: mapped, events: gone.events, rows: gone.rows };
    expect(await judged(made)).toMatchObject(findings(1, 0, 0));
  });

  it("leaves nothing unjudged where the table is as the records say", async () => {
    expect(await judged({ ...gone, rows: { sales: [["a", 5]] } })).toMatchObject({ outcome: "clean" });
  });

  it("explains no other value, no row that is too much, and no row without such a record", async () => {
    const more: Row[] = [
      ["a", 5],
      ["b", 1],
    ];
    for (const rows of [[["a", 6]], more] as Row[][]) {
      expect(await judged({ ...gone, rows: { sales: rows } })).toMatchObject({ outcome: "findings" });
    }
    for (const events of [[put(5)], [put(5), put(null, "b")]]) {
      expect(await judged({ ...gone, events })).toMatchObject({ outcome: "findings" });
    }
    const config = { ...mapped, "topic.sales.shop.sales.deletesEnabled": "false" };
    expect(await judged({ ...gone, config })).toMatchObject(findings(1, 0, 0));
  });

  describe("to one without a mapping", () => {
    const ids = ["a", "b", "c"];
    const sold = (key: string, at: number): Event => ({
      key,
      value: { id: key, amount: 5, note: "q" },
      timestamp: at < 2 ? 1000 : later,
    });
    const unmapped: World = {
      config: { ...without, "topic.sales.shop.sales.deletesEnabled": "true" },
      noteAddedAt,
      events: ids.map(sold),
      rows: {},
      columns: ["id", "amount", "note"],
    };
    const world = (...rows: Row[]): World => ({ ...unmapped, rows: { sales: rows } });

    it("excuses the cells of records of before", async () => {
      const one = world(["a", 5, null], ["b", 5, "q"], ["c", 5, "q"]);
      expect(await judged(one)).toMatchObject(unjudged(0, 1));
      const both = world(["a", 5, null], ["b", 5, null], ["c", 5, "q"]);
      expect(await judged(both)).toMatchObject(unjudged(0, 2));
    });

    it("excuses none of later ones, no other value, and no column that the table was made with", async () => {
      const after = world(["a", 5, "q"], ["b", 5, "q"], ["c", 5, null]);
      expect(await judged(after)).toMatchObject(findings(0, 1, 0));
      const other = world(["a", 5, "x"], ["b", 5, "q"], ["c", 5, "q"]);
      expect(await judged(other)).toMatchObject(findings(0, 1, 0));
      const made = world(["a", null, "q"], ["b", 5, "q"], ["c", 5, "q"]);
      expect(await judged(made)).toMatchObject(findings(0, 1, 0));
      const two = await judged(world(["a", 6, null], ["b", 5, "q"], ["c", 5, "q"]));
      expect(two).toMatchObject({ outcome: "findings", unjudged: [{ reason: "schema", cells: 1 }] });
    });

    it("excuses a row that a record of nulls alone deleted before the column was there", async () => {
      const nulls: Event = { key: "a", value: { id: "a", amount: null } };
      const ended = { ...unmapped, events: [{ key: "a", value: { id: "a", amount: 5 } }, nulls] };
      expect(await judged({ ...ended, rows: { sales: [] } })).toMatchObject(unjudged(1, 2));
    });

    it("is nothing where each column is mapped", async () => {
      const all = { "topic.sales.shop.sales.mapping": "id=key, amount=value.amount, note=value.note" };
      const found = world(["a", 5, null], ["b", 5, "q"], ["c", 5, "q"]);
      expect(await judged({ ...found, config: { ...without, ...all } })).toMatchObject(findings(0, 1, 0));
    });
  });
});

describe("verify table cannot say", () => {
  const cassinkClass = "io.cassink.sink.CassandraSinkConnector";
  const withSchemas = {
    "value.converter": "org.apache.kafka.connect.json.JsonConverter",
    "value.converter.schemas.enable": "true",
  };
  const world: World = { events: [{ key: "a", value: { amount: 1 } }], rows: { sales: [] } };

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
    [
      "headers without a schema, to the DataStax sink,",
      {
        "topic.sales.shop.sales.mapping": "id=key, amount=header.amount",
        "header.converter": "org.apache.kafka.connect.json.JsonConverter",
        "header.converter.schemas.enable": "false",
      },
      "header.converter.schemas.enable",
    ],
    ["another sink", { "connector.class": "com.example.Sink" }, "connector.class"],
    ["a date pattern that is broken", { "topic.sales.codec.date": "yyyy]" }, "sales.yaml"],
    ["a broken mapping", { "topic.sales.shop.sales.mapping": "id" }, "sales.yaml"],
  ])("what %s means", async (_, change, where) => {
    const failing = verify({ ...world, config: { ...config, ...change } });
    await expect(failing).rejects.toThrow(InputError);
    await expect(failing).rejects.toThrow(expect.objectContaining({ where }));
  });

  it("nothing where a bracket of a pattern is not closed: Java closes it", async () => {
    const result = await verify({ ...world, config: { ...config, "topic.sales.codec.date": "[" } });
    expect(result.outcome).toBe("findings");
  });

  it("what is in a table that is not there", async () => {
    await expect(verify({ ...world, rows: {} })).rejects.toThrow(/no table shop.sales/);
  });
});
