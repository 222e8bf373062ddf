import { expect, test } from "vitest";
import { didYouMean, nearest, whatIsKnown } from "#cli/core/suggestion.js";

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

test("with nothing near, what is known is listed", () => {
  expect(whatIsKnown("wether", ["weather", "item-sales"])).toBe('did you mean "weather"?');
  expect(whatIsKnown("finance", ["weather", "item-sales"])).toBe("there are: weather, item-sales");
  expect(whatIsKnown("finance", [])).toBe("there is none to choose from");
});
