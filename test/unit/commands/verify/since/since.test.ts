import { describe, expect, it } from "vitest";
import type { VerifyTableResult } from "#cli/commands/verify/table.js";
import { Random } from "#cli/core/generate/random.js";
import { names, now, tableOf, type TableRow } from "../random-table.js";
import { changedBy, type Log, partitionOf, randomLog, rowsOf, startsText, verifyLog } from "./random-log.js";

const rounds = 60;

function randomStarts({ partitions }: Log, random: Random): readonly number[] {
  return partitions.map(({ length }) => random.below(length + 1));
}

const tableIn = ({ pipelines: [pipeline] }: VerifyTableResult) => {
  const table = pipeline?.tables[0];
  if (table === undefined) throw new Error("no table was verified");
  return table;
};

/** `k1/0` as a finding names it. */
const keyText = (key: string): string => `id='${key.replace("/", "', c=")}`;

const named = (result: VerifyTableResult): readonly string[] => {
  const { missing, different, unexpected } = tableIn(result).findings.examples;
  return [...missing, ...different, ...unexpected].map((finding) => finding.key);
};

const isClean = async (log: Log): Promise<boolean> =>
  (await verifyLog(log, rowsOf(log), undefined)).outcome === "clean";

describe("--since, of a table that the whole verification finds clean", () => {
  it("is clean wherever it begins, and accounts for the later records and the changed rows alone", async () => {
    let whole = 0;
    for (let seed = 0; seed < rounds; seed++) {
      const random = new Random(seed, 11);
      const log = randomLog(random);
      expect(await isClean(log), `seed ${seed}`).toBe(true);
      const starts = randomStarts(log, random);
      const result = await verifyLog(log, rowsOf(log), startsText(starts));
      const table = tableIn(result);
      expect(result.outcome, `seed ${seed}: ${JSON.stringify(table)}`).toBe("clean");
      const changed = changedBy(log, starts);
      const { read, ...parts } = table.records;
      expect(read).toBe(log.partitions.reduce((sum, { length }, at) => sum + length - (starts[at] ?? 0), 0));
      expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(read);
      expect(table.since?.changedRows).toBe(changed.size);
      const { rows, cells, notLookedAt = 0 } = table.findings;
      expect(rows).toEqual({ right: changed.size, wrong: 0, unjudged: 0 });
      expect(cells.right + notLookedAt).toBe(3 * changed.size);
      expect(table.since?.cellsNotLookedAt).toBe(notLookedAt);
      if (result.pipelines[0]?.outcome !== "failed" && result.pipelines[0]?.since?.readsWhole === true)
        whole++;
    }
    // Late records make it read all, and most need not.
    expect(whole).toBeGreaterThan(rounds / 20);
    expect(whole).toBeLessThan(rounds / 2);
  });
});

/** Changes a row, or one cell of it. @returns false where there is nothing of the kind */
type Harm = (rows: Map<string, TableRow>, key: string, name: (typeof names)[number]) => boolean;

const harms: Readonly<Record<string, Harm>> = {
  // One that holds a value of a later record: others' values may keep a row whose later ones have expired.
  "a row removed": (rows, key, name) => rows.get(key)?.cells[name]?.value != null && rows.delete(key),
  "a row put back": (rows, key, name) => {
    if (rows.has(key)) return false;
    const [id = "", c] = key.split("/");
    const value = { a: 1, b: "", n: [1] }[name];
    rows.set(key, { id, c: Number(c), cells: { [name]: { value, writeTime: now * 1000, ttl: null } } });
    return true;
  },
  "a value altered": (rows, key, name) => {
    const cell = rows.get(key)?.cells[name];
    if (cell === undefined || cell.value === null) return false;
    cell.value = name === "a" ? (cell.value as number) + 1 : name === "b" ? "altered" : [7, 7, 7];
    return true;
  },
  "a value nulled": (rows, key, name) => {
    const row = rows.get(key);
    if (row?.cells[name] === undefined) return false;
    row.cells[name] = undefined;
    return true;
  },
  "a null filled": (rows, key, name) => {
    const row = rows.get(key);
    if (row === undefined || row.cells[name] !== undefined) return false;
    row.cells[name] = { value: { a: 0, b: "", n: [0] }[name], writeTime: now * 1000, ttl: null };
    return true;
  },
  "a value of a later time": (rows, key, name) => {
    const cell = rows.get(key)?.cells[name];
    if (cell === undefined || name === "n") return false;
    cell.writeTime = (now + 60_000) * 1000;
    return true;
  },
  "a value that expires otherwise": (rows, key, name) => {
    const cell = rows.get(key)?.cells[name];
    if (cell === undefined || name === "n") return false;
    cell.ttl = cell.ttl === null ? 1_000_000 : null;
    return true;
  },
};

describe("--since, after harm to a cell that later records set, names it:", () => {
  it.each(Object.entries(harms))("%s", async (_, harm) => {
    let harmed = 0;
    for (let seed = 0; seed < rounds; seed++) {
      const random = new Random(seed, 12);
      const log = randomLog(random);
      const starts = randomStarts(log, random);
      const changed = [...changedBy(log, starts)];
      const [key, columns] = changed[random.below(Math.max(1, changed.length))] ?? [];
      if (key === undefined || columns === undefined) continue;
      const rows = rowsOf(log);
      const name = [...columns][random.below(columns.size)] as (typeof names)[number] | undefined;
      if (name === undefined || !harm(rows, key, name)) continue;
      const result = await verifyLog(log, rows, startsText(starts));
      const whole = await verifyLog(log, rows, undefined);
      if (whole.outcome !== "findings") throw new Error(`seed ${seed}: no harm`);
      expect(result.outcome, `seed ${seed}`).toBe("findings");
      expect(named(result), `seed ${seed}`).toEqual([keyText(key)]);
      harmed++;
    }
    expect(harmed).toBeGreaterThan(rounds / 20);
  });
});

describe("--since, after harm to another cell", () => {
  it("does not see it, and counts it as not looked at", async () => {
    let harmed = 0;
    for (let seed = 0; seed < rounds; seed++) {
      const random = new Random(seed, 13);
      const log = randomLog(random);
      const starts = randomStarts(log, random);
      const changed = changedBy(log, starts);
      const rows = rowsOf(log);
      const cells = [...rows].flatMap(([key, row]) =>
        names.flatMap((name) =>
          changed.get(key)?.has(name) === true || row.cells[name]?.value == null ? [] : [{ key, name }],
        ),
      );
      const cell = cells[random.below(Math.max(1, cells.length))];
      if (cell === undefined || harms["a value altered"]?.(rows, cell.key, cell.name) !== true) continue;
      harmed++;
      const before = tableIn(await verifyLog(log, rowsOf(log), startsText(starts)));
      const result = await verifyLog(log, rows, startsText(starts));
      expect(result.outcome, `seed ${seed}`).toBe("clean");
      expect(tableIn(result).since).toEqual(before.since);
      if (changed.has(cell.key)) expect(tableIn(result).since?.cellsNotLookedAt).toBeGreaterThan(0);
      expect((await verifyLog(log, rows, undefined)).outcome).toBe("findings");
    }
    expect(harmed).toBeGreaterThan(rounds / 4);
  });
});

/** Of each record: whether it is a later one. */
function areLater({ written }: Log, starts: readonly number[]): readonly boolean[] {
  const seen = [0, 0];
  return written.map((record) => {
    const partition = partitionOf(record);
    const offset = seen[partition] ?? 0;
    seen[partition] = offset + 1;
    return offset >= (starts[partition] ?? 0);
  });
}

describe("--since, of a table into which a record was never written", () => {
  it("finds each later one that the whole verification misses", async () => {
    let missed = 0;
    for (let seed = 0; seed < 2 * rounds; seed++) {
      const random = new Random(seed, 14);
      const log = randomLog(random);
      const starts = randomStarts(log, random);
      const later = log.written.filter((_, index) => areLater(log, starts)[index] === true);
      const dropped = later[random.below(Math.max(1, later.length))];
      const rows = tableOf(
        log.written.filter((record) => record !== dropped),
        undefined,
        log.writeTimeOf,
      );
      const whole = await verifyLog(log, rows, undefined);
      const result = await verifyLog(log, rows, startsText(starts));
      expect(result.outcome, `seed ${seed}`).toBe(whole.outcome);
      expect(named(result)).toEqual(named(whole));
      if (whole.outcome === "findings") missed++;
    }
    expect(missed).toBeGreaterThan(rounds / 4);
  });

  it("finds an earlier one that wins over later ones in a cell that they set", async () => {
    let missed = 0;
    for (let seed = 0; seed < 6 * rounds; seed++) {
      const random = new Random(seed, 15);
      const log = randomLog(random);
      const starts = randomStarts(log, random);
      const earlier = log.written.filter((_, index) => areLater(log, starts)[index] === false);
      const dropped = earlier[random.below(Math.max(1, earlier.length))];
      const truth = rowsOf(log);
      const rows = tableOf(
        log.written.filter((record) => record !== dropped),
        undefined,
        log.writeTimeOf,
      );
      const isTouched = [...changedBy(log, starts)].some(([key, columns]) =>
        [...columns].some((column) => {
          const cellIn = (table: typeof truth): unknown =>
            table.get(key)?.cells[column as (typeof names)[number]];
          return JSON.stringify(cellIn(truth)) !== JSON.stringify(cellIn(rows));
        }),
      );
      if (!isTouched || (await verifyLog(log, rows, undefined)).outcome !== "findings") continue;
      expect((await verifyLog(log, rows, startsText(starts))).outcome, `seed ${seed}`).toBe("findings");
      missed++;
    }
    expect(missed).toBeGreaterThan(rounds / 30);
  });
});
