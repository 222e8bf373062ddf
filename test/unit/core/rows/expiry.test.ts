import { expect, test } from "vitest";
import { agrees, defaultExpiry, lifeAt, never, someTimeFrom } from "#cli/core/rows/expiry.js";
import type { TableLayout } from "#cli/core/rows/table-layout.js";

const layout = (defaultTtl: number): TableLayout => ({ defaultTtl }) as TableLayout;

test("a row expires its table's time to live after some time from its record's on", () => {
  expect(defaultExpiry(layout(0), 5000)).toBe(never);
  expect(defaultExpiry(layout(60), 5000)).toBe(someTimeFrom(65_000));
  expect(defaultExpiry(layout(60), -1)).toBe(someTimeFrom(60_000));
});

test("an earliest time before 1970 is not taken for one that is known, nor for never", () => {
  expect(someTimeFrom(0)).toBeLessThan(0);
  expect(someTimeFrom(-5)).toBeLessThan(0);
});

test("a life is alive until the clocks may differ about its end, and over once they cannot", () => {
  const at = (now: number) => lifeAt(100_000, now);
  expect([89_999, 90_000, 110_000, 110_001].map(at)).toEqual(["alive", "unsure", "unsure", "over"]);
  expect(lifeAt(never, 10 ** 15)).toBe("alive");
  expect(lifeAt(someTimeFrom(100_000), 10 ** 15)).toBe("unsure");
  expect(lifeAt(someTimeFrom(100_000), 89_999)).toBe("alive");
});

test("an expiry agrees with what its record says until its row may have been sent late", () => {
  expect([89_999, 90_000, 700_000, 700_001].map((at) => agrees(100_000, at))).toEqual([
    false,
    true,
    true,
    false,
  ]);
  expect([89_999, 90_000, 10 ** 15].map((at) => agrees(someTimeFrom(100_000), at))).toEqual([
    false,
    true,
    true,
  ]);
});
