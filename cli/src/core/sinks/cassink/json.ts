import type { JsonSyntax } from "../../records/json.js";
import {
  entriesOf,
  fieldOf,
  hasNames,
  isList,
  DebeziumTime,
  JavaDate,
  LocalDate,
  LocalTime,
  type ConnectValue,
} from "../../records/connect-value.js";
import { jsonString } from "../../records/json-text.js";
import { Decimal } from "../../java/decimal.js";
import { Float64 } from "../../java/floating-point.js";
import { toDecimal } from "../../java/number.js";
import { dateText } from "../../cql/literal.js";
import { instantText, localTimeText, plainTime } from "./logical-times.js";

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

/** The text without a byte order mark at its beginning, which some producers write. */
export const withoutMark = (text: string): string => (text.startsWith("\ufeff") ? text.slice(1) : text);

/** A list, map or Struct as the sink writes it into a text column. */
export function jsonText(given: ConnectValue): string {
  const value = plainTime(given);
  if (isList(value)) return `[${value.map(jsonText).join(",")}]`;
  if (hasNames(value)) {
    const entries = entriesOf(value);
    return `{${Object.keys(entries)
      .map((name) => `${jsonString(name)}:${jsonText(fieldOf(entries, name) ?? null)}`)
      .join(",")}}`;
  }
  if (value instanceof Uint8Array) return jsonString(Buffer.from(value).toString("base64"));
  if (value instanceof DebeziumTime) return jsonText(value.raw);
  if (isTime(value)) return jsonString(timeText(value));
  const isText = typeof value === "string" || (value instanceof Float64 && !Number.isFinite(value.value));
  return isText ? jsonString(String(value)) : String(value);
}

/** What reading that JSON gives: doubles are decimals without trailing zeros, dates and bytes are texts. */
export function throughJson(given: ConnectValue): ConnectValue {
  const value = plainTime(given);
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
  if (value instanceof DebeziumTime) return value.raw;
  return isTime(value) ? timeText(value) : value;
}

const isTime = (value: ConnectValue): value is JavaDate | LocalDate | LocalTime =>
  value instanceof JavaDate || value instanceof LocalDate || value instanceof LocalTime;

/** As toString of Java's Instant, LocalDate and LocalTime. */
export function timeText(value: JavaDate | LocalDate | LocalTime): string {
  if (value instanceof LocalDate) return dateText(value.days);
  return value instanceof LocalTime ? localTimeText(value) : instantText(value.milliseconds * 1_000_000n);
}
