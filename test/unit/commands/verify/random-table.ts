import { expect } from "vitest";
import { run, type VerifyTableResult } from "#cli/commands/verify/table.js";
import type { Random } from "#cli/core/generate/random.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { CqlValue } from "#cli/core/cql/value.js";
import type { Row, TableDescription } from "#cli/core/cql/table.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";
import { systemDigests } from "#cli/adapters/system/digests.js";
import type { VerifyTableInput } from "#cli/program/verify.js";
import type { Files } from "#cli/ports/files.js";
import { token } from "#cli/core/cql/token.js";
import { type FakePorts, fakeContext } from "#test/support/fakes/context.js";
import type { Spills } from "#cli/ports/spill.js";
import { fakeSpills } from "#test/support/fakes/spills.js";
import { timeless } from "#test/support/timeless.js";

/* Random records, and the table that they make: folded here by the shortest way there is, not by the program's. */

export const config = {
  "connector.class": "io.cassink.sink.CassandraSinkConnector",
  "key.converter": "org.apache.kafka.connect.storage.StringConverter",
  "value.converter": "org.apache.kafka.connect.storage.StringConverter",
  topics: "t",
  "topic.t.k.t.mapping": "id=value.id, c=value.c, a=value.a, b=value.b, n=value.n, __ttl=value.ttl",
  "topic.t.k.t.nullToUnset": "false",
};
const columns = { id: "text", c: "int", a: "int", b: "text", n: "list<int>" };
export const description: TableDescription = {
  keyspace: "k",
  name: "t",
  columns: Object.entries(columns).map(([name, typeText], position) => ({
    name,
    typeText,
    type: parseCqlType(typeText),
    kind: name === "id" ? "partition_key" : name === "c" ? "clustering" : "regular",
    position: position < 2 ? 0 : -1,
    clusteringOrder: "none",
  })),
};
export const names = ["a", "b", "n"] as const;
export type Name = (typeof names)[number];

/** Milliseconds since the Unix epoch; the fake clock's. */
export const now = Date.UTC(2026, 0, 1);

export interface Cell {
  value: CqlValue | null;
  writeTime: number;
  /** Seconds from now on; null is for ever. */
  ttl: number | null;
}
export interface TableRow {
  readonly id: string;
  readonly c: number;
  readonly cells: { [Key in Name]?: Cell | undefined };
}
export interface Written {
  readonly id: string;
  readonly c: number;
  readonly time: number;
  readonly fields: Partial<Record<Name, CqlValue | null>>;
  readonly ttl: number;
}

export function records(random: Random): readonly Written[] {
  const count = 2 + random.below(40);
  return Array.from({ length: count }, (_, index): Written => {
    const isDelete = random.below(6) === 0;
    const values = { a: random.below(9), b: `b${random.below(9)}`, n: [random.below(9), 1] };
    const fields: Partial<Record<Name, CqlValue | null>> = {};
    for (const name of names) {
      const kind = random.below(4);
      if (isDelete || kind === 0) fields[name] = null;
      else if (kind > 1) fields[name] = values[name];
    }
    return {
      id: `k${random.below(6)}`,
      c: random.below(2),
      // No two are equal, and some come late.
      time: now - 1_000_000 + (random.below(4) === 0 ? random.below(500) : 500 + index) * 1000 + index,
      fields,
      ttl: isDelete ? 0 : ([0, 0, 10, 1_000_000][random.below(4)] ?? 0),
    };
  });
}

/**
 * The rows as a server has them that was given the records in the order of their write times.
 * @param at when, in milliseconds since the Unix epoch
 * @param writeTimeOf microseconds; by default those of order=time
 */
export function tableOf(
  written: readonly Written[],
  at = now,
  writeTimeOf: (record: Written) => number = byTime(written),
): Map<string, TableRow> {
  const rows = new Map<string, TableRow & { markerEnds: number }>();
  const inOrder = [...written].sort((left, right) => writeTimeOf(left) - writeTimeOf(right));
  for (const record of inOrder) {
    const { id, c, time, fields, ttl } = record;
    const key = `${id}/${c}`;
    if (names.every((name) => fields[name] === null)) {
      rows.delete(key);
      continue;
    }
    const left = ttl === 0 ? null : Math.floor((time + ttl * 1000 - at) / 1000);
    const row = rows.get(key) ?? { id, c, cells: {}, markerEnds: 0 };
    for (const name of names) {
      const value = fields[name];
      if (value === undefined) continue;
      row.cells[name] = { value, writeTime: writeTimeOf(record), ttl: left };
    }
    rows.set(key, { ...row, markerEnds: left ?? Infinity });
  }
  for (const [key, row] of rows) {
    for (const name of names) {
      const cell = row.cells[name];
      if (cell !== undefined && (cell.value === null || (cell.ttl ?? 1) <= 0)) row.cells[name] = undefined;
    }
    if (row.markerEnds <= 0 && names.every((name) => row.cells[name] === undefined)) rows.delete(key);
  }
  return rows;
}

/** Microseconds: the records of a row and millisecond have one more each, in the order of the log. */
function byTime(written: readonly Written[]): (record: Written) => number {
  const counts = new Map<string, number>();
  const times = new Map<Written, number>();
  for (const record of written) {
    const { id, c, time } = record;
    const of = `${id}/${c} ${time}`;
    const index = counts.get(of) ?? 0;
    counts.set(of, index + 1);
    times.set(record, time * 1000 + index);
  }
  return (record) => times.get(record) ?? record.time * 1000;
}

export const rowOf = ({ id, c, cells }: TableRow): Row => [
  id,
  c,
  ...names.map((name) => cells[name]?.value ?? null),
  ...(["a", "b"] as const).flatMap((name) => [cells[name]?.writeTime ?? null, cells[name]?.ttl ?? null]),
];

/** Without the time that it took. */
export const reportOf = (result: VerifyTableResult): unknown => timeless(JSON.stringify(result));

export interface Surroundings {
  /** Records that come once the ends are fixed; the connector runs, and has carried them. */
  readonly later?: readonly Written[];
  /** The offsets that the topic has, where it has lost some. */
  readonly low?: number;
  readonly high?: number;
  /** What the clock says. */
  readonly at?: number;
  /** The id of the table. */
  readonly tableId?: string;
  /** The id of the topic. */
  readonly topicId?: string;
  /** The connector's config, where it is another. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Called with the first offset of what is read. */
  readonly onRead?: (offset: number) => void;
  /** Of the topic; all records of an id are in one. */
  readonly partitions?: number;
  /** Called as often as records are read or a part of the table is. */
  readonly onStep?: () => void;
  /** May put others in the place of some of the ports. */
  readonly change?: (ports: FakePorts) => FakePorts;
}

const recordsAtOnce = 5;

export async function verify(
  written: readonly Written[],
  rows: Iterable<TableRow>,
  spills: Spills = fakeSpills(),
  options: Partial<VerifyTableInput> = {},
  files: Partial<Files> = {},
  {
    later,
    low = 0,
    high,
    at,
    tableId,
    topicId,
    settings = {},
    partitions = 1,
    onRead,
    onStep,
    change = (ports) => ports,
  }: Surroundings = {},
): Promise<VerifyTableResult> {
  const pipeline: Pipeline = {
    name: "p",
    description: "",
    file: "p.yaml",
    topics: [],
    tables: [],
    connector: { name: "p", config: { ...config, ...settings } },
  };
  const partitionOf = ({ id }: Written): number => Number(id.slice(1)) % partitions;
  const every = [...written, ...(later ?? [])];
  const log = Array.from({ length: partitions }, (_, partition) =>
    every
      .filter((record) => partitionOf(record) === partition)
      .map(({ id, c, time, fields, ttl }, offset): KafkaRecord => ({
        partition,
        offset,
        timestamp: time,
        key: Buffer.from(id),
        value: Buffer.from(JSON.stringify({ id, c, ...fields, ttl })),
        headers: [],
      })),
  );
  const inTable = [...rows];
  let asked = 0;
  const ports: FakePorts = {
    ...(at === undefined ? {} : { clock: { now: () => at } }),
    spills,
    digests: systemDigests,
    files,
    pipelines: { select: () => Promise.resolve([pipeline]) },
    connect: {
      config: () => Promise.resolve(later === undefined ? undefined : config),
      configs: () => Promise.resolve(new Map()),
      status: () =>
        Promise.resolve({
          name: "p",
          connector: { state: "RUNNING", workerId: "" },
          type: "sink",
          tasks: [],
        }),
    },
    kafka: {
      topicNames: () => Promise.resolve(["t"]),
      topicId: () => Promise.resolve(topicId),
      topicOffsets: () => {
        const isFirst = asked++ === 0 && options.resume !== true;
        return Promise.resolve(
          log.map((of, partition) => ({
            partition,
            low: partition === 0 ? low : 0,
            high:
              high ??
              (isFirst ? written.filter((each) => partitionOf(each) === partition).length : of.length),
          })),
        );
      },
      groupOffsets: () =>
        Promise.resolve(log.map(({ length }, partition) => ({ partition, offset: length }))),
      read: ({ onRecords, ranges }) => {
        for (const { partition, from, to } of ranges) {
          if (from >= to) continue;
          onRead?.(from);
          for (let at = from; at < to; at += recordsAtOnce) {
            onStep?.();
            onRecords(log[partition]?.slice(at, Math.min(to, at + recordsAtOnce)) ?? []);
          }
        }
        return Promise.resolve();
      },
    },
    cassandra: {
      describeTable: () => Promise.resolve(description),
      tableOptions: () => Promise.resolve({ id: tableId ?? "" }),
      scan: ({ onRows, timed, tokens: [after, upTo] = [0n, 0n] }) => {
        expect(timed).toEqual(["a", "b"]);
        const isIn = ({ id }: TableRow): boolean => {
          const of = token(Buffer.from(id));
          return of > after && of <= upTo;
        };
        onStep?.();
        onRows(inTable.filter(isIn).map(rowOf));
        return Promise.resolve();
      },
      rows: ({ keys }) =>
        Promise.resolve(
          keys.map(([id, c]) => {
            const row = inTable.find((each) => `'${each.id}'` === id && String(each.c) === c);
            return row === undefined ? undefined : rowOf(row);
          }),
        ),
    },
  };
  const { context } = fakeContext(change(ports));
  return run({ wait: 0, examples: 100, consistency: "LOCAL_ONE", allowHalted: true, ...options }, context);
}
