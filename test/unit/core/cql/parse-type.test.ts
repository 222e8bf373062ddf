import { describe, expect, it } from "vitest";
import { parseCqlType } from "#cli/core/cql/parse-type.js";
import { InputError } from "#cli/errors.js";

const text = { kind: "native", name: "text" } as const;
const int = { kind: "native", name: "int" } as const;

describe("parseCqlType", () => {
  it("parses native types in any case, and varchar as text", () => {
    expect(parseCqlType("timestamp")).toEqual({ kind: "native", name: "timestamp" });
    expect(parseCqlType("VARCHAR")).toEqual(text);
  });

  it("parses nested collections, and keeps which are frozen", () => {
    expect(parseCqlType("frozen<list<frozen<map<text, text>>>>")).toEqual({
      kind: "list",
      frozen: true,
      element: { kind: "map", frozen: true, key: text, value: text },
    });
    expect(parseCqlType("set<int>")).toEqual({ kind: "set", frozen: false, element: int });
  });

  it("parses tuples and vectors", () => {
    expect(parseCqlType("frozen<tuple<int, text>>")).toEqual({ kind: "tuple", elements: [int, text] });
    expect(parseCqlType("vector<float, 3>")).toEqual({
      kind: "vector",
      element: { kind: "native", name: "float" },
      dimensions: 3,
    });
  });

  it("resolves user-defined types, nested ones and ones with quoted names too", () => {
    const types = new Map([
      ["Address", [{ name: "city", typeText: "frozen<place>" }]],
      ["place", [{ name: "x", typeText: "int" }]],
    ]);
    const place = { kind: "udt", name: "place", frozen: true, fields: [{ name: "x", type: int }] };
    expect(parseCqlType('list<"Address">', (name) => types.get(name))).toEqual({
      kind: "list",
      frozen: false,
      element: { kind: "udt", name: "Address", frozen: false, fields: [{ name: "city", type: place }] },
    });
  });

  it.each([
    ["txet", "there is no type txet at position 1"],
    ["map<text>", "a map has two types between < and > at position 10"],
    ["list<int", "expected > at position 9"],
    ["int int", "expected the end at position 5"],
    ["vector<float, text>", "a vector has a number of dimensions"],
    ["'org.example.Custom'", "there is no type '"],
  ])("refuses %s, and says where and why", (typeText, problem) => {
    expect(() => parseCqlType(typeText)).toThrow(InputError);
    expect(() => parseCqlType(typeText)).toThrow(problem);
  });
});
