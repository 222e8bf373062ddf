import { expect, test } from "vitest";
import { datePattern } from "#cli/core/java/simple-date-format.js";

const iso = datePattern("yyyy-MM-dd HH:mm:ss.SSS");

test.each([
  [-12_219_292_800_000n, "1582-10-15 00:00:00.000"],
  [-12_219_292_800_001n, "1582-10-04 23:59:59.999"],
  [-62_135_596_800_000n, "0001-01-03 00:00:00.000"],
  [-62_135_769_600_001n, "0001-12-31 23:59:59.999"],
  [9_007_199_254_740_993n, "287396-10-12 08:59:00.993"],
  [0n, "1970-01-01 00:00:00.000"],
])(
  "%s ms is %s in the calendar of SimpleDateFormat, which is the Julian one before 1582-10-15",
  (time, text) => {
    expect(iso?.format(time)).toBe(text);
  },
);

test("reads dates by the same calendar, and leaves to Java what is lenient", () => {
  expect(iso?.parse("1582-10-04 00:00:00.000")).toBe(-12_219_379_200_000);
  expect(iso?.parse("1582-10-10 00:00:00.000")).toBeUndefined();
  expect(datePattern("d.M.y")?.parse("1.1.39")).toBeUndefined();
});
