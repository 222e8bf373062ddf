import { expect, it } from "vitest";
import { mergedByTime } from "#cli/core/peek/merge-by-time.js";

const partition = (name: string, ...times: readonly number[]) =>
  times.map((timestamp, index) => ({ timestamp, at: `${name}${index}` }));
const merged = (count: number, end: "first" | "last") =>
  mergedByTime([partition("a", 1, 2, 3), partition("b", 1, 2, 3)], count, end).map(({ at }) => at);

it("orders records of equal times alike, whichever end is asked for", () => {
  const all = ["a0", "b0", "a1", "b1", "a2", "b2"];
  for (let count = 0; count <= 6; count++) {
    expect(merged(count, "first")).toEqual(all.slice(0, count));
    expect(merged(count, "last")).toEqual(all.slice(6 - count));
  }
});
