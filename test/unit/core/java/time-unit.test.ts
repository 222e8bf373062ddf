import { expect, test } from "vitest";
import { localDateTime } from "#cli/core/java/date-time.js";
import { epochUnit } from "#cli/core/java/time-unit.js";
import { utc } from "#cli/core/java/zone.js";

test("units of an instant end at the greatest long, as TimeUnit.convert says", () => {
  const year3000 = 32_503_680_000n * 1_000_000_000n;
  expect(epochUnit("NANOSECONDS").fromNanoseconds(year3000)).toBe(2n ** 63n - 1n);
  expect(epochUnit("NANOSECONDS").fromNanoseconds(-year3000)).toBe(-(2n ** 63n));
  expect(epochUnit("SECONDS").fromNanoseconds(-1n)).toBe(-1n);
});

test("no digit is lost of seconds beyond 2^53, where a double counts in steps of 2 and 4", () => {
  const seconds = 2n ** 53n + 1n;
  const instant = epochUnit("SECONDS").toNanoseconds(seconds);
  expect(instant).toBe(9_007_199_254_740_993_000_000_000n);
  expect(epochUnit("SECONDS").fromNanoseconds(instant)).toBe(seconds);
  expect(epochUnit("MILLISECONDS").fromNanoseconds(instant + 999_999n)).toBe(seconds * 1000n);
  const { date, time } = localDateTime(instant, utc);
  expect(BigInt(date) * 86_400n + time / 1_000_000_000n).toBe(seconds);
});
