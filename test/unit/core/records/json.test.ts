import { describe, expect, it } from "vitest";
import { Decimal } from "#cli/core/java/decimal.js";
import { Float64 } from "#cli/core/java/floating-point.js";
import { JsonProblem, parseJson } from "#cli/core/records/json.js";
import { collectionSyntax, recordSyntax } from "#cli/core/sinks/datastax/json.js";
import { schemalessJson } from "#cli/core/records/converters.js";

const converter = (text: string): unknown => parseJson(text, schemalessJson);
const datastax = (text: string): unknown => parseJson(text, recordSyntax);

describe("JsonConverter", () => {
  it("keeps whole numbers of 64 bits and wraps larger ones", () => {
    expect(converter("[9007199254740993,9223372036854775807,18446744073709551621]")).toEqual([
      9007199254740993n,
      9223372036854775807n,
      5,
    ]);
  });

  it("keeps 23 apart from 23.0, and rounds a fraction to a double", () => {
    expect(converter('{"whole":23,"fraction":23.0,"long":0.1000000000000000055}')).toEqual({
      whole: 23,
      fraction: new Float64(23),
      long: new Float64(0.1),
    });
  });

  it("takes leading zeros, as Kafka's deserializer does, and ignores text after the value", () => {
    expect(converter('{"n":007} rest')).toEqual({ n: 7 });
  });

  it("reads -0 as the whole number 0", () => {
    expect(Object.is(converter("-0"), 0)).toBe(true);
  });

  it("keeps fields called __proto__ and constructor, and the last of two fields of the same name", () => {
    const map = converter('{"__proto__":1.5,"constructor":2,"a":1,"a":2}') as object;
    expect(Object.entries(map)).toEqual([
      ["__proto__", new Float64(1.5)],
      ["constructor", 2],
      ["a", 2],
    ]);
  });

  it("reads every escape", () => {
    expect(converter('["\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00", 1.0]')).toEqual([
      '"\\/\b\f\n\r\té😀',
      new Float64(1),
    ]);
  });

  it.each(["", "   "])("finds no value in %j", (text) => {
    expect(converter(text)).toBeUndefined();
  });

  it.each([
    "{",
    '{"a"}',
    '{"a":}',
    "[1,]",
    "[1 2]",
    '"a',
    '"\\x"',
    '"\\u12"',
    "1.",
    "-",
    "nul",
    "1.5x",
    "'a'",
    "NaN",
    '"\n"',
  ])("refuses %j", (text) => {
    expect(() => converter(text)).toThrow(JsonProblem);
  });

  it("refuses deep nesting and long numbers, as Jackson does to protect itself", () => {
    expect(() => converter("1.0" + "[".repeat(0))).not.toThrow();
    expect(() => converter(`${"[".repeat(1001)}1.0${"]".repeat(1001)}`)).toThrow(/nested deeper/);
    expect(() => converter(`1.${"0".repeat(1000)}`)).toThrow(/more than 1000 digits/);
  });
});

describe("the DataStax sink's parser of keys and values", () => {
  it("keeps numbers exactly, without trailing zeros", () => {
    expect(datastax("[18446744073709551621, 100.0, 1e400]")).toEqual([
      18446744073709551621n,
      new Decimal(1n, -2),
      new Decimal(1n, -400),
    ]);
  });

  it("refuses leading zeros", () => {
    expect(() => datastax("[01]")).toThrow(JsonProblem);
  });
});

describe("the DataStax sink's parser of collections", () => {
  it("takes unquoted names, single quotes, omitted values and NaN", () => {
    expect(parseJson("{street:'Main',n:NaN, l:[1,,]}", collectionSyntax)).toEqual({
      street: "Main",
      n: new Float64(NaN),
      l: [1, null, null],
    });
  });

  it("refuses text after the value", () => {
    expect(() => parseJson("[1] x", collectionSyntax)).toThrow(JsonProblem);
  });
});
