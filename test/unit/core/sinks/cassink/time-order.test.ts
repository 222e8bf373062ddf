import { expect, test } from "vitest";
import { latestTime, TimeOrder } from "#cli/core/sinks/cassink/time-order.js";

// test/contract/write-times.test.ts compares its write times with those of the sink's own class.

test("write times of a row rise though more rows come than are remembered, in one millisecond and over many", () => {
  const order = new TimeOrder(2000);
  let offset = 0;
  const write = (milliseconds: number, row: number): number => {
    order.begin(offset++, milliseconds);
    return order.writeTime(row);
  };
  const first = write(5, 0);
  for (let row = 1; row <= 5000; row++) write(5, row);
  expect(write(5, 0)).toBeGreaterThan(first);
  const before = write(7, 0);
  // Records of an early millisecond, again and again, keep all later milliseconds open.
  for (let row = 1; row <= 5000; row++) write(row % 300 === 0 ? 6 : 10 + row, row);
  expect(write(2_000_000, 0)).toBeGreaterThan(before);
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
