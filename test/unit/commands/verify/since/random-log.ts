import { run, type VerifyTableResult } from "#cli/commands/verify/table.js";
import type { Random } from "#cli/core/generate/random.js";
import { since } from "#cli/core/kafka/since.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";
import { token } from "#cli/core/cql/token.js";
import type { VerifiedEnds } from "#cli/ports/verified-ends.js";
import { systemDigests } from "#cli/adapters/system/digests.js";
import { fakeContext } from "#test/support/fakes/context.js";
import {
  config,
  description,
  names,
  now,
  records,
  rowOf,
  tableOf,
  type TableRow,
  type Written,
} from "../random-table.js";

/* A random log of two partitions, the table that it makes, and verifications of it. */

/** `record`: the DataStax sink, whose write times are those of the records. */
export type Order = "time" | "log" | "record";
export const epoch = 1_500_000_000_000_000;

export interface Log {
  readonly order: Order;
  readonly written: readonly Written[];
  readonly partitions: readonly (readonly KafkaRecord[])[];
  /** Microseconds. */
  readonly writeTimeOf: (record: Written) => number;
}

/** @param low the first offset that the broker holds of each partition */
export interface World {
  readonly low?: readonly number[];
  readonly notes?: VerifiedEnds[];
  readonly topicId?: string;
  readonly tableId?: string;
  readonly mapsTimes?: boolean;
  /** Ranges of offsets that were read. */
  readonly reads?: (readonly [partition: number, from: number, to: number])[];
  readonly settings?: Readonly<Record<string, string>>;
  readonly memoryIsShort?: boolean;
}

export function randomLog(random: Random): Log {
  const order = random.below(2) === 0 ? "time" : "log";
  // Some logs have bursts of one millisecond, in which the sink counts.
  const grain = random.below(3) === 0 ? 100_000 : 1;
  const written = records(random).map((record) => ({
    ...record,
    time: Math.floor(record.time / grain) * grain,
  }));
  return logOf(written, order);
}

export const partitionOf = ({ id }: Pick<Written, "id">): number => Number(id.slice(1)) % 2;

export function logOf(written: readonly Written[], order: Order): Log {
  const partitions: KafkaRecord[][] = [[], []];
  const counts = new Map<string, number>();
  const writeTimes = new Map<Written, number>();
  for (const record of written) {
    const { id, c, time, fields, ttl } = record;
    const partition = partitionOf(record);
    const offset = partitions[partition]?.length ?? 0;
    const counted = `${id}/${c}/${time}`;
    const index = counts.get(counted) ?? 0;
    counts.set(counted, index + 1);
    writeTimes.set(record, order === "log" ? epoch + offset : 1000 * time + index);
    partitions[partition]?.push({
      ...{ partition, offset, timestamp: time, key: Buffer.from(id), headers: [] },
      value: Buffer.from(JSON.stringify({ id, c, ...fields, ttl, time: writeTimes.get(record) })),
    });
  }
  return { order, written, partitions, writeTimeOf: (record) => writeTimes.get(record) ?? 0 };
}

/** The keys of rows that the records from these offsets on write, with the columns that they set; all that they delete. */
export function changedBy(
  { written }: Log,
  starts: readonly number[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const changed = new Map<string, Set<string>>();
  const seen = [0, 0];
  for (const record of written) {
    const partition = partitionOf(record);
    const offset = seen[partition] ?? 0;
    seen[partition] = offset + 1;
    if (offset < (starts[partition] ?? 0)) continue;
    const key = `${record.id}/${record.c}`;
    const columns = changed.get(key) ?? new Set();
    changed.set(key, columns);
    const isDelete = names.every((name) => record.fields[name] === null);
    for (const name of names) if (isDelete || record.fields[name] !== undefined) columns.add(name);
  }
  return changed;
}

export const rowsOf = (log: Log): Map<string, TableRow> => tableOf(log.written, undefined, log.writeTimeOf);

export const startsText = (starts: readonly number[]): string =>
  starts.map((offset, partition) => `t-${partition}@${offset}`).join(",");

/** @param from as `--since` takes it; undefined for the whole table */
export async function verifyLog(
  { order, partitions }: Log,
  rows: ReadonlyMap<string, TableRow>,
  from: string | undefined,
  {
    low = [0, 0],
    notes = [],
    topicId,
    tableId = "",
    mapsTimes,
    reads,
    settings = {},
    memoryIsShort = false,
  }: World = {},
): Promise<VerifyTableResult> {
  const mapping = config["topic.t.k.t.mapping"];
  const connector = {
    name: "p",
    config: {
      ...config,
      ...(order === "record" ? { "connector.class": "io.cassink.datastax.DataStaxSinkConnector" } : {}),
      ...(order === "log" ? { order: "log", "order.epoch": String(epoch) } : {}),
      ...(mapsTimes === true
        ? {
            "topic.t.k.t.mapping": `${mapping}, __timestamp=value.time`,
            "topic.t.k.t.timestampTimeUnit": "MICROSECONDS",
          }
        : {}),
      ...settings,
    },
  };
  const pipeline = { name: "p", description: "", file: "p.yaml", topics: [], tables: [], connector };
  const { context } = fakeContext({
    digests: systemDigests,
    memory: { isShort: () => memoryIsShort },
    verifiedEnds: {
      list: (name) => Promise.resolve(notes.filter((note) => note.connector === name)),
      keep: (_, note) => Promise.resolve(void notes.splice(0, Infinity, note)),
    },
    pipelines: { select: () => Promise.resolve([pipeline]) },
    connect: { config: () => Promise.resolve(undefined), configs: () => Promise.resolve(new Map()) },
    kafka: {
      topicNames: () => Promise.resolve(["t"]),
      topicId: () => Promise.resolve(topicId),
      topicOffsets: () =>
        Promise.resolve(
          partitions.map(({ length }, partition) => ({ partition, low: low[partition] ?? 0, high: length })),
        ),
      offsetsAt: (_, time) =>
        Promise.resolve(
          partitions.map((log, partition) => ({
            partition,
            offset:
              log.find(({ offset, timestamp }) => offset >= (low[partition] ?? 0) && timestamp >= time)
                ?.offset ?? log.length,
          })),
        ),
      read: ({ ranges, onRecords }) => {
        for (const { partition, from: first, to } of ranges) {
          reads?.push([partition, first, to]);
          if (first < (low[partition] ?? 0)) throw new Error("offset out of range");
          if (to > first) onRecords(partitions[partition]?.slice(first, to) ?? []);
        }
        return Promise.resolve();
      },
    },
    cassandra: {
      describeTable: () => Promise.resolve(description),
      tableOptions: () => Promise.resolve({ id: tableId }),
      rows: ({ keys }) =>
        Promise.resolve(
          keys.map(([id = "", c = ""]) => {
            const row = rows.get(`${id.slice(1, -1)}/${c}`);
            return row === undefined ? undefined : rowOf(row);
          }),
        ),
      scan: ({ onRows, tokens: [after, upTo] = [0n, 0n] }) => {
        const isIn = ({ id }: TableRow): boolean => {
          const of = token(Buffer.from(id));
          return of > after && of <= upTo;
        };
        onRows([...rows.values()].filter(isIn).map(rowOf));
        return Promise.resolve();
      },
    },
    clock: { now: () => now, sleep: () => Promise.resolve() },
  });
  return run(
    {
      ...{ wait: 0, examples: 100, consistency: "LOCAL_ONE", allowHalted: true },
      ...(from === undefined ? {} : { since: since(from) }),
    },
    context,
  );
}
