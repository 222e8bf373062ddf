import { run, type VerifyTableResult } from "#cli/commands/verify/table.js";
import type { CqlValue } from "#cli/core/cql/value.js";
import type { Row } from "#cli/core/cql/table.js";
import { token } from "#cli/core/cql/token.js";
import { since } from "#cli/core/kafka/since.js";
import { fakeContext } from "#test/support/fakes/context.js";
import { now } from "../random-table.js";
import {
  configOf,
  description,
  type Name,
  regular,
  type Said,
  statics,
  timedNames,
  type World,
} from "./random-world.js";

/* The table that random topics make, by the shortest way there is, and verifications of it. */

export interface Cell {
  value: CqlValue | null;
  writeTime: number;
  /** Seconds from now on; null is for ever. */
  ttl: number | null;
}
export type Cells = Partial<Record<Name, Cell>>;
export interface Table {
  /** By `id/c`. */
  readonly rows: Map<string, Cells>;
  /** By `id`: static columns. */
  readonly partitions: Map<string, Cells>;
}

/** As a server has it that was given the records in the order of their write times. */
export function tableOf(said: readonly Said[]): Table {
  const rows = new Map<string, { readonly cells: Cells; markerEnds: number }>();
  const partitions = new Map<string, Cells>();
  const written = said.filter(({ kind }) => kind === "put" || kind === "delete");
  for (const record of [...written].sort((left, right) => left.writeTime - right.writeTime)) {
    const { id, c, time, fields, ttl, kind, writeTime } = record;
    const key = `${id}/${c}`;
    if (kind === "delete") {
      rows.delete(key);
      continue;
    }
    const left = ttl === 0 ? null : Math.floor((time + ttl * 1000 - now) / 1000);
    const row = rows.get(key) ?? { cells: {}, markerEnds: 0 };
    const partition = partitions.get(id) ?? {};
    rows.set(key, { ...row, markerEnds: left ?? Infinity });
    partitions.set(id, partition);
    for (const [into, names] of [
      [row.cells, regular],
      [partition, statics],
    ] as const)
      for (const name of names)
        if (fields[name] !== undefined) into[name] = { value: fields[name], writeTime, ttl: left };
  }
  for (const [key, { cells, markerEnds }] of rows) {
    clean(cells);
    if (markerEnds <= 0 && Object.keys(cells).length === 0) rows.delete(key);
  }
  for (const [id, cells] of partitions) {
    clean(cells);
    if (Object.keys(cells).length === 0) partitions.delete(id);
  }
  return { rows: new Map([...rows].map(([key, { cells }]) => [key, cells])), partitions };
}

function clean(cells: Cells): void {
  for (const name of Object.keys(cells) as Name[]) {
    const { value, ttl } = cells[name] ?? { value: null, ttl: null };
    const isNothing = value === null || (Array.isArray(value) && value.length === 0);
    if (isNothing || (ttl ?? 1) <= 0) Reflect.deleteProperty(cells, name);
  }
}

const rowOf = (key: readonly CqlValue[], cells: Cells, names: readonly Name[]): Row => [
  ...key,
  ...names.map((name) => cells[name]?.value ?? null),
  ...names
    .filter((name) => timedNames.includes(name))
    .flatMap((name) => [cells[name]?.writeTime ?? null, cells[name]?.ttl ?? null]),
];
const keyOf = (text: string): [string, number] => [text.split("/")[0] ?? "", Number(text.split("/")[1])];

export interface Asked {
  /** By topic and partition; undefined for the whole table. */
  readonly starts?: readonly (readonly number[])[];
  /** The first offsets that the broker has. */
  readonly low?: readonly (readonly number[])[];
  readonly settings?: Readonly<Record<string, string>>;
  /** Records that come when the ends are fixed, and the table that they make; the connector has carried them. */
  readonly meanwhile?: { readonly logs: World["logs"] };
  readonly onRead?: (from: number) => void;
}

export async function verifyWorld(world: World, table: Table, asked: Asked = {}): Promise<VerifyTableResult> {
  const { starts, low, settings, meanwhile, onRead } = asked;
  const config = { ...configOf(world), ...settings };
  const logs = meanwhile?.logs ?? world.logs;
  let isFixed = false;
  const topicIndex = (topic: string): number => Number(topic.slice(1));
  const lowOf = (topic: number, partition: number): number => low?.[topic]?.[partition] ?? 0;
  const ids = new Set([...[...table.rows.keys()].map((key) => keyOf(key)[0]), ...table.partitions.keys()]);
  const pipeline = {
    ...{ name: "p", description: "", file: "p.yaml", topics: [], tables: [] },
    connector: { name: "p", config },
  };
  const { context } = fakeContext({
    pipelines: { select: () => Promise.resolve([pipeline]) },
    connect: {
      config: () => Promise.resolve(meanwhile === undefined ? undefined : config),
      configs: () => Promise.resolve(new Map()),
      status: (name) =>
        Promise.resolve({ name, connector: { state: "RUNNING", workerId: "" }, type: "sink", tasks: [] }),
    },
    kafka: {
      topicNames: () => Promise.resolve(world.mapped.map((_, topic) => `t${topic}`)),
      groupOffsets: (_, topic) =>
        Promise.resolve(
          (logs[topicIndex(topic)] ?? []).map(({ length }, partition) => ({ partition, offset: length })),
        ),
      topicOffsets: (topic) => {
        const of = (isFixed ? logs : world.logs)[topicIndex(topic)] ?? [];
        return Promise.resolve(
          of.map(({ length }, partition) => ({
            partition,
            low: lowOf(topicIndex(topic), partition),
            high: length,
          })),
        );
      },
      offsetsAt: (topic, time) =>
        Promise.resolve(
          (logs[topicIndex(topic)] ?? []).map((log, partition) => ({
            partition,
            offset:
              log.find(
                ({ offset, timestamp }) => offset >= lowOf(topicIndex(topic), partition) && timestamp >= time,
              )?.offset ?? log.length,
          })),
        ),
      read: ({ topic, ranges, onRecords }) => {
        isFixed = true;
        for (const { partition, from, to } of ranges) {
          onRead?.(from);
          if (from < lowOf(topicIndex(topic), partition)) throw new Error("offset out of range");
          if (to > from) onRecords(logs[topicIndex(topic)]?.[partition]?.slice(from, to) ?? []);
        }
        return Promise.resolve();
      },
    },
    cassandra: {
      describeTable: () => Promise.resolve(description),
      rows: ({ keys, columns }) =>
        Promise.resolve(
          keys.map(([literal = "", c]) => {
            const id = literal.slice(1, -1);
            const names = columns.slice(c === undefined ? 1 : 2) as Name[];
            const cells = c === undefined ? table.partitions.get(id) : table.rows.get(`${id}/${c}`);
            if (c === undefined) return ids.has(id) ? rowOf([id], cells ?? {}, names) : undefined;
            return cells === undefined ? undefined : rowOf([id, Number(c)], cells, names);
          }),
        ),
      scan: ({ onRows, columns, distinct, tokens: [after, upTo] = [0n, 0n] }) => {
        const isIn = (id: string): boolean =>
          token(Buffer.from(id)) > after && token(Buffer.from(id)) <= upTo;
        const names = columns.slice(distinct === true ? 1 : 2) as Name[];
        const rows =
          distinct === true
            ? [...ids].filter(isIn).map((id) => rowOf([id], table.partitions.get(id) ?? {}, names))
            : [...table.rows]
                .filter(([key]) => isIn(keyOf(key)[0]))
                .map(([key, cells]) => rowOf(keyOf(key), cells, names));
        const bare = [...table.partitions.keys()].filter(
          (id) => isIn(id) && ![...table.rows.keys()].some((key) => keyOf(key)[0] === id),
        );
        onRows(
          distinct === true ? rows : [...rows, ...bare.map((id): Row => [id, null, ...rowOf([], {}, names)])],
        );
        return Promise.resolve();
      },
    },
    clock: { now: () => now, sleep: () => Promise.resolve() },
  });
  const text = starts?.flatMap((of, topic) =>
    of.map((offset, partition) => `t${topic}-${partition}@${offset}`),
  );
  return run(
    {
      ...{ wait: 0, examples: 1000, consistency: "LOCAL_ONE", allowHalted: true },
      ...(text === undefined ? {} : { since: since(text.join(",")) }),
    },
    context,
  );
}
