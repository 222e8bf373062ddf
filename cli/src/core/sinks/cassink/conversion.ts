import type { CqlValue } from "../../cql/value.js";
import { DebeziumTime, hasNames, isList, type ConnectValue } from "../../records/connect-value.js";
import { isNumber } from "../../java/number.js";
import { refuse } from "../../refusal.js";

/** What a conversion is given: nulls never reach it. */
export type NonNullValue = Exclude<ConnectValue, null>;

/**
 * How the Cassink sink turns a value into one type of column; null is CQL's null.
 * @param json whether the value was JSON, or inside a map: the sink then allows fewer conversions
 * @throws RecordRefusal for what the sink refuses, and UnpredictableValue for what cannot be predicted
 */
export type Conversion = (value: NonNullValue, json: boolean) => CqlValue | null;

export function cannotBe(value: NonNullValue, type: string): never {
  return refuse(`${kindOf(value)} cannot be ${type}`);
}

function kindOf(value: NonNullValue): string {
  if (typeof value === "string") return "a text";
  if (typeof value === "boolean") return "a boolean";
  if (isNumber(value)) return "a number";
  if (hasNames(value)) return "an object";
  if (isList(value)) return "an array";
  if (value instanceof DebeziumTime) return `a ${value.schema}`;
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
