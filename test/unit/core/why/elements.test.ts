import { describe, expect, it } from "vitest";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import { cellElements, elementOf } from "#cli/core/why/elements.js";

const elementsOf = (type: string, cell: string) => cellElements(parseCqlType(type), cell);

describe("the elements of a cell", () => {
  it("are those of its literal, whatever stands in quotes and parentheses", () => {
    expect(elementsOf("list<text>", "['a, b', 'it''s', '[']")?.map(({ literal }) => literal)).toEqual([
      "'a, b'",
      "'it''s'",
      "'['",
    ]);
    expect(elementsOf("map<text, frozen<list<int>>>", "{'a:b': [1, 2], 'c': []}")).toEqual([
      { name: "'a:b'", literal: "[1, 2]" },
      { name: "'c'", literal: "[]" },
    ]);
    expect(elementsOf("set<frozen<map<int, text>>>", "{{1: 'x', 2: 'y'}}")?.length).toBe(1);
    expect(elementsOf("set<int>", "{}")).toEqual([]);
  });

  it("are none of a value that is one cell", () => {
    expect(elementsOf("frozen<list<int>>", "[1]")).toBeUndefined();
    expect(elementsOf("text", "[1]")).toBeUndefined();
  });

  it("a record that sets the whole value sets one to null that it does not have", () => {
    const of = elementOf(parseCqlType("map<text, int>"), { name: "'a'", literal: "1" });
    expect([of("{'a': 2}"), of("{'b': 1}"), of(null), of(undefined)]).toEqual(["2", null, null, undefined]);
  });
});
