import { expect, test } from "vitest";
import { replacementOfWhole } from "#cli/core/java/regular-expression.js";

test.each([
  ["([^.]+)\\.([^.]+)\\.([^.]+)", "$3", "pg.public.orders", "orders"],
  ["([^.]+)\\.([^.]+)\\.([^.]+)", "$3", "orders", "orders"],
  ["(?<name>.*)-v\\d", "${name}", "orders-v2", "orders"],
  ["a|ab", "x", "ab", "xb"],
  ["(.*)", "\\$$1$11", "t", "$tt1"],
  [".*", "all", "t", "all"],
])("%s with %s makes of %s %s, as Java's replaceFirst", (pattern, replacement, text, expected) => {
  expect(replacementOfWhole(pattern, replacement, "regex")(text)).toBe(expected);
});

test("a group that the pattern has not is an error", () => {
  expect(() => replacementOfWhole("(a)", "$2", "regex")("a")).toThrow(/group 2/);
});
