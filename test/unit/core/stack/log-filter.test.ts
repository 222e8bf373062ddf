import { describe, expect, it } from "vitest";
import { LogFilter, type LogWish } from "#cli/core/stack/log-filter.js";

const log = [
  "\tat the.end.of.an.Entry(Java.java:1)",
  "2026-03-02T08:15:30,120 INFO  started (Worker)",
  "2026-03-02T08:15:31,000 WARN  slow: offset 7 (Worker)",
  "2026-03-02 08:15:32,500 ERROR it failed (Task)",
  "java.lang.Exception: no",
  "\tat a.B(C.java:2)",
  "Caused by: WARN  not a head",
  "2026-03-02T08:15:33,000 DEBUG fine (Task)",
];
const chosen = (wish: LogWish, lines = log): readonly string[] => {
  const filter = new LogFilter(wish);
  return lines.flatMap((line) => filter.take(line));
};

describe("entries of a log", () => {
  it.each<[string, LogWish, readonly number[]]>([
    ["all", {}, [0, 1, 2, 3, 4, 5, 6, 7]],
    ["by level, with their stack traces", { level: "WARN" }, [2, 3, 4, 5, 6]],
    ["by level: all", { level: "TRACE" }, [1, 2, 3, 4, 5, 6, 7]],
    ["since a time", { since: Date.parse("2026-03-02T08:15:32.500") }, [3, 4, 5, 6, 7]],
    ["by a line of a stack trace, whole", { pattern: /a\.B/u }, [3, 4, 5, 6]],
    ["by a first line", { pattern: /offset \d/u }, [2]],
    [
      "by all of it",
      { level: "INFO", since: Date.parse("2026-03-02T08:15:31"), pattern: /Caused|slow/u },
      [2, 3, 4, 5, 6],
    ],
    ["none", { level: "FATAL" }, []],
  ])("are chosen %s", (_, wish, expected) => {
    expect(chosen(wish)).toEqual(expected.map((index) => log[index]));
  });

  it("come as soon as they match, and go on with what follows", () => {
    const filter = new LogFilter({ pattern: /needle/u });
    const given = ["2026-03-02T08:15:30,120 INFO  a (B)", "needle", "more"].map(
      (line) => filter.take(line).length,
    );
    expect(given).toEqual([0, 2, 1]);
    expect(filter.hasEntries).toBe(true);
  });
});
