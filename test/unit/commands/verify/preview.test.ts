import { describe, expect, it } from "vitest";
import { type ConnectorPreviewResult, run } from "#cli/commands/verify/preview.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { TableDescription } from "#cli/core/cql/table.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";
import type { StartingPoint } from "#cli/core/kafka/starting-point.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";
import { UsageError } from "#cli/errors.js";
import { renderPreview } from "#cli/reporters/preview.js";
import { fakeContext } from "#test/support/fakes/context.js";

const time = Date.UTC(2026, 0, 1);
const columns = (
  [
    ["id", "text", "partition_key"],
    ["amount", "int", "regular"],
    ["made", "timeuuid", "regular"],
  ] as const
).map(([name, typeText, kind]) => ({
  name,
  typeText,
  type: parseCqlType(typeText),
  kind,
  position: kind === "regular" ? -1 : 0,
  clusteringOrder: "none" as const,
}));
const table: TableDescription = { keyspace: "shop", name: "sales", columns };

interface Sent {
  readonly key?: string | null;
  readonly value: unknown;
  readonly timestamp?: number;
  readonly partition?: number;
}

interface World {
  readonly config?: Readonly<Record<string, string>>;
  /** In the order of their offsets in each partition. */
  readonly records: readonly Sent[];
  readonly low?: number;
  readonly live?: Readonly<Record<string, string>>;
  /** Offsets of partition 0 without a record. */
  readonly cleaned?: readonly number[];
  readonly count?: number;
  readonly from?: StartingPoint;
  readonly table?: TableDescription;
  /** The bind variables of a query, with their types; the first is the partition key. */
  readonly variables?: readonly (readonly [name: string, type: string])[];
}

const bytes = (text: string): Uint8Array => Buffer.from(text);

async function previewed(world: World): Promise<ConnectorPreviewResult & { readonly offsetsRead: number }> {
  const { records, low = 0, live, cleaned = [], count = 50, from = { kind: "earliest" } } = world;
  const pipeline: Pipeline = {
    name: "sales",
    description: "",
    file: "sales.yaml",
    topics: [{ name: "sales", partitions: 2, replication: 1, configs: {} }],
    tables: [],
    connector: {
      name: "sales",
      config: {
        "connector.class": "io.cassink.sink.CassandraSinkConnector",
        "key.converter": "org.apache.kafka.connect.storage.StringConverter",
        "value.converter": "org.apache.kafka.connect.json.JsonConverter",
        "value.converter.schemas.enable": "false",
        "topic.sales.shop.sales.mapping": "id=key, amount=value.amount",
        ...world.config,
      },
    },
  };
  const log = [0, 1].map((partition) => {
    const found: KafkaRecord[] = [];
    let offset = low;
    for (const sent of records.filter((each) => (each.partition ?? 0) === partition)) {
      while (partition === 0 && cleaned.includes(offset)) offset++;
      const { key = "a", value, timestamp = time } = sent;
      found.push({
        partition,
        offset: offset++,
        timestamp,
        key: key === null ? null : bytes(key),
        value: value === null ? null : bytes(typeof value === "string" ? value : JSON.stringify(value)),
        headers: [],
      });
    }
    return { found, partition, low, high: offset };
  });
  let offsetsRead = 0;
  const { context } = fakeContext({
    pipelines: { select: () => Promise.resolve([pipeline]), names: () => Promise.resolve(["sales"]) },
    connect: { config: () => Promise.resolve(live) },
    cassandra: {
      describeTable: () => Promise.resolve(world.table ?? table),
      variables: () =>
        Promise.resolve(
          (world.variables ?? []).map(([name, type], index) => ({
            name,
            type: parseCqlType(type),
            isOfPartitionKey: index === 0,
          })),
        ),
    },
    kafka: {
      hasTopic: () => Promise.resolve(true),
      topicOffsets: () => Promise.resolve(log.map(({ partition, high }) => ({ partition, low, high }))),
      read: ({ ranges, onRecords }) => {
        for (const { partition, from: first, to } of ranges) {
          offsetsRead += Math.max(0, to - first);
          const some = log[partition]?.found.filter(({ offset }) => offset >= first && offset < to) ?? [];
          if (some.length > 0) onRecords(some);
        }
        return Promise.resolve();
      },
    },
  });
  return { ...(await run({ records: count, from }, context)), offsetsRead };
}

const recordsOf = (result: ConnectorPreviewResult) => result.pipelines[0]?.topics[0]?.records ?? [];
const only = async (world: World) => recordsOf(await previewed(world)).map(({ tables }) => tables[0]);

describe("connector preview", () => {
  it("shows a row with its write time, and counts the records of a row and millisecond", async () => {
    const result = await previewed({ records: [{ value: { amount: 1 } }, { value: { amount: 2 } }] });
    expect(result.outcome).toBe("clean");
    expect(recordsOf(result)).toEqual([
      {
        at: "sales-0@0",
        partition: 0,
        offset: 0,
        timestamp: time,
        key: "a",
        tables: [
          {
            table: "shop.sales",
            becomes: "insert",
            columns: [
              { name: "id", value: "'a'" },
              { name: "amount", value: "1" },
            ],
            writeTime: 1000 * time,
            writeTimeIs: "exact",
          },
        ],
      },
      expect.objectContaining({ at: "sales-0@1" }),
    ]);
    expect(recordsOf(result)[1]?.tables[0]).toMatchObject({ writeTime: 1000 * time + 1 });
  });

  it("names what is refused, filtered or deleted, and shows each in text", async () => {
    const config = {
      transforms: "drop",
      "transforms.drop.type": "org.apache.kafka.connect.transforms.Filter",
      "transforms.drop.predicate": "isDrop",
      predicates: "isDrop",
      "predicates.isDrop.type": "io.cassink.transforms.FieldMatches",
      "predicates.isDrop.field": "value.store",
      "predicates.isDrop.equals": "drop",
      "topic.sales.shop.sales.mapping": "id=key, amount=value.amount, made=value.made, __ttl=value.ttl",
    };
    const records = [
      { value: { amount: "many" } },
      { value: "{" },
      { key: null, value: { amount: 1 } },
      { value: { amount: 1, store: "drop" } },
      { value: null },
      { value: { amount: 1, ttl: 60 } },
    ];
    const result = await previewed({ config, records });
    expect(result.outcome).toBe("findings");
    const text = renderPreview(result, { width: 200, color: false });
    expect(text).toContain("shop.sales: refused, column amount: a text is not a number\n");
    expect(text).toContain("shop.sales: filtered by a transform\n");
    expect(text).toContain(`shop.sales: delete\n    id = 'a'\n    write time ${1000 * time}\n`);
    expect(text).toContain(", expires 2026-01-01T00:01:00.000Z\n");
    expect(text).toContain("  no key\n");
    expect(text).toMatch(/sales: 6 records: 3 refused, 1 filtered, 1 delete, 1 insert\n$/);
  });

  it("says what is given when written: now(), and the DataStax sink's DELETE", async () => {
    const made = { "topic.sales.shop.sales.mapping": "id=key, amount=value.amount, made=now()" };
    const [own] = await only({ config: made, records: [{ value: { amount: 1 } }] });
    expect(own?.columns.at(-1)).toEqual({ name: "made", value: "now()" });
    const datastax = {
      "connector.class": "io.cassink.datastax.DataStaxSinkConnector",
      "topic.sales.shop.sales.mapping": "id=key, amount=value.amount, made=value.made",
    };
    const [deleted] = await only({ config: datastax, records: [{ value: null }] });
    expect(deleted).toEqual({
      table: "shop.sales",
      becomes: "delete",
      columns: [{ name: "id", value: "'a'" }],
      writeTimeIs: "given when written",
    });
  });

  it("adds the epoch and the generation that the deployed connector has", async () => {
    const config = { order: "log" };
    const [unknown] = await only({ config, records: [{ value: { amount: 1 } }] });
    expect(unknown).toMatchObject({ writeTimeIs: "given when written" });
    expect(unknown).not.toHaveProperty("writeTime");
    const live = { "order.epoch": "5000", generation: "1" };
    const [known] = await only({ config, live, records: [{ value: { amount: 1 } }] });
    expect(known?.writeTime).toBe(5000 + 36_525 * 24 * 60 * 60 * 1_000_000);
  });

  it("reads what stands before, which counts, and says so where it cannot read all of it", async () => {
    const others = Array.from({ length: 5 }, () => ({ value: { amount: 1 } }));
    const last = { kind: "latest" } as const;
    const [sixth] = await only({ records: [...others, { value: { amount: 9 } }], count: 1, from: last });
    expect(sixth).toMatchObject({ writeTime: 1000 * time + 5, writeTimeIs: "exact" });
    const many = Array.from({ length: 20_100 }, () => ({ value: { amount: 1 } }));
    const [far] = await only({ records: many, count: 1, from: last });
    expect(far).toMatchObject({ writeTime: 1000 * time + 20_000, writeTimeIs: "at least" });
    const [first] = await only({
      records: [...many, { key: "b", value: { amount: 1 } }],
      count: 1,
      from: last,
    });
    expect(first).toMatchObject({ writeTime: 1000 * time, writeTimeIs: "exact" });
  });

  it("takes the first or last records by their times, without a gap in a partition", async () => {
    const records = [
      { key: "late", value: {}, timestamp: time + 9 },
      { key: "out of order", value: {}, timestamp: time },
      { key: "other", value: {}, timestamp: time + 1, partition: 1 },
      { key: "last", value: {}, timestamp: time + 10, partition: 1 },
    ];
    const keys = async (world: Partial<World>) =>
      recordsOf(await previewed({ records, ...world })).map(({ key }) => key);
    expect(await keys({ count: 2 })).toEqual(["other", "late"]);
    expect(await keys({ count: 2, from: { kind: "latest" } })).toEqual(["other", "last"]);
    expect(await keys({ from: { kind: "offset", offset: 1 } })).toEqual(["out of order", "last"]);
    const positions = [{ topic: "sales", partition: 1, offset: 0 }];
    expect(await keys({ from: { kind: "positions", positions } })).toEqual(["other", "last"]);
  });

  it("reads no more of a long topic than it needs, and finds records behind a gap", async () => {
    const records = Array.from({ length: 1000 }, (_, index) => ({ value: {}, timestamp: time + index }));
    const result = await previewed({ records, count: 5 });
    expect(recordsOf(result)).toHaveLength(5);
    expect(result.offsetsRead).toBeLessThan(20);
    const cleaned = Array.from({ length: 100 }, (_, index) => index + 1);
    expect(recordsOf(await previewed({ records, cleaned, count: 5 })).map(({ offset }) => offset)).toEqual([
      0, 101, 102, 103, 104,
    ]);
  });

  it("shows a query of the config's own with its variables, and a counter's UPDATE", async () => {
    const query = "INSERT INTO shop.sales (id, amount) VALUES (:i, :n) USING TTL :life";
    const config = {
      "topic.sales.shop.sales.query": query,
      "topic.sales.shop.sales.deletesEnabled": "false",
      "topic.sales.shop.sales.mapping": "i=key, n=value.amount, life=value.life",
    };
    const variables = [
      ["i", "text"],
      ["n", "int"],
      ["life", "int"],
    ] as const;
    const records = [
      { value: { amount: 1, life: 9 } },
      { value: { amount: null } },
      { key: null, value: {} },
    ];
    const result = await previewed({ config, variables, records });
    expect(result.outcome).toBe("findings");
    const [first, second, third] = recordsOf(result).map(({ tables }) => tables[0]);
    expect(first).toMatchObject({ becomes: "query", statement: query, writeTime: 1000 * time });
    expect(second?.columns.map(({ value }) => value)).toEqual(["'a'", "unset", "unset"]);
    expect(second?.writeTime).toBe(1000 * time + 1);
    expect(third).toMatchObject({ becomes: "refused", column: "i" });
    const text = renderPreview(result, { width: 200, color: false });
    expect(text).toContain(
      `shop.sales: query\n    ${query}\n    i = 'a', n = 1, life = 9\n    write time ${1000 * time}\n`,
    );
    const counted = columns
      .filter(({ name }) => name !== "made")
      .map((column) =>
        column.name === "amount" ? { ...column, typeText: "counter", type: parseCqlType("counter") } : column,
      );
    const counters = { ...table, columns: counted };
    const own = await previewed({ table: counters, records: [{ value: { amount: 2 } }, { value: null }] });
    expect(renderPreview(own, { width: 200, color: false })).toContain(
      "shop.sales: update\n    UPDATE shop.sales SET amount = amount + :amount WHERE id = :id\n    id = 'a', amount = 2\nsales-0@1",
    );
    expect(recordsOf(own)[1]?.tables[0]).toMatchObject({ becomes: "refused" });
  });

  it.each([
    ["i=key, n=value.amount, x=value.x", "the query has no bind variable :x"],
    ["i=key", "the query's bind variable :n is not in the mapping"],
  ])("refuses the mapping %s, as the sink does", async (mapping, message) => {
    const config = {
      "topic.sales.shop.sales.query": "INSERT INTO shop.sales (id, amount) VALUES (:i, :n)",
      "topic.sales.shop.sales.deletesEnabled": "false",
      "topic.sales.shop.sales.mapping": mapping,
    };
    const variables = [["i", "text"] as const, ["n", "int"] as const];
    await expect(previewed({ config, variables, records: [] })).rejects.toThrow(message);
  });

  it("refuses places in topics and partitions that there are not", async () => {
    const at = (topic: string, partition: number) =>
      previewed({ records: [], from: { kind: "positions", positions: [{ topic, partition, offset: 0 }] } });
    await expect(at("sale", 0)).rejects.toThrow(UsageError);
    await expect(at("sales", 7)).rejects.toThrow("topic sales has no partition 7");
  });
});
