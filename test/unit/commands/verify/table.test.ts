import { describe, expect, it } from "vitest";
import { run, type VerifyTableResult } from "#cli/commands/verify/table.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";
import { InputError } from "#cli/errors.js";
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
  readonly config?: Readonly<Record<string, string>>;
  readonly deployed?: boolean;
  readonly events: readonly Event[];
  /** Events that come after the tables have been read. */
  readonly later?: readonly Event[];
  /** The first offset that the broker has not deleted. */
  readonly low?: number;
  readonly topicConfigs?: Readonly<Record<string, string>>;
  /** Rows by table, as `[id, amount]`. */
  readonly rows: Readonly<Record<string, readonly Row[]>>;
  /** The committed offset, each time it is asked for; the last one from then on. */
  readonly commits?: readonly number[];
  readonly status?: Partial<ConnectorStatus>;
}

async function verify(world: World, wait = 0): Promise<VerifyTableResult> {
  const { low = 0, later = [], events } = world;
  const pipeline: Pipeline = {
    name: "sales",
    description: "",
    file: "sales.yaml",
    topics: [{ name: "sales", partitions: 1, replication: 1, configs: {} }],
    tables: [],
    connector: { name: "sales-sink", config: world.config ?? config },
  };
  const all = [...events, ...later].map(({ key, value, timestamp }, index): KafkaRecord => ({
    partition: 0,
    offset: low + index,
    timestamp: timestamp ?? 1000 + index,
    key: Buffer.from(key),
    value: value === null ? null : Buffer.from(typeof value === "string" ? value : JSON.stringify(value)),
    headers: [],
  }));
  let scanned = false;
  const commits = [...(world.commits ?? [low + events.length])];
  const { context } = fakeContext({
    pipelines: { select: () => Promise.resolve([pipeline]) },
    connect: {
      config: () =>
        Promise.resolve(
          world.deployed === false ? undefined : { topics: "sales", ...(world.config ?? config) },
        ),
      status: () =>
        Promise.resolve({
          name: "sales-sink",
          type: "sink",
          connector: { state: "RUNNING", workerId: "w" },
          tasks: [{ id: 0, state: "RUNNING", workerId: "w" }],
          ...world.status,
        }),
    },
    kafka: {
      bootstrapServers: ["broker:9092"],
      topicNames: () => Promise.resolve(["sales"]),
      describeTopic: (name) =>
        Promise.resolve({ name, partitions: 1, replication: 1, configs: world.topicConfigs ?? {} }),
      topicOffsets: () =>
        Promise.resolve([{ partition: 0, low, high: low + events.length + (scanned ? later.length : 0) }]),
      groupOffsets: (group) => {
        expect(group).toBe("connect-sales-sink");
        const offset = commits.length > 1 ? commits.shift() : commits[0];
        return Promise.resolve([{ partition: 0, offset }]);
      },
      read: ({ ranges, onRecords }) => {
        for (const { from, to } of ranges)
          onRecords(all.filter(({ offset }) => offset >= from && offset < to));
        return Promise.resolve();
      },
    },
    cassandra: {
      describeTable: (_, name) => Promise.resolve(name in world.rows ? table(name) : undefined),
      scan: ({ table: { name }, columns, onRows }) => {
        expect(columns).toEqual(["id", "amount"]);
        onRows(world.rows[name] ?? []);
        scanned = true;
        return Promise.resolve();
      },
    },
  });
  return run({ wait, examples: 5 }, context);
}

const only = (result: VerifyTableResult) => {
  const pipeline = result.pipelines[0];
  const report = pipeline?.tables[0];
  if (pipeline === undefined || report === undefined) throw new Error("no report");
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
    const { report, configFrom, carried } = only(result);
    expect(configFrom).toBe("connector");
    expect(carried.state).toBe("all");
    expect(report.records).toEqual({ read: 3, filtered: 1, refused: 0, superseded: 1 });
    expect(report.findings).toMatchObject({ expected: 1, found: 1 });
    expect(report.unjudged).toEqual([{ column: "note", reason: "not mapped" }]);
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

  it("does not judge rows that records produced meanwhile write to", async () => {
    const result = await verify({
      events: [{ key: "a", value: { amount: 1 } }],
      later: [
        { key: "a", value: { amount: 9 } },
        { key: "n", value: { amount: 9 } },
      ],
      rows: {
        sales: [
          ["a", 9],
          ["n", 9],
        ],
      },
    });
    expect(result.outcome).toBe("clean");
    expect(only(result).report.findings.excused).toBe(2);
  });

  it("does not judge unexpected rows of a topic whose first records are deleted", async () => {
    const result = await verify({
      events: [{ key: "a", value: { amount: 1 } }],
      low: 100,
      rows: {
        sales: [
          ["a", 1],
          ["old", 1],
        ],
      },
    });
    expect(result.outcome).toBe("clean");
    expect(only(result).report).toMatchObject({ deleted: ["sales-0@100"], findings: { unexplained: 1 } });
  });

  it("does not judge unexpected rows of a topic that is compacted", async () => {
    const result = await verify({
      events: [{ key: "a", value: { amount: 1 } }],
      topicConfigs: { "cleanup.policy": "compact,delete" },
      rows: {
        sales: [
          ["a", 1],
          ["old", 1],
        ],
      },
    });
    expect(result.outcome).toBe("clean");
    expect(only(result).report).toMatchObject({ compacted: ["sales"], findings: { unexplained: 1 } });
  });

  it("fills several tables from one topic", async () => {
    const result = await verify({
      config: { ...config, "topic.sales.shop.copy.mapping": "id=key, amount=value.amount" },
      events: [{ key: "a", value: { amount: 1 } }],
      rows: { sales: [["a", 1]], copy: [] },
    });
    expect(result.pipelines[0]?.tables.map(({ table: name, clean }) => `${name} ${String(clean)}`)).toEqual([
      "sales true",
      "copy false",
    ]);
  });

  it("computes from the file's config when there is no connector, and says so", async () => {
    const result = await verify({ deployed: false, events: [], rows: { sales: [] } });
    expect(only(result)).toMatchObject({ configFrom: "file", carried: { state: "not deployed" } });
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
    [
      "reading only committed transactions",
      { "consumer.override.isolation.level": "read_committed" },
      "consumer.override.isolation.level",
    ],
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
