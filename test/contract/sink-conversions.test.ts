import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { canonicalJson } from "../../cli/src/core/conversion/json-text.js";
import { ownContext } from "../../cli/src/core/conversion/own/context.js";
import { ownConversionTo } from "../../cli/src/core/conversion/own/convert.js";
import { cqlLiteral } from "../../cli/src/core/cql-literal.js";
import { parseCqlType } from "../../cli/src/core/cql-type-text.js";
import type { CqlValue } from "../../cli/src/core/cql-value.js";
import { RecordReader } from "../../cli/src/core/expected/own/record-reader.js";
import { parsePathMapping } from "../../cli/src/core/mapping/parse-path-mapping.js";
import { defaultCodecSettings, type CodecSettings } from "../../cli/src/core/mapping/settings.js";
import { connectorConverter } from "../../cli/src/core/records/converters.js";
import { isMap, RecordRefusal, type ConnectValue } from "../../cli/src/core/records/connect-value.js";
import { Float64 } from "../../cli/src/core/records/floating-point.js";
import { engineDialect, JsonProblem, parseJson } from "../../cli/src/core/records/json.js";
import { decodeBytes } from "../support/cql-bytes.js";

/**
 * Every case was made by running our own sink's classes; what `verify` computes must be the same value. The file's
 * own `about` says what its fields mean.
 */
interface Case {
  readonly type: string;
  readonly codec?: Partial<CodecSettings>;
  /** JsonConverter where there is none. */
  readonly converter?: "string" | "bytes" | "raw" | "raw bytes" | "long" | "double" | "boolean";
  readonly value: string;
  readonly bytes?: string;
  readonly refused?: string;
}

const vectors = JSON.parse(
  readFileSync(new URL("../../schemas/contract/sink-conversions.json", import.meta.url), "utf8"),
) as {
  readonly userTypes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly cases: readonly Case[];
};

const userType = (name: string): { name: string; typeText: string }[] | undefined => {
  const fields = vectors.userTypes[name];
  return fields && Object.entries(fields).map(([field, typeText]) => ({ name: field, typeText }));
};

const json = connectorConverter("value", {
  "value.converter": "org.apache.kafka.connect.json.JsonConverter",
  "value.converter.schemas.enable": "false",
});

function recordValue({ converter, value }: Case): ConnectValue {
  const object = `{"f":${value}}`;
  if (converter === undefined) return json(Buffer.from(object));
  switch (converter) {
    case "string":
      return object;
    case "bytes":
      return Buffer.from(object);
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

function convert(one: Case): CqlValue | null {
  const value = recordValue(one);
  const hasFields = isMap(value) || one.converter === "string" || one.converter === "bytes";
  const field = parsePathMapping(`f=${hasFields ? "value.f" : "value"}`).entries[0]?.field;
  if (field === undefined) throw new Error("no field");
  const reader = new RecordReader([field]);
  const record = { topic: "t", partition: 0, offset: 0, timestamp: 0, key: null, value, headers: [] };
  const { value: read, isJson } = reader.field(field)(reader.take(record));
  if (read === undefined || read === null) return null;
  const type = parseCqlType(one.type, userType);
  return ownConversionTo(type, ownContext({ ...defaultCodecSettings, ...one.codec }))(read, isJson);
}

/** The meaning of a text that is JSON, else the text. */
const meaning = (text: string): string => {
  try {
    return canonicalJson(parseJson(text, engineDialect) ?? null);
  } catch (error) {
    if (error instanceof JsonProblem) return text;
    throw error;
  }
};

const name = ({ type, codec, converter, value }: Case): string =>
  `${type} ${codec === undefined ? "" : JSON.stringify(codec)} ${converter ?? "json"}: ${value}`;

test.each(vectors.cases.map((one) => [name(one), one] as const))("%s", (_, one) => {
  const type = parseCqlType(one.type, userType);
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
  expect(cqlLiteral(type, computed)).toBe(cqlLiteral(type, expected));
});

test("the file has cases for every kind of type, refused ones and written ones", () => {
  expect(vectors.cases.length).toBeGreaterThan(900);
  expect(new Set(vectors.cases.map(({ type }) => type.replace(/<.*/, ""))).size).toBeGreaterThan(20);
  expect(vectors.cases.filter(({ refused }) => refused !== undefined).length).toBeGreaterThan(300);
});
