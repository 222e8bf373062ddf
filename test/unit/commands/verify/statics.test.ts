import { describe, expect, it } from "vitest";
import { run, type VerifyTableResult } from "#cli/commands/verify/table.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { Row, TableDescription } from "#cli/core/cql/table.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { runningSink } from "#test/support/fakes/running-sink.js";

/* A table (id, c, s static, a) whose partitions share s. */

const config = {
  "connector.class": "io.cassink.sink.CassandraSinkConnector",
  "key.converter": "org.apache.kafka.connect.storage.StringConverter",
  "value.converter": "org.apache.kafka.connect.storage.StringConverter",
  topics: "t",
  "topic.t.k.t.mapping": "id=value.id, c=value.c, s=value.s, a=value.a",
};
const kinds = { id: "partition_key", c: "clustering", s: "static", a: "regular" } as const;
const description: TableDescription = {
  keyspace: "k",
  name: "t",
  columns: Object.entries(kinds).map(([name, kind]) => {
    const typeText = name === "id" ? "text" : "int";
    return { name, typeText, type: parseCqlType(typeText), kind, position: 0, clusteringOrder: "none" };
  }),
};
/** Milliseconds since the Unix epoch; the write times of the records are 1000 times this, and what is counted. */
const time = 1_700_000_000_000;

interface World {
  /** Without the mapping of s, which is then not read. */
  readonly mapsNoStatic?: boolean;
  /** All of one millisecond. */
  readonly records: readonly object[];
  /** `[id, c, a, write time of a, its time to live]` */
  readonly rows: readonly Row[];
  /** `[id, s, write time of s, its time to live]` */
  readonly partitions: readonly Row[];
  /** Records that come after the table was read. */
  readonly later?: readonly object[];
  /** The partition when it is read again. */
  readonly again?: Row;
}

async function verify({
  records,
  rows,
  partitions,
  later = [],
  again,
  ...world
}: World): Promise<VerifyTableResult> {
  const mapping = world.mapsNoStatic === true ? "id=value.id, c=value.c, a=value.a" : undefined;
  const settings = mapping === undefined ? config : { ...config, "topic.t.k.t.mapping": mapping };
  let isRead = false;
  const log = [...records, ...later].map((value, offset): KafkaRecord => ({
    partition: 0,
    offset,
    timestamp: time,
    key: null,
    value: Buffer.from(JSON.stringify(value)),
    headers: [],
  }));
  const high = (): number => (isRead ? log.length : records.length);
  const pipeline = {
    name: "p",
    description: "",
    file: "p",
    topics: [],
    tables: [],
    connector: { name: "p", config: settings },
  };
  const { context } = fakeContext({
    pipelines: { select: () => Promise.resolve([pipeline]) },
    connect: {
      config: () => Promise.resolve(settings),
      configs: () => Promise.resolve(new Map()),
      status: (name) => Promise.resolve(runningSink(name)),
    },
    kafka: {
      topicNames: () => Promise.resolve(["t"]),
      topicOffsets: () => Promise.resolve([{ partition: 0, low: 0, high: high() }]),
      groupOffsets: () => Promise.resolve([{ partition: 0, offset: high() }]),
      read: ({ ranges, onRecords }) => {
        for (const { from, to } of ranges) onRecords(log.slice(from, to));
        return Promise.resolve();
      },
    },
    cassandra: {
      describeTable: () => Promise.resolve(description),
      scan: ({ onRows, distinct, columns }) => {
        expect(columns).toEqual(distinct === true ? ["id", "s"] : ["id", "c", "a"]);
        onRows(distinct === true ? partitions : rows);
        isRead = true;
        return Promise.resolve();
      },
      rows: ({ keys }) => Promise.resolve(keys.map(() => again)),
    },
  });
  return run({ wait: 0, examples: 10, consistency: "LOCAL_ONE", allowHalted: false }, context);
}

const at = time * 1000;
const records = [
  { id: "x", c: 1, s: 5, a: 1 },
  { id: "x", c: 2, s: 6, a: 2 },
  { id: "y", c: 1, a: 3 },
];
const rows: readonly Row[] = [
  ["x", 1, 1, at, null],
  ["x", 2, 2, at + 1, null],
  ["y", 1, 3, at, null],
];
const statics = (result: VerifyTableResult) => result.pipelines[0]?.tables[0]?.statics;

/* A partition with static columns alone is read as a row of nulls. */
const bare = (id: string): Row => [id, null, null, null, null];

describe("a partition that is there for static columns which are not mapped", () => {
  it.each([
    ["of which none is", true],
    ["beside one that is", false],
  ])("is unexpected where no record names it: %s", async (_, mapsNoStatic) => {
    const partitions = [["x", 6, at + 1, null] as const, ["other", null, null, null] as const];
    const world = { records, partitions: partitions.map((row): Row => [...row]), mapsNoStatic };
    const result = await verify({ ...world, rows: [...rows, bare("other")] });
    const table = result.pipelines[0]?.tables[0];
    expect(result.outcome).toBe("findings");
    const found = mapsNoStatic ? table?.findings : table?.statics;
    expect(found).toMatchObject({ unexpected: 1, examples: { unexpected: [{ key: "id='other'" }] } });
    expect((mapsNoStatic ? table?.statics : table?.findings)?.unexpected ?? 0).toBe(0);
  });

  it("is right where a record names it, also one that is deleted, or that comes meanwhile", async () => {
    const named = [{ id: "other", c: 1, a: 1 }];
    const world = {
      partitions: [["x", 6, at + 1, null] as Row, ["other", null, null, null] as Row],
      rows: [...rows, bare("other")],
    };
    const deleted = [...records, ...named, { id: "other", c: 1, s: null, a: null }];
    expect((await verify({ ...world, records: deleted })).outcome).toBe("clean");
    const table = (await verify({ ...world, records, later: named })).pipelines[0]?.tables[0];
    expect(table?.statics?.found).toBe(1);
    expect([table?.findings.unexpected, table?.statics?.unexpected]).toEqual([0, 0]);
  });
});

describe("static columns", () => {
  it("hold what the last record of the partition sets, whichever its row", async () => {
    const result = await verify({
      records,
      rows,
      partitions: [
        ["x", 6, at + 1, null],
        ["y", null, null, null],
      ],
    });
    expect(statics(result)).toMatchObject({ found: 1, cells: { right: 1, wrong: 0, unjudged: 0 } });
    expect(result.outcome).toBe("clean");
  });

  it.each([
    ["altered", 7, at + 1, null, "value"],
    ["of an earlier record", 5, at + 1, null, "value"],
    ["nulled", null, null, null, "value"],
    ["stamped in the future", 6, at + 5_000_000, null, "write time"],
    ["given a time to live", 6, at + 1, 600, "time to live"],
  ] as const)("are named when they are %s", async (_, value, writeTime, timeToLive, fault) => {
    const result = await verify({ records, rows, partitions: [["x", value, writeTime, timeToLive]] });
    expect(result.outcome).toBe("findings");
    expect(statics(result)?.examples.different).toMatchObject([
      { key: "id='x'", at: "t-0@1", columns: [{ column: "s", fault }] },
    ]);
  });

  it("are named when their partition is gone, or has no record", async () => {
    const gone = await verify({ records, rows, partitions: [] });
    expect(statics(gone)?.examples.different).toMatchObject([{ key: "id='x'" }]);
    const more = await verify({
      records,
      rows,
      partitions: [
        ["x", 6, at + 1, null],
        ["nobody", 1, 1, null],
      ],
    });
    expect(statics(more)?.examples.unexpected).toEqual([{ key: "id='nobody'" }]);
    expect([gone.outcome, more.outcome]).toEqual(["findings", "findings"]);
  });

  it("stay when their rows are deleted", async () => {
    const deleted = [...records, { id: "x", c: 1, s: null, a: null }, { id: "x", c: 2, s: null, a: null }];
    const result = await verify({
      records: deleted,
      rows: rows.slice(2),
      partitions: [["x", 6, at + 1, null]],
    });
    expect(result.outcome).toBe("clean");
  });

  it("are read again where records set them meanwhile", async () => {
    const later = [{ id: "x", c: 3, s: 9 }];
    const world = { records, rows, partitions: [["x", 9, at + 2, null]], later };
    const settled = await verify({ ...world, again: ["x", 9, at + 2, null] });
    expect(statics(settled)?.different).toBe(0);
    const wrong = await verify({ ...world, again: ["x", 8, at + 2, null] });
    expect(statics(wrong)?.different).toBe(1);
  });
});
