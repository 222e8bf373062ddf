import { expect, test } from "vitest";
import { canonicalJson } from "#cli/core/records/json-text.js";
import { exactLiteralWriter } from "#cli/core/cql/literal.js";
import type { CqlType } from "#cli/core/cql/type.js";
import type { CqlValue } from "#cli/core/cql/value.js";
import { fieldReader, recordReader } from "#cli/core/sinks/cassink/record-reader.js";
import { parseMapping } from "#cli/core/sinks/cassink/parse-mapping.js";
import { defaultCodecSettings } from "#cli/core/mapping/settings.js";
import { converterConfig, converterOf } from "#cli/core/records/converters.js";
import { hasNames, type ConnectValue } from "#cli/core/records/connect-value.js";
import { Float64 } from "#cli/core/java/floating-point.js";
import { JsonProblem, parseJson } from "#cli/core/records/json.js";
import { conversionCases, type ConversionCase } from "./conversion-cases.js";
import { schemalessJson } from "./schemaless-json.js";
import { decodeBytes } from "#test/support/cql-proxy/bytes.js";
import { RecordRefusal } from "#cli/core/refusal.js";
import { recordSyntax } from "#cli/core/sinks/datastax/json.js";
import { codecOf } from "#cli/core/sinks/cassink/codec.js";
import { conversionTo } from "#cli/core/sinks/cassink/conversions.js";

type Converter = "string" | "bytes" | "schema" | "raw" | "raw bytes" | "long" | "double" | "boolean";

/** Every case was made by running the classes of Cassink's sink; what `verify` computes must be the same value. */
const { cases, typeOf } = conversionCases<Converter>("sink-conversions.json");

const schemaJson = converterOf(
  converterConfig("value", {
    "value.converter": "org.apache.kafka.connect.json.JsonConverter",
    "value.converter.schemas.enable": "true",
  }),
);

function recordValue({ converter, value }: ConversionCase<Converter>): ConnectValue {
  const object = `{"f":${value}}`;
  if (converter === undefined) return schemalessJson(Buffer.from(object));
  switch (converter) {
    case "string":
      return object;
    case "bytes":
      return Buffer.from(object);
    case "schema": {
      // The payload as it is written: JSON.parse would round long numbers.
      const [, schema = "", payload = ""] = /^\{"schema":\{(.*)\},"payload":(.*)\}$/s.exec(value) ?? [];
      const struct = `{"type":"struct","fields":[{${schema},"field":"f"}]}`;
      return schemaJson(Buffer.from(`{"schema":${struct},"payload":{"f":${payload}}}`));
    }
    case "raw":
      return value;
    case "raw bytes":
      return Buffer.from(value, "hex");
    case "long":
      return Number.isSafeInteger(Number(value)) ? Number(value) : BigInt(value);
    case "double":
      return new Float64(Number(value));
    case "boolean":
      return value === "true";
  }
}

function convert(one: ConversionCase<Converter>): CqlValue | null {
  const value = recordValue(one);
  const hasFields = hasNames(value) || one.converter === "string" || one.converter === "bytes";
  const field = parseMapping(`f=${hasFields ? "value.f" : "value"}`).entries[0]?.field;
  if (field === undefined) throw new Error("no field");
  const record = { topic: "t", partition: 0, offset: 0, timestamp: 0, key: null, value, headers: [] };
  const { value: read, isJson } = fieldReader(field)(recordReader([field])(record));
  if (read === undefined || read === null) return null;
  const type = typeOf(one);
  return conversionTo(type, codecOf({ ...defaultCodecSettings, ...one.codec }))(read, isJson);
}

/** The meaning of a text that is JSON, else the text. */
const meaning = (text: string): string => {
  try {
    return canonicalJson(parseJson(text, recordSyntax) ?? null);
  } catch (error) {
    if (error instanceof JsonProblem) return text;
    throw error;
  }
};

const exactLiteral = (type: CqlType, value: CqlValue | null): string =>
  value === null ? "null" : exactLiteralWriter(type)(value);

test.each(cases)("%s", (_, one) => {
  const type = typeOf(one);
  if (one.refused !== undefined) {
    expect(() => convert(one)).toThrow(RecordRefusal);
    return;
  }
  const expected = one.bytes === undefined ? null : decodeBytes(type, one.bytes);
  const computed = convert(one);
  if (typeof computed === "string" && typeof expected === "string" && /^[[{]/.test(expected)) {
    // An object's fields come in the order of a Java HashMap: the same JSON, not the same text.
    expect(meaning(computed)).toBe(meaning(expected));
    return;
  }
  expect(exactLiteral(type, computed)).toBe(exactLiteral(type, expected));
});

test("the file has cases for every kind of type, refused ones and written ones", () => {
  expect(cases.length).toBeGreaterThan(900);
  expect(new Set(cases.map(([, { type }]) => type.replace(/<.*/, ""))).size).toBeGreaterThan(20);
  expect(cases.filter(([, { refused }]) => refused !== undefined).length).toBeGreaterThan(300);
});
