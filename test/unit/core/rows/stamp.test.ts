import { expect, test } from "vitest";
import { isLater, isSameRecord, type Stamp } from "#cli/core/rows/stamp.js";

const stamp = (writeTime: number, offset: number, topicPartition: number): Stamp => ({
  writeTime,
  offset,
  topicPartition,
});

test.each<readonly [later: Stamp, earlier: Stamp]>([
  [stamp(2, 0, 0), stamp(1, 9, 9)],
  [stamp(1, 2, 0), stamp(1, 1, 9)],
  [stamp(1, 1, 2), stamp(1, 1, 1)],
])("the later of two writes is that of the later time, offset, or partition: %j", (later, earlier) => {
  expect(isLater(later, earlier)).toBe(true);
  expect(isLater(earlier, later)).toBe(false);
  expect(isLater(later, later)).toBe(true);
});

test("a record is the same where both its partition and its offset are", () => {
  expect(isSameRecord(stamp(1, 5, 6), stamp(2, 5, 6))).toBe(true);
  expect(isSameRecord(stamp(1, 5, 6), stamp(1, 5, 7))).toBe(false);
  expect(isSameRecord(stamp(1, 5, 6), stamp(1, 4, 6))).toBe(false);
});
