import { describe, expect, test } from "vitest";
import { type SentRecord, fold, wrongRows } from "#test/exactness/fold.js";

const record = (offset: number, time: number, value: SentRecord["value"], key = "k"): SentRecord => ({
  topic: "t",
  partition: 0,
  offset,
  time,
  key,
  value,
});

describe("the rows that records make", () => {
  test("a column keeps the last value that was set for it, by time and then by offset", () => {
    const records = [
      record(0, 5, { a: 3, b: 3 }),
      record(1, 5, { a: 2, b: null }),
      record(2, 4, { a: 1, c: "x" }),
    ];
    expect(fold(records, "time").get("k")).toEqual({ a: 2, b: 3, c: "x" });
    expect(fold(records, "log").get("k")).toEqual({ a: 1, b: 3, c: "x" });
  });

  test.each([null, {}, { a: null, b: null, c: null }])(
    "%j deletes what was before it, and that alone",
    (deletion) => {
      const records = [record(0, 1, { a: 1 }), record(1, 2, deletion), record(2, 3, { b: 1 })];
      expect(fold(records.slice(0, 2), "time").size).toBe(0);
      expect(fold(records, "time").get("k")).toEqual({ a: null, b: 1, c: null });
    },
  );
});

test("rows that are missing, different or unexplained are wrong", () => {
  const row = (a: number): { a: number; b: null; c: null } => ({ a, b: null, c: null });
  const expected = new Map([
    ["same", row(1)],
    ["different", row(1)],
    ["missing", row(1)],
  ]);
  const found = new Map([
    ["same", row(1)],
    ["different", row(2)],
    ["unexplained", row(1)],
  ]);
  expect(wrongRows(expected, found).map(({ key }) => key)).toEqual(["different", "missing", "unexplained"]);
  expect(wrongRows(new Map(), new Map([["empty", { a: null, b: null, c: null }]]))).toHaveLength(1);
});
