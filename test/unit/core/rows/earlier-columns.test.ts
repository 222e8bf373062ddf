import { expect, it } from "vitest";
import { EarlierColumns, mayHaveLacked } from "#cli/core/rows/earlier-columns.js";
import { untouched } from "#cli/core/rows/unpredictable-records.js";

it("a record may have come before a column until a minute after the column was added, and without a time", () => {
  const may = (at?: number): boolean[] => {
    const added = at === undefined ? undefined : { at, isAnew: false };
    return [-1, 999_999, 1_059_999, 1_060_000].map((timestamp) => mayHaveLacked(added, timestamp));
  };
  expect(may(1_000_000)).toEqual([true, true, true, false]);
  expect(may()).toEqual([false, false, false, false]);
});

it("the latest write time of a row's deletes counts", () => {
  const earlier = new EarlierColumns();
  earlier.addDelete("k", 7);
  earlier.addDelete("k", 5);
  expect([earlier.deletedUntil("k"), earlier.deletedUntil("other")]).toEqual([7, untouched]);
});

it("a column may have been lacking up to the last record of which that is so, in each partition", () => {
  const earlier = new EarlierColumns();
  earlier.addLacked(0, ["a", "b"], 3);
  earlier.addLacked(0, ["a"], 5);
  const lacked = (partition: number, column: string): boolean[] =>
    [3, 4, 5, 6].map((offset) => earlier.lacked(partition, column, offset));
  expect(lacked(0, "a")).toEqual([true, true, true, false]);
  expect(lacked(0, "b")).toEqual([true, false, false, false]);
  expect(lacked(1, "a")).toEqual([false, false, false, false]);
});
