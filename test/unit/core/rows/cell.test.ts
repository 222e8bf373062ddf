import { describe, expect, it } from "vitest";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import type { CqlValue } from "#cli/core/cql/value.js";
import {
  cellCodec,
  eitherCell,
  exactCodec,
  jsonCell,
  sameCell,
  unpredictableCell,
  unpredictableReason,
} from "#cli/core/rows/cell.js";

describe("a cell", () => {
  it("tells a text that begins with \\u0003 from a special cell", () => {
    const codec = cellCodec(parseCqlType("text"));
    expect(codec.encode("\u0003?")).toBe("\u0003T\u0003?");
    expect(codec.show("\u0003T\u0003?")).toBe("'\u0003?'");
  });

  it("is the same for equal values: sets and maps in any order, decimals of any scale", () => {
    const same = (typeText: string, value: CqlValue, equal: CqlValue): void => {
      const { encode } = cellCodec(parseCqlType(typeText));
      expect(encode(value)).toBe(encode(equal));
    };
    same("set<text>", ["b", "a"], ["a", "b"]);
    same(
      "map<int, text>",
      [
        [2, "b"],
        [1, "a"],
      ],
      [
        [1, "a"],
        [2, "b"],
      ],
    );
    same("decimal", { unscaled: 10n, scale: 1 }, { unscaled: 1n, scale: 0 });
  });

  it("is null for an empty collection that is not frozen", () => {
    expect(cellCodec(parseCqlType("map<int, text>")).encode([])).toBeNull();
    expect(cellCodec(parseCqlType("frozen<map<int, text>>")).encode([])).toBe("{}");
  });

  it("that cannot be predicted is any value with its reason, but not a null and not an absent one", () => {
    const cell = unpredictableCell("random");
    expect(unpredictableReason(cell)).toBe("random");
    expect(unpredictableReason("\u0003T\u0003?random")).toBeUndefined();
    expect(sameCell(cell, "a")).toBe(true);
    expect(sameCell(cell, null)).toBe(false);
    expect(cellCodec(parseCqlType("timestamp")).show(cell)).toBe("(not predictable: random)");
  });
});

describe("a cell whose value is not one text", () => {
  it("is JSON of the same meaning, with nothing behind it", () => {
    const expected = jsonCell({ a: 1, b: [2] });
    expect(sameCell(expected, '{"b":[2],"a":1.0}')).toBe(true);
    expect(sameCell(expected, '{"b":[2],"a":1} ')).toBe(false);
    expect(sameCell(expected, '{"b": [2],"a":1}')).toBe(false);
    expect(sameCell(jsonCell({ 'a "b': "c \\" }), '{"a \\"b":"c \\\\"}')).toBe(true);
    const text = jsonCell({ a: "é\u001b", b: { a: 1 } });
    expect(sameCell(text, '{"b":{"a":1},"a":"é\\u001B"}')).toBe(true);
    // No sink writes a name twice, or escapes what need not be.
    for (const written of [
      '{"a":"other","b":{"a":1},"a":"é\\u001B"}',
      '{"b":{"a":9,"a":1},"a":"é\\u001B"}',
      '{"b":{"\\u0061":1},"a":"é\\u001B"}',
      '{"b":{"a":1},"a":"\\u00e9\\u001B"}',
    ])
      expect(sameCell(text, written), written).toBe(false);
    expect(sameCell(expected, '{"a":1,"b":[2]} x')).toBe(false);
    expect(sameCell(expected, '{"a":1,"b":[2]}}')).toBe(false);
  });

  it("is one of the two texts that versions of Java write, and no other of the same double", () => {
    const expected = eitherCell("5.6843418860808015E-14", "5.684341886080802E-14");
    expect(sameCell(expected, "5.684341886080802E-14")).toBe(true);
    expect(sameCell(expected, "5.6843418860808015E-14")).toBe(true);
    expect(sameCell(expected, "5.68434188608080148E-14")).toBe(false);
    expect(sameCell(expected, null)).toBe(false);
    expect(eitherCell("a", "a")).toBe("a");
    expect(cellCodec(parseCqlType("text")).show(eitherCell("a:1", "b"))).toBe("'a:1' or 'b'");
  });
});

it("a field that ALTER TYPE adds is null in rows that were written before, as in those of records that lack it", () => {
  const int = parseCqlType("int");
  const fields = ["x", "y"].map((name) => ({ name, type: int }));
  for (const frozen of [true, false]) {
    const { encode } = exactCodec({ kind: "udt", name: "point", frozen, fields });
    expect(encode([1])).toBe(encode([1, null]));
  }
});
