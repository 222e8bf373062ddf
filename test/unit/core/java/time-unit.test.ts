import { expect, test } from "vitest";
import { epochUnit } from "#cli/core/java/time-unit.js";

test("units of an instant end at the greatest long, as TimeUnit.convert says", () => {
  const year3000 = 32_503_680_000n * 1_000_000_000n;
  expect(epochUnit("NANOSECONDS").fromNanoseconds(year3000)).toBe(2n ** 63n - 1n);
  expect(epochUnit("NANOSECONDS").fromNanoseconds(-year3000)).toBe(-(2n ** 63n));
  expect(epochUnit("SECONDS").fromNanoseconds(-1n)).toBe(-1n);
});
