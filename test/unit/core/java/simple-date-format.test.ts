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

// What java.text.SimpleDateFormat of Java 17 and 25 gives.
test.each([
  ["yyyy-MM-dd HH:mm:ss.SSS", "1582-10-04 00:00:00.000", -12_219_379_200_000n],
  ["yyyy-MM-dd HH:mm:ss.SSS", "1582-10-10 00:00:00.000", -12_218_860_800_000n],
  ["yyyy-MM-dd", "2024-13-32", 1_738_368_000_000n],
  ["yyyy-MM-dd", "2024-1-2 and more", 1_704_153_600_000n],
  ["yyyy-MM-dd", "  2024- 01-\t02", 1_704_153_600_000n],
  ["yyyy-MM-dd", "2024-00-00", 1_701_302_400_000n],
  ["yyyy-MM-dd HH:mm", "2024-01-02 25:-1", 1_704_243_540_000n],
  ["yyyyMMdd", "20240102", 1_704_153_600_000n],
  ["yyyyMMdd", "2024010", 1_703_980_800_000n],
  ["yyyyMMdd", "2024-1-2", 1_698_537_600_000n],
  ["yyyy-MM-dd'T'HH:mmX", "2024-01-02T00:00+0130", 1_704_150_000_000n],
  ["yyyy-MM-dd'T'HH:mmXXX", "2024-01-02T00:00-01:30", 1_704_159_000_000n],
  ["HH:mm Z", "01:00 gmt+1:30", -1_800_000n],
  ["d.M.y", "1.1.2039", 2_177_452_800_000n],
])("%s reads %s leniently, as Java does", (pattern, text, milliseconds) => {
  expect(datePattern(pattern)?.parse(text)).toBe(milliseconds);
});

test.each([
  ["yyyy-MM-dd", "not-a-date"],
  ["yyyy-MM-dd", ""],
  ["yyyy-MM-dd", "2024-01"],
  ["yyyy-MM-dd", "2024/01/02"],
  ["yyyy-MM-dd", "2024-01- "],
  ["yyyyMMdd", "202401"],
  ["yyyyMMdd", "2024 1"],
  ["HH:mmXXX", "01:00+0130"],
  ["HH:mmX", "01:00+24"],
  ["HH:mm Z", "01:00 +01:30"],
  ["HH:mm Z", "01:00 *"],
])("%s finds no date in %s", (pattern, text) => {
  expect(datePattern(pattern)?.parse(text)).toBe("no date");
});

test.each([
  ["d.M.y", "1.1.39"],
  ["HH:mm Z", "01:00 PST"],
  ["yyyy-MM-dd", "\u0662024-01-01"],
  ["yyyy-MM-dd", "NaN-01-01"],
  ["yyyy-MM-dd", "999999999-01-01"],
  ["yyyy-MM-dd", "2E3-01-01"],
  ["yyyy MM", "2024\u00a001"],
])("what %s makes of %s is up to the worker", (pattern, text) => {
  expect(datePattern(pattern)?.parse(text)).toBe("not known");
});
