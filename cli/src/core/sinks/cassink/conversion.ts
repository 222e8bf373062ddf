import type { CqlValue } from "../../cql/value.js";
import { hasNames, isList, type ConnectValue } from "../../records/connect-value.js";
import { isNumber } from "../../java/number.js";
import { refuse } from "../../refusal.js";

/** What a record has for a column, where it has something. */
export type Present = Exclude<ConnectValue, null>;

/**
 * How the sink turns a value into one type of column. A null result is a null.
 * @param json true for what was JSON, or of a map without a schema: fewer conversions are meant then
 * @throws RecordRefusal for what the sink refuses, and UnpredictableValue for what is not modelled
 */
export type Conversion = (value: Present, json: boolean) => CqlValue | null;

export function cannotBe(value: Present, type: string): never {
  return refuse(`${kindOf(value)} cannot be ${type}`);
}

function kindOf(value: Present): string {
  if (typeof value === "string") return "a text";
  if (typeof value === "boolean") return "a boolean";
  if (isNumber(value)) return "a number";
  if (hasNames(value)) return "an object";
  if (isList(value)) return "an array";
  return value instanceof Uint8Array ? "bytes" : "a date or time";
}

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** The text whose UTF-8 the bytes are; malformed bytes are refused. */
export function utf8(bytes: Uint8Array): string {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return refuse("bytes are not UTF-8");
  }
}
