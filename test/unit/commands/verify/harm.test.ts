import { describe, expect, it } from "vitest";
import type { VerifyTableResult } from "#cli/commands/verify/table.js";
import { Random } from "#cli/core/generate/random.js";
import type { CqlValue } from "#cli/core/cql/value.js";
import { acceptableReasons } from "#cli/core/rows/reasons.js";
import { verifyTable } from "#cli/program/verify.js";
import { fakeSpills } from "#test/support/fakes/spills.js";
import {
  names,
  now,
  records,
  tableOf,
  verify,
  type Cell,
  type Name,
  type TableRow,
  type Written,
} from "./random-table.js";

/*
 * A table that holds exactly what its random records write is clean, and after each kind of harm it is not: what was
 * harmed is named.
 */

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

describe("a table that is judged in parts, from files", () => {
  it("gives the same report, right and harmed", async () => {
    let spilled = 0;
    const kinds = Object.values(harms);
    for (let seed = 0; seed < rounds; seed++) {
      const random = new Random(seed, 3);
      const written = records(random);
      const rows = tableOf(written);
      const harm = kinds[seed % (2 * kinds.length)];
      harm?.(rows, random, written);
      const spills = fakeSpills({
        held: random.below(4_000),
        writesPerPart: 1 + random.below(8),
        step: 1 + random.below(4_000),
        pause: Infinity,
      });
      const inParts = await verify(written, rows.values(), spills);
      const [opened] = spills.opened;
      expect(opened?.isClosed).toBe(true);
      if ((opened?.files.size ?? 0) > 0) spilled++;
      expect(inParts, `seed ${seed}`).toEqual(await verify(written, rows.values()));
    }
    expect(spilled).toBeGreaterThan(rounds / 2);
  });
});

describe("a table that several workers read", () => {
  it("gives the same report, right and harmed", async () => {
    const kinds = Object.values(harms);
    for (let seed = 0; seed < rounds; seed++) {
      const random = new Random(seed, 6);
      const written = records(random);
      const rows = tableOf(written);
      const harm = kinds[seed % (2 * kinds.length)];
      harm?.(rows, random, written);
      const options = { examples: random.below(4), ...(seed % 3 === 0 ? { proof: "p" } : {}) };
      const files = { writeText: () => Promise.resolve() };
      const around = { partitions: 1 + random.below(4), low: random.below(2) };
      const limits = {
        held: random.below(4_000),
        writesPerPart: 1 + random.below(8),
        step: 1 + random.below(4_000),
        pause: Infinity,
      };
      const alone = await verify(written, rows.values(), fakeSpills(limits), options, files, around);
      const together = await verify(
        written,
        rows.values(),
        fakeSpills(limits),
        { ...options, workers: 2 + random.below(3) },
        files,
        around,
      );
      expect(together, `seed ${seed}`).toEqual(alone);
    }
  });
});

describe("the digests of a proof", () => {
  it("are the same for what is expected and found exactly where nothing is wrong", async () => {
    const kinds = Object.values(harms);
    for (let seed = 0; seed < rounds; seed++) {
      const random = new Random(seed, 5);
      const written = records(random);
      const rows = tableOf(written);
      const harm = kinds[seed % (2 * kinds.length)];
      const isHarmed = harm?.(rows, random, written) !== undefined;
      const report = new Map<string, string>();
      const files = {
        writeText: (path: string, text: string) => Promise.resolve(void report.set(path, text)),
      };
      const { pipelines, outcome } = await verify(
        written,
        rows.values(),
        fakeSpills(),
        { proof: "p" },
        files,
      );
      const [part] = pipelines[0]?.tables[0]?.parts ?? [];
      expect(outcome).toBe(isHarmed ? "findings" : "clean");
      const isSame = part?.found.digest === part?.expected.digest;
      if (!isOfTimesAlone(pipelines)) expect(isSame, `seed ${seed}`).toBe(!isHarmed);
      expect(report.get("p")).toContain(part?.found.digest);
    }
  });
});

/** Digests have no write times and times to live. */
const isOfTimesAlone = ([pipeline]: VerifyTableResult["pipelines"]): boolean => {
  const { missing, unexpected, different, faults } = pipeline?.tables[0]?.findings ?? {};
  return missing === 0 && unexpected === 0 && different !== 0 && faults?.value === 0;
};

describe("a sample of the rows", () => {
  it("is never clean, and finds of the harm what is in it", async () => {
    const found = { findings: 0, unjudged: 0 };
    for (let seed = 0; seed < rounds; seed++) {
      const random = new Random(seed, 4);
      const written = records(random);
      const rows = tableOf(written);
      const isHarmed = seed % 3 > 0;
      const key = isHarmed ? harms["a row removed"]?.(rows, random, written) : undefined;
      const { outcome, pipelines } = await verify(written, rows.values(), fakeSpills(), { sample: 0.5 });
      const table = pipelines[0]?.tables[0];
      if (outcome !== "findings" && outcome !== "unjudged") throw new Error(`seed ${seed}: ${outcome}`);
      if (key === undefined) expect(outcome, `seed ${seed}`).toBe("unjudged");
      else found[outcome]++;
      expect(table?.sample).toMatchObject({ parts: 512, of: 1024 });
      expect(table?.sample?.wrongBelow === undefined).toBe(outcome === "findings");
      const { read, ...parts } = table?.records ?? { read: -1 };
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(read);
      expect(table?.findings.missing).toBe(outcome === "findings" ? 1 : 0);
    }
    // Half of them, about.
    expect(Math.min(found.findings, found.unjudged)).toBeGreaterThan(rounds / 8);
  });

  it("cannot be accepted as the whole", () => {
    expect(acceptableReasons).not.toContain("sample");
    expect(() => verifyTable.options.allowUnjudged.parse("sample")).toThrow(/no reason/);
    expect(() => verifyTable.options.sample.parse("0")).toThrow(/nothing/);
  });
});
