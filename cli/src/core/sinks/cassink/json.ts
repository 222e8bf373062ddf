import type { JsonSyntax } from "../../records/json.js";
import {
  entriesOf,
  fieldOf,
  hasNames,
  isList,
  JavaDate,
  type ConnectValue,
} from "../../records/connect-value.js";
import { Decimal } from "../../java/decimal.js";
import { Float64 } from "../../java/floating-point.js";
import { toDecimal } from "../../java/number.js";
import { UnpredictableValue } from "../../refusal.js";

/** Of a key or value that is text. */
export const recordSyntax: JsonSyntax = {
  integers: "exact",
  fractions: "decimal",
  ofCharacters: true,
  failOnTrailingTokens: true,
  keepDuplicateNames: true,
  maxNestingDepth: 500,
};
/** Of text that goes into a collection, tuple or user-defined type. */
export const collectionSyntax: JsonSyntax = { ...recordSyntax, lenient: true, backslashEscapesAny: true };

/** A list, map or Struct as the sink writes it into a text column. */
export function jsonText(value: ConnectValue): string {
  if (isList(value)) return `[${value.map(jsonText).join(",")}]`;
  if (hasNames(value)) {
    const entries = entriesOf(value);
    return `{${Object.keys(entries)
      .map((name) => `${JSON.stringify(name)}:${jsonText(fieldOf(entries, name) ?? null)}`)
      .join(",")}}`;
  }
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString("base64"));
  if (value instanceof JavaDate) return JSON.stringify(isoText(value));
  const isText = typeof value === "string" || (value instanceof Float64 && !Number.isFinite(value.value));
  return isText ? JSON.stringify(String(value)) : String(value);
}

/** What reading that JSON gives: doubles are decimals without trailing zeros, dates and bytes are texts. */
export function throughJson(value: ConnectValue): ConnectValue {
  if (isList(value)) return value.map(throughJson);
  if (hasNames(value)) {
    const entries = entriesOf(value);
    return Object.fromEntries(
      Object.keys(entries).map((name) => [name, throughJson(fieldOf(entries, name) ?? null)]),
    );
  }
  if (value instanceof Float64) return toDecimal(value)?.stripped() ?? value.toString();
  if (value instanceof Decimal) return value.stripped();
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  return value instanceof JavaDate ? isoText(value) : value;
}

/** Instant.toString of Java, for years of four digits; others are not modelled. */
function isoText({ milliseconds }: JavaDate): string {
  const date = new Date(Number(milliseconds));
  const text = Number.isNaN(date.getTime()) ? "" : date.toISOString();
  if (!/^\d{4}-/.test(text)) {
    throw new UnpredictableValue(
      "not modelled",
      `how the time ${milliseconds} is written into JSON is not modelled`,
    );
  }
  return text.replace(".000Z", "Z");
}
