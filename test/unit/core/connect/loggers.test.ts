import { describe, expect, it } from "vitest";
import { type Logger, isWithin, levelsNow } from "#cli/core/connect/loggers.js";

/** What Connect lists after these are set, one after the other, each with all below it. */
function after(loggers: readonly Logger[], set: readonly Logger[]): readonly Logger[] {
  return set.reduce(
    (now, { name, level }) => now.map((each) => (isWithin(each.name, name) ? { ...each, level } : each)),
    loggers,
  );
}

describe("the levels to put back", () => {
  it.each([
    ["a grandchild with the top's level", "x", { x: "INFO", "x.a": "WARN", "x.a.b": "INFO" }],
    ["several levels", "x", { x: "INFO", "x.a": "WARN", "x.a.b": "INFO", "x.a.b.c": "WARN", "x.d": "INFO" }],
    ["the root", "root", { root: "INFO", org: "WARN", "org.x": "INFO", "org.x.y": "ERROR", com: "INFO" }],
  ])("bring back %s", (_, top, levels) => {
    const before = Object.entries(levels).map(([name, level]) => ({ name, level }));
    const during = after(before, [{ name: top, level: "TRACE" }]);
    expect(after(during, levelsNow(top, before))).toEqual(before);
  });
});
