import { run, type TableWhyResult } from "#cli/commands/verify/why.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { Row, TableDescription } from "#cli/core/cql/table.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";
import type { TableWhyInput } from "#cli/program/table-why.js";
import { fakeContext } from "#test/support/fakes/context.js";

/** Milliseconds: what the fake clock says, and the usual time of records. */
export const now = Date.UTC(2026, 0, 1);

export interface Sent {
  readonly topic?: string;
  readonly partition?: number;
  readonly key?: string | null;
  readonly time?: number;
  /** An object is sent as JSON. */
  readonly value: unknown;
}

type Kind = TableDescription["columns"][number]["kind"];

export interface World {
  /** By topic; all have two partitions. */
  readonly log: readonly Sent[];
  /** Offsets before these are gone, by `topic-partition`. */
  readonly low?: Readonly<Record<string, number>>;
  /** Offsets whose records the log cleaner has removed, by `topic-partition`. */
  readonly cleaned?: Readonly<Record<string, readonly number[]>>;
  readonly columns?: readonly (readonly [name: string, type: string, kind?: Kind])[];
  /** Rows of the table in the order of its columns, each followed by write time and time to live of those besides the key. */
  readonly rows: readonly Row[];
  readonly config?: Readonly<Record<string, string>>;
  /** Added to the keys of a Cassink sink. */
  readonly mapping?: string;
  readonly topics?: readonly string[];
  readonly others?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly tellsElementTimes?: boolean;
  /** The next offset that the connector will commit, in all partitions; by default it has carried all. */
  readonly committed?: number;
}

export interface Answer extends TableWhyResult {
  readonly offsetsRead: number;
}

export const sinkConfig = {
  "connector.class": "io.cassink.sink.CassandraSinkConnector",
  "key.converter": "org.apache.kafka.connect.storage.StringConverter",
  "value.converter": "org.apache.kafka.connect.json.JsonConverter",
  "value.converter.schemas.enable": "false",
};

const plainColumns = [
  ["id", "text", "partition_key"],
  ["a", "bigint"],
  ["b", "bigint"],
  ["c", "text"],
] as const;

/** The command on brokers, tables and a Connect cluster in memory. */
export async function ask(
  world: World,
  input: Partial<TableWhyInput> & { readonly key?: readonly string[] } = {},
): Promise<Answer> {
  const { topics = ["sales"], mapping = "id=key, a=value.a, b=value.b, c=value.c", rows } = world;
  const columns = (world.columns ?? plainColumns).map(([name, typeText, kind = "regular"]) => ({
    name,
    typeText,
    type: parseCqlType(typeText),
    kind,
    position: kind === "regular" || kind === "static" ? -1 : 0,
    clusteringOrder: "none" as const,
  }));
  const table: TableDescription = {
    keyspace: "shop",
    name: "sales",
    columns,
    tellsElementTimes: world.tellsElementTimes ?? true,
  };
  const pipeline: Pipeline = {
    name: "sales",
    description: "",
    file: "sales.yaml",
    topics: topics.map((name) => ({ name, partitions: 2, replication: 1, configs: {} })),
    tables: [],
    connector: {
      name: "sales",
      config: {
        ...sinkConfig,
        ...Object.fromEntries(topics.map((topic) => [`topic.${topic}.shop.sales.mapping`, mapping])),
        ...world.config,
      },
    },
  };
  const partitions = logOf(world, topics);
  const of = (topic: string) => [...partitions.values()].filter((each) => each.topic === topic);
  let offsetsRead = 0;
  const keyColumns = columns.filter(({ kind }) => kind === "partition_key" || kind === "clustering").length;
  const { context } = fakeContext({
    clock: { now: () => now },
    pipelines: { select: () => Promise.resolve([pipeline]) },
    connect: {
      config: () => Promise.resolve(undefined),
      configs: () => Promise.resolve(new Map(Object.entries(world.others ?? {}))),
      status: () => Promise.reject(new Error("nobody asks")),
    },
    cassandra: {
      describeTable: () => Promise.resolve(table),
      keyValues: (_, literals) =>
        Promise.resolve(
          literals.map((literal) => (literal.startsWith("'") ? literal.slice(1, -1) : Number(literal))),
        ),
      firstRows: (_, limit, { restrictions = [] } = {}) =>
        Promise.resolve(
          rows
            .filter((row) =>
              restrictions.every(({ literals }, index) => {
                const value = row[index];
                return literals[0] === (typeof value === "string" ? `'${value}'` : JSON.stringify(value));
              }),
            )
            .slice(0, limit)
            .map((row) => reordered(row, keyColumns)),
        ),
    },
    kafka: {
      groupOffsets: (_, topic) =>
        Promise.resolve(
          of(topic).map(({ partition, high }) => ({ partition, offset: world.committed ?? high })),
        ),
      topicNames: () => Promise.resolve([...topics]),
      topicOffsets: (topic) =>
        Promise.resolve(of(topic).map(({ partition, low, high }) => ({ partition, low, high }))),
      offsetsAt: (topic, time) =>
        Promise.resolve(
          of(topic).map(({ partition, records, high }) => ({
            partition,
            offset: records.find(({ timestamp }) => timestamp >= time)?.offset ?? high,
          })),
        ),
      read: ({ topic, ranges, onRecords, onGap }) => {
        if (new Set(ranges.map(({ partition }) => partition)).size < ranges.length)
          throw new Error("a partition is read twice at once");
        for (const { partition, from, to } of ranges) {
          offsetsRead += Math.max(0, to - from);
          const { records, first } = partitions.get(`${topic}-${partition}`) ?? { records: [], first: 0 };
          let next = from;
          const start = Math.max(0, from - first);
          for (let index = start; index < records.length; index++) {
            const record = records[index];
            if (record === undefined || record.offset < from) continue;
            if (record.offset >= to) break;
            if (record.offset > next) onGap?.({ partition, from: next, to: record.offset });
            onRecords([record]);
            next = record.offset + 1;
          }
          if (next < to) onGap?.({ partition, from: next, to });
        }
        return Promise.resolve();
      },
    },
  });
  const { key = ["a"], ...options } = input;
  const result = await run({ depth: 50_000, name: ["sales", ...key], ...options }, context);
  return { ...result, offsetsRead };
}

/** Values in the order of the columns, and then the times. */
function reordered(row: Row, keyColumns: number): Row {
  const cells = row.slice(keyColumns);
  const of = (offset: number): Row => cells.filter((_, index) => index % 3 === offset);
  const [values, times, lives] = [of(0), of(1), of(2)];
  return [
    ...row.slice(0, keyColumns),
    ...values,
    ...times.flatMap((time, index) => [time, lives[index] ?? null]),
  ];
}

function logOf({ log, low = {}, cleaned = {} }: World, topics: readonly string[]) {
  const partitions = new Map(
    topics.flatMap((topic) =>
      [0, 1].map((partition) => {
        const first = low[`${topic}-${partition}`] ?? 0;
        return [
          `${topic}-${partition}`,
          { topic, partition, low: first, first, high: 0, records: [] as KafkaRecord[] },
        ];
      }),
    ),
  );
  for (const { topic = topics[0] ?? "", partition = 0, key = "a", time = now, value } of log) {
    const name = `${topic}-${partition}`;
    const found = partitions.get(name);
    if (found === undefined) throw new Error(`no partition ${name}`);
    const offset = found.high++;
    if (offset < found.low || cleaned[name]?.includes(offset) === true) {
      if (offset >= found.low) found.first = found.low;
      continue;
    }
    found.records.push({
      partition,
      offset,
      timestamp: time,
      key: key === null ? null : Buffer.from(key),
      value: value === null ? null : Buffer.from(JSON.stringify(value)),
      headers: [],
    });
  }
  // Where the cleaner was, an offset is no index.
  for (const [name, found] of partitions) if (cleaned[name] !== undefined) found.first = Infinity;
  return partitions;
}
