import { expect, test } from "vitest";
import { conversionTo } from "#cli/core/sinks/datastax/conversions.js";
import { exactLiteralWriter } from "#cli/core/cql/literal.js";
import type { CqlType } from "#cli/core/cql/type.js";
import type { CqlValue } from "#cli/core/cql/value.js";
import { defaultCodecSettings } from "#cli/core/mapping/settings.js";
import { converterConfig, converterOf } from "#cli/core/records/converters.js";
import { fieldOf, isMap } from "#cli/core/records/connect-value.js";
import { canonicalJson } from "#cli/core/records/json-text.js";
import { parseJson } from "#cli/core/records/json.js";
import { objectOrText, recordSyntax, throughJson } from "#cli/core/sinks/datastax/json.js";
import { conversionCases, type ConversionCase } from "./conversion-cases.js";
import { schemalessJson } from "./schemaless-json.js";
import { decodeBytes } from "#test/support/cql-proxy/bytes.js";
import { RecordRefusal } from "#cli/core/refusal.js";
import { codecOf } from "#cli/core/sinks/datastax/codec.js";

type Converter = "string" | "raw";

/** Every case was made by running the codecs of the DataStax sink; what `verify` computes must be the same value. */
const { cases, typeOf } = conversionCases<Converter>("conversions.json");

const converters = {
  json: schemalessJson,
  string: converterOf(
    converterConfig("value", {
      "value.converter": "org.apache.kafka.connect.storage.StringConverter",
    }),
  ),
};

function convert(one: ConversionCase<Converter>): CqlValue | null {
  const conversion = conversionTo(typeOf(one), codecOf({ ...defaultCodecSettings, ...one.codec }));
  if (one.converter === "raw") return conversion.fromText(one.value);
  const read = one.converter === "string" ? converters.string : converters.json;
  const record = read(Buffer.from(`{"f": ${one.value}}`));
  const map = typeof record === "string" ? objectOrText(record) : record;
  if (!isMap(map)) throw new Error(`no map: ${one.value}`);
  return conversion.fromJson(throughJson(fieldOf(map, "f") ?? null));
}

const sameJson = (text: string): string => canonicalJson(parseJson(text, recordSyntax) ?? null);

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
  if (
    one.converter !== "raw" &&
    typeof computed === "string" &&
    typeof expected === "string" &&
    /^[[{]/.test(expected)
  ) {
    // An object's fields come in the order of a Java HashMap: the same JSON, not the same text.
    expect(sameJson(computed)).toBe(sameJson(expected));
    return;
  }
  const literal = exactLiteral(type, computed);
  // An empty blob is bound as a null: the DataStax sink takes every empty encoding but a text's for one.
  expect(literal === "0x" ? "null" : literal).toBe(exactLiteral(type, expected));
});

test("the file has cases for every kind of type", () => {
  expect(cases.length).toBeGreaterThan(800);
});
