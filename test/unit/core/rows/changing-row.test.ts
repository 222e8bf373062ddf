import { describe, expect, it } from "vitest";
import type { Cell } from "#cli/core/rows/cell.js";
import { ChangingRow } from "#cli/core/rows/changing-row.js";
import type { MaybeCell } from "#cli/core/rows/packed-row.js";

const now = 1_000_000_000;
const put = (...cells: readonly MaybeCell[]) =>
  ({ kind: "put", key: "k", cells, writeTime: undefined, expiry: 0 }) as const;
const deletion = { ...put(), kind: "delete" } as const;

const mayHold = (row: ChangingRow, column: number, cell: Cell | null): boolean =>
  row.mayHold(column, cell, now, (expected) => expected === cell);

describe("a row that records write meanwhile", () => {
  it("was there at the end that was reached, or not", () => {
    const there = new ChangingRow(["a"]);
    expect([there.isPut, there.mayBeGone(now)]).toEqual([false, false]);
    const absent = new ChangingRow(undefined);
    expect([absent.isPut, absent.mayBeGone(now)]).toEqual([false, true]);
  });

  it("may be gone after a DELETE, and there after a put", () => {
    const there = new ChangingRow(["a"]);
    there.add(deletion);
    expect([there.isPut, there.mayBeGone(now)]).toEqual([false, true]);
    const absent = new ChangingRow(undefined);
    absent.add(put("b"));
    expect([absent.isPut, absent.mayBeGone(now)]).toEqual([true, true]);
  });

  it("may hold what it had, or what any later record sets, in a column that one of these sets", () => {
    const row = new ChangingRow(["a", "x", "u"]);
    row.add(put("b", undefined, null));
    row.add(put("c", undefined, undefined));
    expect(["a", "b", "c", "d"].map((cell) => mayHold(row, 0, cell))).toEqual([true, true, true, false]);
    expect(mayHold(row, 0, null)).toBe(false);
    // No record sets this one, so it must be what is expected, which has been compared already.
    expect(["x", "y", null].map((cell) => mayHold(row, 1, cell))).toEqual([false, false, false]);
    expect(["u", null, "v"].map((cell) => mayHold(row, 2, cell))).toEqual([true, true, false]);
  });

  it("may hold nulls once it may be gone, and what it had all the same", () => {
    const row = new ChangingRow(["a", undefined]);
    row.add(deletion);
    expect(["a", null, "b"].map((cell) => mayHold(row, 0, cell))).toEqual([true, true, false]);
    row.add(put("b", "y"));
    expect(["a", null, "b", "c"].map((cell) => mayHold(row, 0, cell))).toEqual([true, true, true, false]);
    expect(["y", null, "z"].map((cell) => mayHold(row, 1, cell))).toEqual([true, true, false]);
  });

  it("may have lost what a later record has set for a time that may be over", () => {
    const row = new ChangingRow(["a", "x", null]);
    row.add({ ...put("b", undefined, "u"), expiry: now - 1_000 });
    expect(["a", "b", null, "c"].map((cell) => mayHold(row, 0, cell))).toEqual([true, true, true, false]);
    expect([mayHold(row, 1, null), mayHold(row, 2, null)]).toEqual([false, true]);
    expect(row.mayBeGone(now)).toBe(false);
    row.add({ ...put(undefined, "y", undefined), expiry: now + 3_600_000 });
    expect([mayHold(row, 1, null), row.mayBeGone(now)]).toEqual([false, false]);
    // From some time on, which has come.
    row.add({ ...put(undefined, "z", undefined), expiry: -(now - 1) });
    expect([mayHold(row, 1, null), row.mayBeGone(now)]).toEqual([true, true]);
  });
});
