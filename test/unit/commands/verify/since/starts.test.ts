import { describe, expect, it } from "vitest";
import type { PipelineReport } from "#cli/commands/verify/pipeline-report.js";
import type { VerifyTableResult } from "#cli/commands/verify/table.js";
import { since } from "#cli/core/kafka/since.js";
import type { VerifiedEnds } from "#cli/ports/verified-ends.js";
import { renderVerifyTable } from "#cli/reporters/verify.js";
import { now, type Written } from "../random-table.js";
import { logOf, type Order, rowsOf, verifyLog } from "./random-log.js";

const second = (index: number): number => now - 1_000_000 + 1000 * index;

/** `k0` in partition 0, `k1` in partition 1; a second between two records. */
const put = (id: string, index: number, a: number): Written => ({
  ...{ id, c: 0, ttl: 0, time: second(index) },
  fields: { a },
});
const twenty = Array.from({ length: 20 }, (_, index) => put(`k${index % 2}`, index, index));
const of = (written: readonly Written[], order: Order = "time") => {
  const log = logOf(written, order);
  return { log, rows: rowsOf(log) };
};
const reportOf = ({ pipelines: [pipeline] }: VerifyTableResult): PipelineReport => {
  if (pipeline === undefined || pipeline.outcome === "failed") throw new Error("nothing was verified");
  return pipeline;
};

describe("where --since begins", () => {
  it.each([
    ["offsets", "t-0@8,t-1@9", [8, 9]],
    ["one offset of all partitions", "9", [9, 9]],
    ["the ends", "10", [10, 10]],
    ["a time", new Date(second(16)).toISOString(), [8, 8]],
    ["how long ago it was", "984s", [8, 8]],
  ])("%s", async (_, text, offsets) => {
    const { log, rows } = of(twenty);
    const result = await verifyLog(log, rows, text);
    const [start] = reportOf(result).since?.starts ?? [];
    expect(start?.partitions.map(({ offset }) => offset)).toEqual(offsets);
    expect(reportOf(result).tables[0]?.records.read).toBe(20 - (offsets[0] ?? 0) - (offsets[1] ?? 0));
    expect(result.outcome).toBe("clean");
  });

  it.each([
    ["t-0@8", /does not name partition 1/],
    ["t-0@8,t-1@8,t-2@0", /no partition of a topic/],
    ["t-0@8,other-1@8", /no partition of a topic/],
    ["t-0@8,t-1@11", /no offset 11 yet/],
  ])("%s is refused", async (text, message) => {
    const { log, rows } = of(twenty);
    await expect(verifyLog(log, rows, text)).rejects.toThrow(message);
  });

  it.each(["latest", "earliest", "yesterday", "t-0@x"])("%s is no place", (text) => {
    expect(() => since(text)).toThrow(/no place from which/);
  });
});

describe("a time of which no record is", () => {
  it.each(["1s", new Date(now - 1).toISOString()])(
    "%s proves nothing, whatever was sent since",
    async (text) => {
      const { log, rows } = of(twenty);
      rows.clear();
      const result = await verifyLog(log, rows, text);
      expect(result.outcome).toBe("unjudged");
      expect(renderVerifyTable(result, { width: 200, color: false })).toContain("nothing was looked at");
    },
  );

  it("is refused if it is later than now", async () => {
    const { log, rows } = of(twenty);
    await expect(verifyLog(log, rows, new Date(now + 86_400_000).toISOString())).rejects.toThrow(
      /later than now/,
    );
  });
});

describe("what --since says", () => {
  it("is never the whole table", async () => {
    const { log, rows } = of(twenty);
    const text = renderVerifyTable(await verifyLog(log, rows, "9"), { width: 200, color: false });
    expect(text).toContain("k.t: clean, of what was written since 9 alone");
    expect(text).toContain("2 of 2 changed rows judged");
    expect(text).toContain("not looked at: 4 cells of them that no later record sets, and all other rows");
  });
});

describe("what --since reads", () => {
  it.each([
    // Records before are looked at for those of one millisecond.
    ["time", 70_000, 30_000],
    ["log", 2_000, 0],
  ] as const)("does not depend on what is before (order=%s)", async (order, count, before) => {
    const written = Array.from({ length: count }, (_, index) => put(`k${index % 2}`, index, index));
    const { log, rows } = of(written, order);
    const reads: (readonly [number, number, number])[] = [];
    const start = count / 2 - 10;
    const result = await verifyLog(log, rows, String(start), { reads });
    expect(result.outcome).toBe("clean");
    expect(Math.min(...reads.map(([, from]) => from))).toBe(start - before);
  });

  it("is the whole topic where records bring their write times", async () => {
    const { log, rows } = of(twenty);
    const reads: (readonly [number, number, number])[] = [];
    const result = await verifyLog(log, rows, "9", { reads, mapsTimes: true });
    expect(result.outcome).toBe("clean");
    expect(reads.some(([, from]) => from === 0)).toBe(true);
    const cell = rows.get("k0/0")?.cells.a;
    if (cell !== undefined) cell.value = -1;
    expect((await verifyLog(log, rows, "9", { mapsTimes: true })).outcome).toBe("findings");
  });
});

describe("more changed rows than memory", () => {
  it("are refused with what to do instead", async () => {
    const large = { ...put("k0", 20, 1), fields: { b: "b".repeat(1_000_000) } };
    const { log, rows } = of([...twenty, large]);
    await expect(verifyLog(log, rows, "9", { memoryIsShort: true })).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringContaining("do not fit into the memory") as string,
      hint: expect.stringMatching(
        /^begin later, or leave --since out.*; or give it more, here 16 GB/,
      ) as string,
    });
  });
});

describe("an earlier record of a later time", () => {
  const at = (id: string, time: number, a: number): Written => ({
    ...{ id, c: 0, ttl: 0, time: second(time) },
    fields: { a, b: "b", n: [a] },
  });

  // Its sink counts nothing, so that no record before the start is read for that.
  it("is read with the DataStax sink, too, and wins", async () => {
    const written = [at("k0", 5, 9), at("k0", 1, 5), at("k0", 2, 6)];
    const { log, rows } = of(written, "record");
    const result = await verifyLog(log, rows, "t-0@1,t-1@0");
    expect([result.outcome, reportOf(result).since?.readsWhole]).toEqual(["clean", true]);
    // As if it had never been written.
    const without = rowsOf(logOf(written.slice(1), "record"));
    expect((await verifyLog(log, without, "t-0@1,t-1@0")).outcome).toBe("findings");
  });

  it("is of no concern in another row", async () => {
    const { log, rows } = of([at("k2", 5, 9), at("k0", 1, 5), at("k0", 2, 6)], "record");
    const result = await verifyLog(log, rows, "t-0@1,t-1@0");
    expect([result.outcome, reportOf(result).since?.readsWhole]).toEqual(["clean", false]);
  });
});

describe("later records that the broker has deleted", () => {
  it("are not judged", async () => {
    const { log, rows } = of(twenty);
    const explicit = await verifyLog(log, rows, "5", { low: [7, 0] });
    expect(explicit.outcome).toBe("unjudged");
    expect(reportOf(explicit).tables[0]?.unjudged).toMatchObject([{ reason: "retention", records: 2 }]);
    // Nothing that old is left, so that it may have been there.
    const timed = await verifyLog(log, rows, new Date(second(10)).toISOString(), { low: [7, 0] });
    expect(timed.outcome).toBe("unjudged");
    expect((await verifyLog(log, rows, "7", { low: [7, 0] })).outcome).toBe("clean");
  });
});

describe("--since last", () => {
  const ids = { topicId: "an-id" };

  it("goes on where a clean verification ended, of the whole table or since the one before", async () => {
    const notes: VerifiedEnds[] = [];
    const first = of(twenty.slice(0, 10));
    await expect(verifyLog(first.log, first.rows, "last", { ...ids, notes })).rejects.toThrow(
      /no verification/,
    );
    await verifyLog(first.log, first.rows, undefined, { ...ids, notes });
    const second = of(twenty.slice(0, 16));
    const result = await verifyLog(second.log, second.rows, "last", { ...ids, notes });
    expect(reportOf(result).tables[0]?.records.read).toBe(6);
    expect(notes[0]?.topics[0]?.partitions.map(({ offset }) => offset)).toEqual([8, 8]);
    // One that began later leaves a gap.
    const third = of(twenty);
    await verifyLog(third.log, third.rows, "9", { ...ids, notes });
    expect(notes[0]?.topics[0]?.partitions.map(({ offset }) => offset)).toEqual([8, 8]);
    // One that began before it leaves none.
    await verifyLog(third.log, third.rows, "7", { ...ids, notes });
    expect(notes[0]?.topics[0]?.partitions.map(({ offset }) => offset)).toEqual([10, 10]);
  });

  it("never goes on from one with findings, or in which something was not judged", async () => {
    const notes: VerifiedEnds[] = [];
    const { log, rows } = of(twenty);
    rows.delete("k0/0");
    expect((await verifyLog(log, rows, undefined, { ...ids, notes })).outcome).toBe("findings");
    const lossy = of(twenty);
    lossy.rows.set("k2/0", { id: "k2", c: 0, cells: { a: { value: 1, writeTime: 1, ttl: null } } });
    const result = await verifyLog(lossy.log, lossy.rows, undefined, { ...ids, notes, low: [1, 0] });
    expect(result.outcome).toBe("unjudged");
    expect(notes).toEqual([]);
  });

  it("is refused for a topic or a table that was made anew, and for another config", async () => {
    const notes: VerifiedEnds[] = [];
    const { log, rows } = of(twenty);
    await verifyLog(log, rows, undefined, { ...ids, notes });
    await expect(verifyLog(log, rows, "last", { topicId: "another", notes })).rejects.toThrow(/made anew/);
    const table = { ...ids, notes, tableId: "another" };
    await expect(verifyLog(log, rows, "last", table)).rejects.toThrow(/table was made anew/);
    const settings = { "topic.t.k.t.nullToUnset": "true" };
    await expect(verifyLog(log, rows, "last", { ...ids, notes, settings })).rejects.toThrow(/config is not/);
  });
});
