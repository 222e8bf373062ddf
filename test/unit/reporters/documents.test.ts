import { describe, expect, it } from "vitest";
import { parse, parseAllDocuments } from "yaml";
import * as json from "#cli/reporters/json.js";
import * as yaml from "#cli/reporters/yaml.js";

const hostile = "a\u001b[2J\u009b1A\r\u202eb\u{e0001}\ud800\nnext: line";
const value = {
  outcome: "clean",
  big: 9_007_199_254_740_993n,
  absent: undefined,
  texts: ["yes", "12:30", "0o17", "1_000", "null", "", "- x", hostile],
  [hostile]: { none: null, list: [], zero: -0, share: 0.5 },
};

describe("a result as a document", () => {
  it("is the same value as JSON and as YAML", () => {
    const printed = JSON.parse(json.document(value)) as unknown;
    expect(parse(yaml.document(value))).toEqual(printed);
    expect(printed).toMatchObject({ big: "9007199254740993", texts: value.texts });
    expect(printed).not.toHaveProperty("absent");
  });

  it("is a YAML document for readers of YAML 1.1, too", () => {
    expect(parse(yaml.document(value), { version: "1.1" })).toMatchObject({ texts: value.texts });
  });

  it.each([
    ["JSON", json.document],
    ["NDJSON", json.streamed],
    ["YAML", yaml.document],
    ["a stream of YAML", yaml.streamed],
  ])("holds nothing in %s that a terminal acts on", (_, print) => {
    expect(print(value).replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/u);
  });

  it("is a line of a stream of JSON, and a document of a stream of YAML", () => {
    const lines = [json.streamed(value), json.streamed({ last: true })].join("");
    expect(lines.split("\n")).toHaveLength(3);
    expect(
      lines
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as unknown),
    ).toMatchObject([{}, { last: true }]);
    const documents = parseAllDocuments([yaml.streamed(value), yaml.streamed({ last: true })].join(""));
    expect(documents.map((document) => document.toJS() as unknown)).toMatchObject([{}, { last: true }]);
  });
});
