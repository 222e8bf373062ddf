import { expect, it } from "vitest";
import { packRow } from "#cli/core/rows/packed-row.js";
import { UnpredictableRecords, untouched } from "#cli/core/rows/unpredictable-records.js";

it("a record whose row is known touches that row, and the static columns of its partition alone", () => {
  const records = new UnpredictableRecords();
  const row = (id: string, c: string): string => packRow([id, c]);
  records.add(row("a", "1"), 5);
  records.add(row("a", "2"), 3);
  expect(records.until(row("a", "2"))).toBe(3);
  expect(records.until(row("b", "1"))).toBe(untouched);
  expect(records.untilInPartition(packRow(["a"]))).toBe(5);
  expect(records.untilInPartition(packRow(["b"]))).toBe(untouched);
  records.add(row("b", "1"), 7);
  expect(records.untilInPartition(packRow(["b"]))).toBe(7);
  records.add(undefined, 6);
  expect([records.untilInPartition(packRow(["a"])), records.until(row("c", "1"))]).toEqual([6, 6]);
});
