import { expect, test } from "vitest";
import { latestTime, TimeOrder } from "#cli/core/sinks/cassink/time-order.js";

// test/contract/write-times.test.ts compares its write times with those of the sink's own class.

test("rows that are forgotten while their millisecond goes on start behind those that were forgotten", () => {
  const order = new TimeOrder();
  let offset = 0;
  const write = (row: number): number => {
    order.begin(offset++, 5);
    return order.writeTime(row);
  };
  expect([write(1), write(1), write(2)]).toEqual([5000, 5001, 5000]);
  for (let row = 10; row <= 10_011; row++) write(row);
  expect([write(1), write(2), write(3)]).toEqual([5002, 5002, 5002]);
});

test.each([
  ["falling times", (offset: number) => 1_000_000 - offset],
  ["a clock that stands still", () => 5],
  ["two clocks", (offset: number) => offset + (offset % 2) * 3_600_000],
])("no more than 10,001 rows are remembered with %s", (_, time) => {
  const order = new TimeOrder();
  for (let offset = 0; offset < 40_000; offset++) {
    order.begin(offset, time(offset));
    order.writeTime(offset);
  }
  expect(order.size).toBeLessThanOrEqual(10_001);
});

test("with rising times, a thousand rows are remembered", () => {
  const order = new TimeOrder();
  for (let offset = 0; offset < 40_000; offset++) {
    order.begin(offset, offset);
    order.writeTime(offset);
  }
  expect(order.size).toBe(1000);
});

test("records whose times are not valid are skipped", () => {
  const order = new TimeOrder();
  order.begin(0, 5);
  expect(order.writeTime(1)).toBe(5000);
  order.begin(1, latestTime);
  order.begin(2, -1);
  order.begin(3, 5);
  expect(order.writeTime(1)).toBe(5001);
});
