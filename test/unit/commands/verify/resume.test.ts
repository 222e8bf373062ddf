import { describe, expect, it } from "vitest";
import type { VerifyTableResult } from "#cli/commands/verify/table.js";
import { Random } from "#cli/core/generate/random.js";
import { since } from "#cli/core/kafka/since.js";
import { fakeSpills } from "#test/support/fakes/spills.js";
import {
  names,
  now,
  records,
  reportOf,
  tableOf,
  verify,
  type Surroundings,
  type Written,
} from "./random-table.js";

/* A run that ends before its time, at each moment at which it may, and is resumed, gives the same report. */

class Killed extends Error {}

const rounds = 12;
const limits = { held: 1_000, writesPerPart: 6, step: 2_000, pause: 0 };

/** Throws at the given step, counted from 0. */
function killer(at: number): { readonly tick: () => void; steps: number } {
  const count = {
    steps: 0,
    tick: () => {
      if (count.steps++ === at) throw new Killed();
    },
  };
  return count;
}

/** Records that come once the ends are fixed. */
const laterRecords = (random: Random): readonly Written[] =>
  records(random)
    .slice(0, 6)
    .map((record, index) => ({ ...record, time: now - 1000 + index, ttl: 0 }));

interface Round {
  readonly written: readonly Written[];
  readonly rows: ReturnType<typeof tableOf>;
  readonly around: Surroundings;
}

function round(seed: number): Round {
  const random = new Random(seed, 7);
  // Of some, several records of a row are in one millisecond; of some, the first are deleted.
  const grain = seed % 4 < 2 ? 16_000 : 1;
  const written = records(random).map((record) => ({ ...record, time: record.time - (record.time % grain) }));
  const later = seed % 2 === 0 ? laterRecords(random) : undefined;
  const rows = tableOf([...written, ...(later ?? [])]);
  // Some are harmed, so that there is something to be kept of them.
  for (const key of [...rows.keys()]) {
    const kind = random.below(4);
    const row = rows.get(key);
    if (row === undefined || seed % 3 === 0) continue;
    if (kind === 0) rows.delete(key);
    else if (kind === 1)
      for (const name of names) {
        const cell = row.cells[name];
        if (cell !== undefined && name === "b") cell.value = "harmed";
      }
  }
  if (seed % 3 === 1) rows.set("nobody/1", { id: "nobody", c: 1, cells: {} });
  return {
    written,
    rows,
    around: { low: seed % 5 === 0 ? 2 : 0, ...(later === undefined ? {} : { later }) },
  };
}

describe("a run that is interrupted and resumed", () => {
  it("gives the same report, wherever it was interrupted", async () => {
    let resumed = 0;
    for (let seed = 0; seed < rounds; seed++) {
      const { written, rows, around } = round(seed);
      const proof = seed % 4 === 0 ? { proof: "p" } : {};
      const files = { writeText: () => Promise.resolve() };
      const uninterrupted = reportOf(
        await verify(written, rows.values(), fakeSpills(limits), proof, files, around),
      );
      for (let at = 0; ; at++) {
        const spills = fakeSpills(limits);
        const first = killer(at);
        spills.onKeep = first.tick;
        let end = await outcome(() =>
          verify(written, rows.values(), spills, proof, files, { ...around, onStep: first.tick }),
        );
        if (end !== "killed") break;
        // And killed a second time in what is left.
        const second = killer(seed % 5);
        for (const { tick } of [second, killer(-1)]) {
          const isLeft = (await spills.left()).length > 0;
          if (end !== "killed") break;
          if (isLeft) resumed++;
          spills.onKeep = tick;
          end = await outcome(() =>
            verify(written, rows.values(), spills, { ...proof, ...(isLeft ? { resume: true } : {}) }, files, {
              ...around,
              onStep: tick,
            }),
          );
        }
        expect(end, `seed ${seed}, killed at step ${at}`).toEqual(uninterrupted);
        expect(await spills.left()).toEqual([]);
      }
    }
    expect(resumed).toBeGreaterThan(rounds * 10);
  });
});

describe("a run of several workers that is interrupted and resumed", () => {
  it("gives the same report, wherever it was interrupted, and as one worker gives it", async () => {
    let resumed = 0;
    for (let seed = 0; seed < rounds; seed++) {
      const { written, rows, around: of } = round(seed);
      const around = { ...of, partitions: 3 };
      const proof = seed % 4 === 0 ? { proof: "p" } : {};
      const files = { writeText: () => Promise.resolve() };
      const alone = reportOf(await verify(written, rows.values(), fakeSpills(limits), proof, files, around));
      const options = { ...proof, workers: 2 };
      for (let at = 0; ; at++) {
        const spills = fakeSpills(limits);
        const { tick } = killer(at);
        spills.onKeep = tick;
        let end = await outcome(() =>
          verify(written, rows.values(), spills, options, files, { ...around, onStep: tick }),
        );
        if (end !== "killed") break;
        delete spills.onKeep;
        const isLeft = (await spills.left()).length > 0;
        if (isLeft) resumed++;
        end = reportOf(
          await verify(
            written,
            rows.values(),
            spills,
            { ...options, ...(isLeft ? { resume: true } : {}) },
            files,
            around,
          ),
        );
        expect(end, `seed ${seed}, killed at step ${at}`).toEqual(alone);
        expect(await spills.left()).toEqual([]);
      }
    }
    expect(resumed).toBeGreaterThan(rounds * 5);
  });
});

describe("a run that is resumed days later", () => {
  it("judges each row by the clock of when it is read: what has expired meanwhile is no finding", async () => {
    let expired = 0;
    for (let seed = 0; seed < rounds; seed++) {
      const written = records(new Random(seed, 9));
      const later = now + 20 * 24 * 3_600_000;
      for (let at = 1; ; at += 4) {
        const spills = fakeSpills(limits);
        const { tick } = killer(at);
        spills.onKeep = tick;
        const rows = tableOf(written);
        const end = await outcome(() => verify(written, rows.values(), spills, {}, {}, { onStep: tick }));
        if (end !== "killed") break;
        delete spills.onKeep;
        if ((await spills.left()).length === 0) continue;
        const left = tableOf(written, later);
        if (left.size < rows.size) expired++;
        const result = await verify(written, left.values(), spills, { resume: true }, {}, { at: later });
        expect(result.outcome, `seed ${seed}, killed at step ${at}`).toBe("clean");
      }
    }
    expect(expired).toBeGreaterThan(rounds);
  });
});

describe("an interrupted run", () => {
  const logs = Array.from({ length: 50 }, (_, seed) => records(new Random(seed, 8)));
  const written = logs.find(({ length }) => length > 35) ?? [];
  const rows = tableOf(written);

  /** A run that was interrupted while it read. */
  async function interrupted(around: Surroundings = {}): Promise<ReturnType<typeof fakeSpills>> {
    const spills = fakeSpills(limits);
    const kill = killer(3);
    const end = await outcome(() =>
      verify(written, rows.values(), spills, {}, {}, { topicId: "one", ...around, onStep: kill.tick }),
    );
    expect(end).toBe("killed");
    return spills;
  }

  it.each([
    ["another option", {}, { examples: 3 }, ["--examples was 100, and is 3"]],
    ["another consistency", {}, { consistency: "ALL" }, ["--consistency was LOCAL_ONE, and is ALL"]],
    ["a topic made anew", { topicId: "two" }, {}, ["topic t was made anew"]],
    ["a table altered", { tableId: "two" }, {}, ["table k.t was made anew or altered"]],
    [
      "another mapping",
      { settings: { "topic.t.k.t.mapping": "id=value.id, c=value.c, a=value.b, b=value.b, n=value.n" } },
      {},
      ["connector p: topic.t.k.t.mapping is another"],
    ],
    ["records deleted unread", { low: 30 }, {}, ["t-0@15: is no longer in the topic"]],
    ["a topic cut short", { high: 20 }, {}, ["t-0@15: is no longer in the topic"]],
  ] as const)("is not continued after %s, which is named", async (_, around, options, lines) => {
    const spills = await interrupted();
    const again = verify(
      written,
      rows.values(),
      spills,
      { resume: true, ...options },
      {},
      {
        topicId: "one",
        ...around,
      },
    );
    await expect(again).rejects.toMatchObject({
      message: expect.stringContaining("changed") as string,
      lines,
    });
    // It can be continued once that is put back.
    const result = await verify(written, rows.values(), spills, { resume: true }, {}, { topicId: "one" });
    expect(result.outcome).toBe("clean");
  });

  it("reads on where it was kept", async () => {
    const spills = await interrupted();
    const from: number[] = [];
    await verify(
      written,
      rows.values(),
      spills,
      { resume: true },
      {},
      {
        topicId: "one",
        onRead: (offset) => from.push(offset),
      },
    );
    expect(from).toEqual([15]);
  });

  it("is not continued where there is none", async () => {
    const again = verify(written, rows.values(), fakeSpills(limits), { resume: true });
    await expect(again).rejects.toMatchObject({
      exitCode: 2,
      message: "there is no interrupted run of p to continue",
    });
  });

  it("is left as it is by a run with --since, which cannot be given with --resume", async () => {
    const spills = await interrupted();
    const around = { topicId: "one" };
    const later = { since: since(String(written.length)) };
    const both = verify(written, rows.values(), spills, { ...later, resume: true }, {}, around);
    await expect(both).rejects.toMatchObject({
      exitCode: 2,
      message: "--since and --resume cannot be given together",
      hint: expect.stringContaining("--since keeps nothing to continue from") as string,
    });
    expect((await verify(written, rows.values(), spills, later, {}, around)).outcome).toBe("clean");
    const result = await verify(written, rows.values(), spills, { resume: true }, {}, around);
    expect(result.outcome).toBe("clean");
  });

  it("is not continued by a run without --resume, which begins anew", async () => {
    const spills = await interrupted();
    expect((await verify(written, rows.values(), spills)).outcome).toBe("clean");
    expect(await spills.left()).toEqual([]);
  });
});

async function outcome(run: () => Promise<VerifyTableResult>): Promise<unknown> {
  try {
    return reportOf(await run());
  } catch (error) {
    if (error instanceof Killed) return "killed";
    throw error;
  }
}
