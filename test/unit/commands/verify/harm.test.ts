import { describe, expect, it } from "vitest";
import { run, type VerifyTableResult } from "#cli/commands/verify/table.js";
import { Random } from "#cli/core/generate/random.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { CqlValue } from "#cli/core/cql/value.js";
import type { Row, TableDescription } from "#cli/core/cql/table.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";
import type { Pipeline } from "#cli/core/pipeline/pipeline.js";
import { fakeContext } from "#test/support/fakes/context.js";

/*
 * A table that holds exactly what its random records write is clean, and after each kind of harm it is not: what was
 * harmed is named. The rows are folded here by the shortest way there is, not by the program's.
 */

const config = {
  "connector.class": "io.cassink.sink.CassandraSinkConnector",
  "key.converter": "org.apache.kafka.connect.storage.StringConverter",
  "value.converter": "org.apache.kafka.connect.storage.StringConverter",
  topics: "t",
  "topic.t.k.t.mapping": "id=value.id, c=value.c, a=value.a, b=value.b, n=value.n, __ttl=value.ttl",
  "topic.t.k.t.nullToUnset": "false",
};
const columns = { id: "text", c: "int", a: "int", b: "text", n: "list<int>" };
const description: TableDescription = {
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
const names = ["a", "b", "n"] as const;
type Name = (typeof names)[number];

/** Milliseconds since the Unix epoch; the fake clock's. */
const now = Date.UTC(2026, 0, 1);

interface Cell {
  value: CqlValue | null;
  writeTime: number;
  /** Seconds from now on; null is for ever. */
  ttl: number | null;
}
interface TableRow {
  readonly id: string;
  readonly c: number;
  readonly cells: { [Key in Name]?: Cell | undefined };
}
interface Written {
  readonly id: string;
  readonly c: number;
  readonly time: number;
  readonly fields: Partial<Record<Name, CqlValue | null>>;
  readonly ttl: number;
}

function records(random: Random): readonly Written[] {
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

/** The rows as a server has them that was given the records in the order of their times. */
function tableOf(written: readonly Written[]): Map<string, TableRow> {
  const rows = new Map<string, TableRow & { markerEnds: number }>();
  for (const { id, c, time, fields, ttl } of [...written].sort((left, right) => left.time - right.time)) {
    const key = `${id}/${c}`;
    if (names.every((name) => fields[name] === null)) {
      rows.delete(key);
      continue;
    }
    const left = ttl === 0 ? null : Math.floor((time + ttl * 1000 - now) / 1000);
    const row = rows.get(key) ?? { id, c, cells: {}, markerEnds: 0 };
    for (const name of names) {
      const value = fields[name];
      if (value === undefined) continue;
      row.cells[name] = { value, writeTime: time * 1000, ttl: left };
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

async function verify(written: readonly Written[], rows: Iterable<TableRow>): Promise<VerifyTableResult> {
  const pipeline: Pipeline = {
    name: "p",
    description: "",
    file: "p.yaml",
    topics: [],
    tables: [],
    connector: { name: "p", config },
  };
  const log = written.map(({ id, c, time, fields, ttl }, offset): KafkaRecord => ({
    partition: 0,
    offset,
    timestamp: time,
    key: Buffer.from(id),
    value: Buffer.from(JSON.stringify({ id, c, ...fields, ttl })),
    headers: [],
  }));
  const rowOf = ({ id, c, cells }: TableRow): Row => [
    id,
    c,
    ...names.map((name) => cells[name]?.value ?? null),
    ...(["a", "b"] as const).flatMap((name) => [cells[name]?.writeTime ?? null, cells[name]?.ttl ?? null]),
  ];
  const { context } = fakeContext({
    pipelines: { select: () => Promise.resolve([pipeline]) },
    connect: { config: () => Promise.resolve(undefined), configs: () => Promise.resolve(new Map()) },
    kafka: {
      topicNames: () => Promise.resolve(["t"]),
      topicOffsets: () => Promise.resolve([{ partition: 0, low: 0, high: log.length }]),
      read: ({ onRecords }) => Promise.resolve(onRecords(log)),
    },
    cassandra: {
      describeTable: () => Promise.resolve(description),
      scan: ({ onRows, timed }) => {
        expect(timed).toEqual(["a", "b"]);
        onRows([...rows].map(rowOf));
        return Promise.resolve();
      },
    },
  });
  return run({ wait: 0, examples: 100, allowHalted: true }, context);
}

/** Changes the rows; the key of what it has harmed, or undefined where these rows have nothing of the kind. */
type Harm = (rows: Map<string, TableRow>, random: Random, all: readonly Written[]) => string | undefined;

const pick = <Item>(items: readonly Item[], random: Random): Item | undefined =>
  items[random.below(items.length)];
const aRow = (rows: Map<string, TableRow>, random: Random): [string, TableRow] | undefined =>
  pick([...rows], random);

/** A cell that has a value, and of the kind that is wanted. */
function aCell(
  rows: Map<string, TableRow>,
  random: Random,
  isWanted: (cell: Cell, name: Name) => boolean,
): { readonly key: string; readonly row: TableRow; readonly name: Name; readonly cell: Cell } | undefined {
  const cells = [...rows].flatMap(([key, row]) =>
    names.flatMap((name) => {
      const cell = row.cells[name];
      return cell !== undefined && isWanted(cell, name) ? [{ key, row, name, cell }] : [];
    }),
  );
  return pick(cells, random);
}

const made = (value: CqlValue, name: Name): CqlValue =>
  name === "a" ? (value as number) + 1 : name === "b" ? `${value as string} ` : [...(value as number[]), 0];

const harms: Readonly<Record<string, Harm>> = {
  "a row removed": (rows, random) => {
    const row = aRow(rows, random);
    if (row !== undefined) rows.delete(row[0]);
    return row?.[0];
  },
  "a row added": (rows) => {
    rows.set("nobody/1", { id: "nobody", c: 1, cells: {} });
    return "nobody/1";
  },
  "a row put back that was deleted, filtered or has expired": (rows, random, all) => {
    const gone = all.filter(({ id, c }) => !rows.has(`${id}/${c}`));
    const back = pick(gone, random);
    if (back === undefined) return undefined;
    const { id, c } = back;
    rows.set(`${id}/${c}`, { id, c, cells: { a: { value: 1, writeTime: now * 1000, ttl: null } } });
    return `${id}/${c}`;
  },
  "a cell altered by the least step": (rows, random) => {
    const found = aCell(rows, random, () => true);
    if (found === undefined) return undefined;
    const { cell, name } = found;
    cell.value = cell.value === null ? null : made(cell.value, name);
    return found.key;
  },
  "a cell nulled": (rows, random) => {
    const found = aCell(rows, random, () => true);
    if (found !== undefined) found.row.cells[found.name] = undefined;
    return found?.key;
  },
  "a null filled": (rows, random) => {
    const found = pick(
      [...rows].flatMap(([key, row]) =>
        names.filter((name) => row.cells[name] === undefined).map((name) => ({ key, row, name })),
      ),
      random,
    );
    if (found === undefined) return undefined;
    const value = { a: 0, b: "", n: [0] }[found.name];
    found.row.cells[found.name] = { value, writeTime: 1, ttl: null };
    return found.key;
  },
  "a cell made for ever": (rows, random) => {
    const found = aCell(rows, random, ({ ttl }, name) => ttl !== null && name !== "n");
    if (found !== undefined) found.cell.ttl = null;
    return found?.key;
  },
  "a cell made to expire": (rows, random) => {
    const found = aCell(rows, random, ({ ttl }, name) => ttl === null && name !== "n");
    if (found !== undefined) found.cell.ttl = 1_000_000;
    return found?.key;
  },
  "a cell made to expire earlier": (rows, random) => {
    const found = aCell(rows, random, ({ ttl }, name) => ttl !== null && name !== "n");
    if (found !== undefined) found.cell.ttl = 60;
    return found?.key;
  },
  "a cell stamped in the future": (rows, random) => {
    const found = aCell(rows, random, (_, name) => name !== "n");
    if (found !== undefined) found.cell.writeTime = (now + 60_000) * 1000;
    return found?.key;
  },
  "two rows swapped": (rows, random) => {
    const [one, other] = [aRow(rows, random), aRow(rows, random)];
    if (one === undefined || other === undefined) return undefined;
    const text = (row: TableRow): string =>
      JSON.stringify(names.map((name) => row.cells[name]?.value ?? null));
    if (text(one[1]) === text(other[1])) return undefined;
    rows.set(one[0], { ...one[1], cells: other[1].cells });
    rows.set(other[0], { ...other[1], cells: one[1].cells });
    return one[0];
  },
};

const rounds = 150;

/** `k1/0` as a finding names it. */
const keyText = (key: string): string => `id='${key.replace("/", "', c=")}`;

describe("a table that holds what its records write", () => {
  it("is clean, and every record and cell is accounted for", async () => {
    for (let seed = 0; seed < rounds; seed++) {
      const written = records(new Random(seed, 1));
      const result = await verify(written, tableOf(written).values());
      const table = result.pipelines[0]?.tables[0];
      expect(result.outcome, `seed ${seed}: ${JSON.stringify(table?.findings)}`).toBe("clean");
      const { read, ...parts } = table?.records ?? { read: -1 };
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(read);
      expect(read).toBe(written.length);
      expect(table?.findings.cells).toMatchObject({ wrong: 0, unjudged: 0 });
    }
  });
});

describe("after harm, what was harmed is named:", () => {
  it.each(Object.entries(harms))("%s", async (_, harm) => {
    let harmed = 0;
    for (let seed = 0; seed < rounds; seed++) {
      const random = new Random(seed, 2);
      const written = records(random);
      const rows = tableOf(written);
      const key = harm(rows, random, written);
      if (key === undefined) continue;
      harmed++;
      const result = await verify(written, rows.values());
      expect(result.outcome, `seed ${seed}`).toBe("findings");
      const { missing, different, unexpected } = result.pipelines[0]?.tables[0]?.findings.examples ?? {
        missing: [],
        different: [],
        unexpected: [],
      };
      const named = [...missing, ...different, ...unexpected].map((finding) => finding.key);
      expect(named, `seed ${seed}`).toContain(keyText(key));
    }
    expect(harmed).toBeGreaterThan(rounds / 4);
  });
});
