import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { conversionTo } from "../../cli/src/core/conversion/convert.js";
import { codecContext } from "../../cli/src/core/conversion/make-context.js";
import { cqlLiteral } from "../../cli/src/core/cql-literal.js";
import { parseCqlType } from "../../cli/src/core/cql-type-text.js";
import type { CqlValue } from "../../cli/src/core/cql-value.js";
import { defaultCodecSettings, type CodecSettings } from "../../cli/src/core/mapping/settings.js";
import { connectorConverter } from "../../cli/src/core/records/converters.js";
import { fieldOf, isMap, RecordRefusal } from "../../cli/src/core/records/connect-value.js";
import { canonicalJson } from "../../cli/src/core/conversion/json-text.js";
import { engineDialect, parseJson } from "../../cli/src/core/records/json.js";
import { engineMap, engineValue } from "../../cli/src/core/records/engine-value.js";
import { decodeBytes } from "../support/cql-bytes.js";

/**
 * Every case was made by running the DataStax engine's own codecs; what `verify` computes must be the same value.
 * The file's own `about` says what its fields mean.
 */
interface Case {
  readonly type: string;
  readonly codec?: Partial<CodecSettings>;
  readonly converter?: "string" | "raw";
  readonly value: string;
  readonly bytes?: string;
  readonly refused?: string;
}

const vectors = JSON.parse(
  readFileSync(new URL("../../schemas/contract/conversions.json", import.meta.url), "utf8"),
) as {
  readonly userTypes: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly cases: readonly Case[];
};

const userType = (name: string): { name: string; typeText: string }[] | undefined => {
  const fields = vectors.userTypes[name];
  return fields && Object.entries(fields).map(([field, typeText]) => ({ name: field, typeText }));
};

const converters = {
  json: connectorConverter("value", {
    "value.converter": "org.apache.kafka.connect.json.JsonConverter",
    "value.converter.schemas.enable": "false",
  }),
  string: connectorConverter("value", {
    "value.converter": "org.apache.kafka.connect.storage.StringConverter",
  }),
};

function convert(one: Case): CqlValue | null {
  const conversion = conversionTo(
    parseCqlType(one.type, userType),
    codecContext({ ...defaultCodecSettings, ...one.codec }),
  );
  if (one.converter === "raw") return conversion.fromText(one.value);
  const read = one.converter === "string" ? converters.string : converters.json;
  const record = read(Buffer.from(`{"f": ${one.value}}`));
  const map = typeof record === "string" ? engineMap(record) : record;
  if (!isMap(map)) throw new Error(`no map: ${one.value}`);
  return conversion.fromJson(engineValue(fieldOf(map, "f") ?? null));
}

const sameJson = (text: string): string => canonicalJson(parseJson(text, engineDialect) ?? null);

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
  const literal = cqlLiteral(type, computed);
  // An empty blob is bound as a null: the engine takes every empty encoding but a text's for one.
  expect(literal === "0x" ? "null" : literal).toBe(cqlLiteral(type, expected));
});

test("the file has cases for every kind of type", () => {
  expect(vectors.cases.length).toBeGreaterThan(800);
});
