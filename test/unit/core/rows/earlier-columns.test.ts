import { expect, it } from "vitest";
import { EarlierDeletes, KnownColumns } from "#cli/core/rows/earlier-columns.js";
import { ExpectedRows } from "#cli/core/rows/expected-rows.js";
import type { MaybeCell } from "#cli/core/rows/packed-row.js";
import { untouched } from "#cli/core/rows/unpredictable-records.js";

it("the latest write time of a row's deletes counts, and origins only where they are kept", () => {
  const deletes = new EarlierDeletes();
  deletes.add("k", 7, "t-0@1");
  deletes.add("k", 5, undefined);
  expect([deletes.until("k"), deletes.until("other")]).toEqual([7, untouched]);
  expect([...deletes.origins]).toEqual(["t-0@1"]);
});

it("a column is known since the first right row of its partition that has a value which does not expire", () => {
  const rows = new ExpectedRows();
  const put = (
    key: string,
    topicPartition: number,
    offset: number,
    cells: MaybeCell[],
    expiry = 0,
  ): number => {
    const row = rows.numberOf(key);
    rows.put(row, cells, { topicPartition, offset, writeTime: offset }, expiry);
    rows.markFound(row);
    return row;
  };
  const before = put("before", 0, 3, ["1", "2"]);
  const expiring = put("expiring", 0, 1, ["1", "2"], 9);
  const wrong = put("wrong", 0, 2, ["1", "2"]);
  const first = put("first", 0, 4, ["1", "2"]);
  const after = put("after", 0, 5, ["1", "2"]);
  const ofOther = put("of another partition", 1, 9, ["1", null]);
  const known = new KnownColumns(rows, (key) => !["before", "wrong"].includes(key));
  const has = (column: number) =>
    [before, expiring, wrong, first, after, ofOther].map((row) => known.has(row, column));
  expect(has(0)).toEqual([false, false, false, true, true, true]);
  expect(has(1)).toEqual([false, false, false, true, true, false]);
});
