import { describe, expect, it } from "vitest";
import type { VerifyTableResult } from "#cli/commands/verify/table.js";
import { Random } from "#cli/core/generate/random.js";
import type { TableFindings } from "#cli/core/rows/table-findings.js";
import { now } from "../random-table.js";
import { harmedTable } from "./random-harm.js";
import { type Asked, tableOf, verifyWorld } from "./random-servers.js";
import {
  isStatic,
  type Name,
  randomWorld,
  recordOf,
  regular,
  type Said,
  statics,
  type World,
} from "./random-world.js";

/*
 * What `--since` says of the cells that later records set, null or delete is what the whole verification says of them:
 * of tables with static columns and collections, of one topic or two, in each order, right and harmed.
 */

const rounds = 100;

type Starts = readonly (readonly number[])[];

function randomStarts({ logs }: World, random: Random): Starts {
  // Late ones more often: then most is before.
  return logs.map((of) =>
    of.map(({ length }) => Math.max(random.below(length + 1), random.below(2) * random.below(length + 1))),
  );
}

/** Some partitions have lost their first records, up to the start or, rarely, beyond. */
function randomLow({ logs }: World, starts: Starts, random: Random): Starts | undefined {
  if (random.below(4) > 0) return undefined;
  return logs.map((of, topic) =>
    of.map(({ length }, partition) =>
      Math.min(length, random.below((starts[topic]?.[partition] ?? 0) + 1) + (random.below(6) === 0 ? 2 : 0)),
    ),
  );
}

const isLater = ({ topic, partition, offset }: Said, starts: Starts): boolean =>
  offset >= (starts[topic]?.[partition] ?? 0);

/** The cells that later records set, null or delete, as `key column`, as far as the broker has these. */
function changedCells({ said, mapped }: World, starts: Starts, low: Starts = []): ReadonlySet<string> {
  const cells = new Set<string>();
  for (const each of said) {
    if (!isLater(each, starts) || !isLater(each, low) || each.kind === "refused" || each.kind === "unknown")
      continue;
    const { id, c, fields, kind, topic } = each;
    const names: readonly Name[] =
      kind === "delete" ? regular : (mapped[topic] ?? []).filter((name) => fields[name] !== undefined);
    cells.add(`${id}/${c}`);
    for (const name of names) cells.add(`${isStatic(name) ? id : `${id}/${c}`} ${name}`);
  }
  return cells;
}

/** `id='k1', c=0` as `k1/0`. */
const plainKey = (text: string): string =>
  text.replace(/^id='(\w+)'(, c=)?/, (_, id: string, c?: string) => id + (c === undefined ? "" : "/"));

interface Found {
  readonly missing: readonly string[];
  readonly others: readonly string[];
}

/** @param changed of which cells; undefined for all */
function foundIn({ pipelines: [pipeline] }: VerifyTableResult, changed?: ReadonlySet<string>): Found {
  const table = pipeline?.tables[0];
  const missing: string[] = [];
  const others: string[] = [];
  const isOf = (cell: string): boolean => changed?.has(cell) ?? true;
  for (const part of [table?.findings, table?.statics]) {
    for (const { key } of part?.examples.missing ?? []) if (isOf(plainKey(key))) missing.push(plainKey(key));
    for (const { key } of part?.examples.unexpected ?? []) {
      const plain = plainKey(key);
      const names = plain.includes("/") ? [""] : statics.map((name) => ` ${name}`);
      if (names.some((name) => isOf(`${plain}${name}`))) others.push(`${plain} is unexpected`);
    }
    for (const { key, columns } of part?.examples.different ?? [])
      for (const { column, fault } of columns)
        if (isOf(`${plainKey(key)} ${column}`)) others.push(`${plainKey(key)} ${column}: ${fault}`);
  }
  return { missing: missing.sort(), others: others.sort() };
}

/** A row whose later values have all expired: what an earlier one should keep is not missed. */
function mayBeOver(key: string, { said }: World, starts: Starts): boolean {
  return said.some(
    (each) =>
      `${each.id}/${each.c}` === key &&
      isLater(each, starts) &&
      each.ttl > 0 &&
      each.time + 1000 * each.ttl <= now,
  );
}

const readsWhole = ({ pipelines: [pipeline] }: VerifyTableResult): boolean =>
  pipeline?.outcome !== "failed" && pipeline?.since?.readsWhole === true;

describe("--since", () => {
  it("finds in the cells that later records write what the whole verification finds, and nothing else", async () => {
    const seen = { inside: 0, outside: 0, rightByLaterAlone: 0, missed: 0 };
    for (let seed = 0; seed < rounds; seed++) {
      const random = new Random(seed, 31);
      const world = randomWorld(random);
      const starts = randomStarts(world, random);
      const low = randomLow(world, starts, random);
      const table = harmedTable(world.said, (each) => isLater(each, starts), random);
      const asked: Asked = low === undefined ? {} : { low };
      const changed = changedCells(world, starts, low);
      const whole = await verifyWorld(world, table, asked);
      const result = await verifyWorld(world, table, { ...asked, starts });
      const [all, wanted, found] = [foundIn(whole), foundIn(whole, changed), foundIn(result)];
      const isMissed = (key: string): boolean =>
        !found.missing.includes(key) && mayBeOver(key, world, starts);
      const missed = wanted.missing.filter(isMissed);
      expect(
        { ...found, readsWhole: readsWhole(result) },
        `seed ${seed}: ${world.order}, from ${JSON.stringify(starts)}, first ${JSON.stringify(low)}`,
      ).toEqual({
        missing: wanted.missing.filter((key) => !isMissed(key)),
        others: wanted.others,
        readsWhole: readsWhole(result),
      });
      const count = ({ missing, others }: Found): number => missing.length + others.length;
      if (count(wanted) > 0) seen.inside++;
      if (count(all) > count(wanted)) seen.outside++;
      if (!readsWhole(result)) seen.rightByLaterAlone++;
      seen.missed += missed.length;
    }
    expect(Math.min(seen.inside, seen.outside, seen.rightByLaterAlone)).toBeGreaterThan(rounds / 8);
  });

  it("says the same where it reads the later records alone as where it reads all", async () => {
    let alone = 0;
    for (let seed = 0; seed < rounds; seed++) {
      const random = new Random(seed, 32);
      const world = randomWorld(random);
      const starts = randomStarts(world, random);
      // For an earlier record of which nobody knows what it writes, only the whole verification leaves its row unjudged.
      if (world.said.some((each) => each.kind === "unknown" && !isLater(each, starts))) continue;
      const asked: Asked = { starts };
      const table =
        random.below(4) === 0
          ? harmedTable(world.said, (each) => isLater(each, starts), random)
          : tableOf(world.said);
      const result = await verifyWorld(world, table, asked);
      if (readsWhole(result) || !world.mapped[0]?.some((name) => !isStatic(name))) continue;
      alone++;
      // One more later record, whose row is missing: that makes it read all.
      const more = withMore(world, [nobody(world)]);
      const all = await verifyWorld(more, table, asked);
      expect(readsWhole(all)).toBe(true);
      const place = `seed ${seed}: ${world.order}, from ${JSON.stringify(starts)}`;
      expect(countsOf(result, 0), place).toEqual(countsOf(all, 1));
    }
    expect(alone).toBeGreaterThan(rounds / 10);
  });
});

describe("--since, while records come", () => {
  it("is clean, and finds harm, as the whole verification that is given the same time", async () => {
    const seen = { clean: 0, harmed: 0 };
    for (let seed = 0; seed < rounds; seed++) {
      const random = new Random(seed, 33);
      const all = randomWorld(random);
      const world = firstOf(all, 1 + random.below(all.said.length));
      const starts = randomStarts(world, random);
      const table =
        random.below(2) === 0
          ? tableOf(all.said)
          : harmedTable(all.said, (each) => isLater(each, starts), random);
      const changed = changedCells(world, starts);
      const whole = foundIn(await verifyWorld(world, table, { meanwhile: all }), changed);
      const result = await verifyWorld(world, table, { starts, meanwhile: all });
      const found = foundIn(result);
      const isMissed = (key: string): boolean => !found.missing.includes(key) && mayBeOver(key, all, starts);
      expect(found, `seed ${seed}: ${world.order}, from ${JSON.stringify(starts)}`).toEqual({
        ...whole,
        missing: whole.missing.filter((key) => !isMissed(key)),
      });
      seen[whole.missing.length + whole.others.length > 0 ? "harmed" : "clean"]++;
    }
    expect(Math.min(seen.clean, seen.harmed)).toBeGreaterThan(rounds / 20);
  });

  it("reads what is before for no row that is right once these are carried", async () => {
    let moving = 0;
    for (let seed = 0; seed < rounds; seed++) {
      const random = new Random(seed, 34);
      const all = randomWorld(random);
      const world = firstOf(all, 1 + random.below(all.said.length));
      // Here no earlier record wins over a later one.
      const isSure = all.order === "log" && all.mapped.length === 1;
      if (!isSure || all.said.some(({ kind }) => kind === "unknown")) continue;
      const starts = randomStarts(world, random);
      const result = await verifyWorld(world, tableOf(all.said), { starts, meanwhile: all });
      // A value that a later record sets again after it has expired is not judged by either.
      if (result.outcome === "unjudged") continue;
      expect(readsWhole(result), `seed ${seed}, from ${JSON.stringify(starts)}`).toBe(false);
      if (JSON.stringify([...tableOf(all.said).rows]) !== JSON.stringify([...tableOf(world.said).rows]))
        moving++;
    }
    expect(moving).toBeGreaterThan(rounds / 40);
  });
});

/** What was there when so many records were. */
function firstOf({ said: all, ...world }: World, count: number): World {
  const said = all.slice(0, count);
  const logs = world.logs.map((of, topic) =>
    of.map((log, partition) =>
      log.slice(0, said.filter((each) => each.topic === topic && each.partition === partition).length),
    ),
  );
  return { ...world, said, logs };
}

/** A record of a row that no other one writes: a column, for ever. */
function nobody({ said, mapped, logs }: World): Said {
  const name = mapped[0]?.find((each) => !isStatic(each)) ?? "a";
  const fields = { [name]: { a: 1, b: "b", n: [1], m: [["x", 1]], s: 1, w: [1] }[name] };
  return {
    ...{ topic: 0, partition: 0, offset: logs[0]?.[0]?.length ?? 0, id: "nobody", c: 0, time: now },
    ...{ fields, ttl: 0, kind: "put", writeTime: 1000 * now + said.length },
  };
}

function withMore(world: World, more: readonly Said[]): World {
  const logs = world.logs.map((of, topic) =>
    of.map((log, partition) => [
      ...log,
      ...more.filter((each) => each.topic === topic && each.partition === partition).map(recordOf),
    ]),
  );
  return { ...world, said: [...world.said, ...more], logs };
}

/** What is said of rows and cells. @param nobodies rows that are missing, and are left out */
function countsOf({ pipelines: [pipeline] }: VerifyTableResult, nobodies: 0 | 1): unknown {
  const table = pipeline?.tables[0];
  if (table?.since === undefined) throw new Error("nothing was verified");
  const parts = [table.findings, table.statics].map((part, index) => {
    if (part === undefined) return undefined;
    const less = index === 0 ? nobodies : 0;
    const { found, different, unexpected, cells, rows, restartedIndex, notLookedAt, expired, unjudged } =
      part;
    return {
      ...{ found, different, unexpected, restartedIndex, notLookedAt, expired, unjudged },
      ...{ expected: part.expected - less, missing: part.missing - less },
      cells: { ...cells, wrong: cells.wrong - less * columnsOf(part) },
      rows: { ...rows, wrong: rows.wrong - less },
    };
  });
  const since = { ...table.since, changedRows: table.since.changedRows - nobodies };
  return { parts, since, unjudged: table.unjudged };
}

/** All that are mapped: a missing row lacks them all, and nothing else is wrong. */
const columnsOf = ({ cells, missing }: TableFindings): number => cells.wrong / Math.max(1, missing);
