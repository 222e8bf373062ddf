import { deserialize, serialize } from "node:v8";
import { describe, expect, it } from "vitest";
import { feedFor } from "#cli/commands/verify/feeds.js";
import { emptyRows, verifyPlan, type PlannedTable, type VerifyPlan } from "#cli/commands/verify/plan.js";
import { lostWrites } from "#cli/commands/verify/table-judge.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { Row, TableDescription } from "#cli/core/cql/table.js";
import { Random } from "#cli/core/generate/random.js";
import type { KafkaRecord } from "#cli/core/kafka/record.js";
import { BarePartitions } from "#cli/core/rows/bare-partitions.js";
import type { ExpectedRows } from "#cli/core/rows/expected-rows.js";
import { keyPosition } from "#cli/core/rows/key-position.js";
import { unpackRow } from "#cli/core/rows/packed-row.js";
import { isIn, type RingPart, ringParts, wholeRing } from "#cli/core/rows/ring-parts.js";
import { TableComparison } from "#cli/core/rows/table-comparison.js";
import type { TableFindings } from "#cli/core/rows/table-findings.js";
import type { EvaluatedWrite } from "#cli/core/rows/write-block.js";
import { fakeContext } from "#test/support/fakes/context.js";

/*
 * What is known of some of a topic's partitions, and what was found in some parts of a table, can be put together: it is
 * then what one reader of all would have known and found. Records of two topics feed the table, and many of them are of
 * one row and millisecond, so that write times are equal and their indexes count.
 */

const config = {
  "connector.class": "io.cassink.sink.CassandraSinkConnector",
  "key.converter": "org.apache.kafka.connect.storage.StringConverter",
  "value.converter": "org.apache.kafka.connect.storage.StringConverter",
  topics: "t,u",
  "topic.t.k.t.mapping": "id=value.id, c=value.c, s=value.s, a=value.a, b=value.b, __ttl=value.ttl",
  "topic.u.k.t.mapping": "id=value.id, c=value.c, s=value.s, a=value.a, b=value.b, __ttl=value.ttl",
};
const types = { id: "text", c: "int", s: "int", a: "int", b: "text" };
const kinds: Readonly<Record<string, "partition_key" | "clustering" | "static">> = {
  id: "partition_key",
  c: "clustering",
  s: "static",
};
const description: TableDescription = {
  keyspace: "k",
  name: "t",
  columns: Object.entries(types).map(([name, typeText]) => ({
    ...{ name, typeText, type: parseCqlType(typeText), position: 0, clusteringOrder: "none" },
    kind: kinds[name] ?? "regular",
  })),
};
const now = Date.UTC(2026, 0, 1);
const partitions = 3;
const examples = 2;
const rounds = 40;

interface Placed {
  readonly topic: number;
  readonly record: KafkaRecord;
}

/** As another thread or machine gets it. */
const sent = <Value>(value: Value): Value => deserialize(serialize(value)) as Value;

const planned = (): Promise<VerifyPlan> =>
  verifyPlan(
    [feedFor("p", config)],
    "p.yaml",
    examples,
    fakeContext({ cassandra: { describeTable: () => Promise.resolve(description) } }).context,
  );

const keys: readonly string[] = ["k0", "k1", "k2", "k3"];

function valueOf(random: Random): string {
  if (random.below(12) === 0) return random.below(2) === 0 ? "{" : '{"id": "k0", "c": "no number"}';
  const maybe = (value: unknown): unknown => [value, value, null, undefined][random.below(4)];
  const isDelete = random.below(6) === 0;
  return JSON.stringify({
    id: keys[random.below(keys.length)],
    c: random.below(2),
    ...(isDelete
      ? { s: null, a: null, b: null }
      : { s: maybe(random.below(3)), a: maybe(random.below(3)), b: maybe(`b${random.below(3)}`) }),
    // None is short: of several short ones with one write time it is not known which wins.
    ttl: isDelete ? 0 : [0, 0, 1_000_000, 2_000_000][random.below(4)],
  });
}

function logOf(random: Random): readonly Placed[] {
  const next = new Map<string, number>();
  return Array.from({ length: 5 + random.below(60) }, (): Placed => {
    const [topic, partition] = [random.below(2), random.below(partitions)];
    const offset = next.get(`${topic}-${partition}`) ?? 0;
    next.set(`${topic}-${partition}`, offset + 1);
    const timestamp = now - (random.below(3) === 0 ? 1_500_000_000 : 100_000) + random.below(4);
    const value = Buffer.from(valueOf(random));
    return { topic, record: { partition, offset, timestamp, key: null, value, headers: [] } };
  });
}

/** Another order, in which the records of each partition keep theirs. */
function interleaved(log: readonly Placed[], random: Random): readonly Placed[] {
  const byPartition = new Map<string, Placed[]>();
  for (const placed of log) {
    const of = `${placed.topic}-${placed.record.partition}`;
    byPartition.set(of, [...(byPartition.get(of) ?? []), placed]);
  }
  const queues = [...byPartition.values()];
  return log.flatMap(() => {
    const left = queues.filter(({ length }) => length > 0);
    return left[random.below(left.length)]?.shift() ?? [];
  });
}

/** Adds the records to the plan's folds. @returns what they write */
function read(plan: VerifyPlan, log: readonly Placed[], lost: (placed: Placed) => boolean): EvaluatedWrite[] {
  const writes: EvaluatedWrite[] = [];
  for (const table of plan.tables)
    for (const fed of table.fedBy) fed.target = { take: (write) => void writes.push(write) };
  for (const placed of log) {
    const { topic, record } = placed;
    const fold = plan.topics[topic]?.fold;
    if (lost(placed)) fold?.lose(record.partition, "compaction");
    else fold?.add(record);
  }
  return writes;
}

function merge(plan: VerifyPlan, parts: readonly VerifyPlan[]): void {
  for (const part of parts) {
    plan.topics.forEach(({ fold }, index) => {
      const of = part.topics[index]?.fold.snapshot();
      if (of !== undefined) fold.merge(sent(of));
    });
    plan.tables.forEach(({ fedBy }, index) =>
      fedBy.forEach((fed, at) => {
        const of = part.tables[index]?.fedBy[at]?.snapshot();
        if (of !== undefined) fed.merge(sent(of));
      }),
    );
  }
}

const known = (plan: VerifyPlan): unknown =>
  plan.tables.map((table) => [lostWrites(table, plan), ...table.fedBy.map((fed) => fed.snapshot())]);

const [table] = (await planned()).tables;
if (table === undefined) throw new Error("no table is planned");
const { statics } = table;
if (statics === undefined) throw new Error("no static column is judged");

/** Rows, and partitions with their statics, as the table has them: harmed here and there. */
interface Read {
  readonly rows: readonly (readonly [key: string, row: Row])[];
  readonly partitions: readonly (readonly [key: string, row: Row])[];
}

function harmed(rows: ExpectedRows, random: Random, columns: number): Read["rows"] {
  return [...rows.keys()].flatMap(([key, row]) => {
    const { expiry } = rows.lastStamp(row);
    if (random.below(8) === 0 || (expiry > 0 && expiry < now)) return [];
    const cells = unpackRow(rows.cells(row)).slice(0, columns);
    const values = cells.map((cell, at) => {
      const value = cell === undefined || cell === null ? null : at === 1 ? cell : Number(cell);
      return random.below(12) === 0 ? (at === 1 ? "harmed" : 9) : value;
    });
    const times = values.flatMap((value, at) => {
      const { writeTime, expiry } = rows.stampOf(row, at);
      const off = random.below(20) === 0 ? 1 : 0;
      return value === null
        ? [null, null]
        : [writeTime + off, expiry === 0 ? null : Math.floor((expiry - now) / 1000)];
    });
    const [id, c] = unpackRow(key);
    return [[key, [id ?? "", ...(c === undefined ? [] : [Number(c)]), ...values, ...times]] as const];
  });
}

const position = keyPosition(table.layout);
const inPart = (part: RingPart, key: string): boolean => isIn(part, position?.(key) ?? 0);

interface Parts {
  readonly rows: TableComparison;
  readonly statics: TableComparison;
  readonly bare: BarePartitions;
}

function comparisons(): Parts {
  const bare = new BarePartitions(emptyRows(table as PlannedTable), 1);
  const of = (part: Pick<PlannedTable, "layout">, areStatics: boolean): TableComparison =>
    new TableComparison({
      ...{ layout: part.layout, rows: emptyRows(part), examples, areStatics, bare },
      ...{ now: () => now, topics: ["t", "u"] },
    });
  return { rows: of(table as PlannedTable, false), statics: of(statics as PlannedTable, true), bare };
}

function compare(to: Parts, part: RingPart, writes: readonly EvaluatedWrite[], found: Read): void {
  const [rows, ofStatics] = [emptyRows(table as PlannedTable), emptyRows(statics as PlannedTable)];
  for (const write of writes) if (inPart(part, write.key)) (write.ofStatics ? ofStatics : rows).take(write);
  to.bare.beginPart(rows);
  to.rows.beginPart(rows);
  for (const [key, row] of found.rows) if (inPart(part, key)) to.rows.add(row);
  to.rows.endScan();
  to.statics.beginPart(ofStatics);
  for (const [key, row] of found.partitions) if (inPart(part, key)) to.statics.add(row);
  to.statics.endScan();
}

const finished = ({ rows, statics }: Parts): readonly TableFindings[] => [rows.finish(), statics.finish()];

function shuffled<Item>(items: readonly Item[], random: Random): readonly Item[] {
  return items
    .map((item) => ({ item, at: random.uniform() }))
    .sort((left, right) => left.at - right.at)
    .map(({ item }) => item);
}

describe("what several readers know of their partitions", () => {
  it("is together what one reader of all knows", async () => {
    let split = 0;
    for (let seed = 0; seed < rounds; seed++) {
      const random = new Random(seed, 11);
      const log = logOf(random);
      const lost = ({ record: { partition, offset } }: Placed): boolean =>
        partition === 1 && offset % 7 === seed % 7;
      const whole = await planned();
      read(whole, log, lost);
      const readers = 1 + random.below(4);
      const readerOf = new Map<string, number>();
      const ofReader =
        (reader: number) =>
        ({ topic, record: { partition } }: Placed): boolean => {
          const of = `${topic}-${partition}`;
          if (!readerOf.has(of)) readerOf.set(of, random.below(readers));
          return readerOf.get(of) === reader;
        };
      const parts: VerifyPlan[] = [];
      for (let reader = 0; reader < readers; reader++) {
        const part = await planned();
        read(part, interleaved(log.filter(ofReader(reader)), random), lost);
        parts.push(part);
      }
      const together = await planned();
      merge(together, shuffled(parts, random));
      expect(known(together), `seed ${seed}`).toEqual(known(whole));
      if (new Set(readerOf.values()).size > 1) split++;
    }
    expect(split).toBeGreaterThan(rounds / 2);
  });
});

describe("what is found in several parts of a table", () => {
  it("is together what is found in the whole, in whichever order records and parts come", async () => {
    const seen = { missing: 0, different: 0, unexpected: 0, expired: 0, tied: 0 };
    for (let seed = 0; seed < rounds; seed++) {
      const random = new Random(seed, 12);
      const log = logOf(random);
      const writes = read(await planned(), log, () => false);
      const others = read(await planned(), interleaved(log, random), () => false);
      const [expected, ofStatics] = [emptyRows(table), emptyRows(statics)];
      for (const write of writes) (write.ofStatics ? ofStatics : expected).take(write);
      const found: Read = {
        rows: [...harmed(expected, random, 2), ["zz\u0001=1", ["zz", 1, 1, "b", 5, null, 5, null]]],
        partitions: harmed(ofStatics, random, 1),
      };
      const whole = comparisons();
      compare(whole, wholeRing, writes, found);
      const together = comparisons();
      const ring = ringParts(wholeRing, 2 ** random.below(4));
      for (const part of shuffled(ring, random)) {
        const of = comparisons();
        compare(of, part, others, { ...found, rows: shuffled(found.rows, random) });
        together.rows.merge(sent(of.rows.snapshot()));
        together.statics.merge(sent(of.statics.snapshot()));
        together.bare.merge(sent(of.bare.snapshot()));
      }
      const findings = finished(whole);
      expect(finished(together), `seed ${seed}`).toEqual(findings);
      for (const each of findings) {
        for (const kind of ["missing", "different", "unexpected", "expired"] as const)
          seen[kind] += each[kind];
        seen.tied += each.differentTied;
      }
    }
    for (const [kind, count] of Object.entries(seen)) expect(count, kind).toBeGreaterThan(rounds / 20);
  });
});
