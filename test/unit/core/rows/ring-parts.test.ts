import { describe, expect, it } from "vitest";
import { powerOfTwo, ringParts, tokensOf, wholeRing } from "#cli/core/rows/ring-parts.js";

const [lowest, highest] = [-(2n ** 63n), 2n ** 63n - 1n];

describe("ringParts", () => {
  it.each([1, 2, 64, 1024])("%d parts cover every token but the lowest once", (count) => {
    const tokens = ringParts(wholeRing, count).map(tokensOf);
    expect(tokens.map(([after]) => after)).toEqual([lowest, ...tokens.slice(0, -1).map(([, upTo]) => upTo)]);
    expect(tokens.at(-1)?.[1]).toBe(highest);
  });

  it("splits a part again", () => {
    const [, second] = ringParts(wholeRing, 2);
    expect(second === undefined ? [] : ringParts(second, 2)).toEqual([
      { from: 2 ** 31, to: 1.5 * 2 ** 31 },
      { from: 1.5 * 2 ** 31, to: 2 ** 32 },
    ]);
  });
});

describe("powerOfTwo", () => {
  it.each([
    [0, 1],
    [1, 1],
    [2, 2],
    [2.1, 4],
    [1000, 1024],
  ])("of %d is %d", (least, power) => {
    expect(powerOfTwo(least)).toBe(power);
  });
});
