import { expect, test } from "vitest";
import { latestTime, TimeOrder } from "#cli/core/sinks/cassink/time-order.js";

// What it gives record by record is held to the sink's own class by test/contract/write-times.test.ts.

test("write times of a row rise while more rows come than are remembered, in one millisecond and over many", () => {
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
  // The early millisecond that comes again and again keeps all that follow open.
  for (let row = 1; row <= 5000; row++) write(row % 300 === 0 ? 6 : 10 + row, row);
  expect(write(2_000_000, 0)).toBeGreaterThan(before);
});

test("times that are none are passed over", () => {
  const order = new TimeOrder();
  order.begin(0, 5);
  expect(order.writeTime(1)).toBe(5000);
  order.begin(1, latestTime);
  order.begin(2, -1);
  order.begin(3, 5);
  expect(order.writeTime(1)).toBe(5001);
});
