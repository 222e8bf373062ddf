import { expect, test } from "vitest";
import { didYouMean, nearest } from "../../../cli/src/core/suggestion.js";

test.each([
  ["maping", "mapping"],
  ["time_zone", "timeZone"],
  ["timezone", "timeZone"],
  ["tlt", "ttl"],
  ["xyz", undefined],
])("%s means %s", (word, meant) => {
  expect(nearest(word, ["mapping", "timeZone", "ttl"])).toBe(meant);
});

test("a suggestion is a question", () => {
  expect(didYouMean("wether", ["weather", "item-sales"])).toBe('did you mean "weather"?');
  expect(didYouMean("finance", ["weather"])).toBeUndefined();
});
