import { describe, expect, it } from "vitest";
import { plainText, plainValue } from "#cli/core/cql/plain-value.js";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { CqlValue } from "#cli/core/cql/value.js";

describe("plainValue", () => {
  it.each<[string, CqlValue | null, string]>([
    ["text", null, "null"],
    ["timestamp", 1530305100936n, "2018-06-29T20:45:00.936Z"],
    ["timestamp", 2n ** 62n, "+146140482-04-24T15:36:27.904Z"],
    ["date", 17711, "2018-06-29"],
    ["date", -2147483648, "-5877641-06-23"],
    ["date", 3_663_382, "+12000-01-01"],
    ["time", 86_399_500_000_000n, "23:59:59.5"],
    ["time", 0n, "00:00:00"],
    ["blob", "0xcafe", "0xcafe"],
    ["bigint", 2n ** 60n, "1152921504606846976"],
    ["double", Number.NaN, "NaN"],
    ["decimal", { unscaled: -5n, scale: 2 }, "-0.05"],
    ["decimal", { unscaled: 5n, scale: -3 }, "5E3"],
    ["duration", { months: 14, days: 3, nanoseconds: 3_661_000_000_001n }, "1y2mo3d1h1m1s1ns"],
    ["duration", { months: 0, days: -1, nanoseconds: 0n }, "-1d"],
    ["duration", { months: 0, days: 0, nanoseconds: 0n }, "0s"],
    ["list<text>", ["a b", null], '["a b", null]'],
    ["map<date, bigint>", [[0, 1n]], '{"1970-01-01": 1}'],
    ["tuple<int, boolean>", [1, true], "[1, true]"],
    [
      "frozen<list<frozen<map<text, text>>>>",
      [[["main", "Clear"]], [["main", "Rain"]]],
      '[{"main": "Clear"}, {"main": "Rain"}]',
    ],
  ])("writes a value of type %s as text (%#)", (type, value, text) => {
    expect(plainText(plainValue(value, parseCqlType(type)))).toBe(text);
  });

  it("makes an object of a user-defined type", () => {
    const type = parseCqlType("place", () => [
      { name: "x", typeText: "int" },
      { name: "y", typeText: "date" },
    ]);
    expect(plainValue([1, 0], type)).toEqual({ x: 1, y: "1970-01-01" });
  });
});
