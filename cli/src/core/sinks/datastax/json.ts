import {
  emptyMap,
  fieldOf,
  isList,
  isMap,
  JavaDate,
  type ConnectMap,
  type ConnectValue,
} from "../../records/connect-value.js";
import { decimalOfDouble, Float64 } from "../../java/floating-point.js";
import { JsonProblem, parseJson, type JsonSyntax } from "../../records/json.js";

/** A key or value that is text. What follows the first JSON value is ignored. */
export const recordSyntax: JsonSyntax = { integers: "exact", fractions: "stripped decimal" };
/** Text that goes into a collection, tuple or user-defined type. */
export const collectionSyntax: JsonSyntax = {
  integers: "exact",
  fractions: "double",
  lenient: true,
  nonNumericNumbers: true,
  failOnTrailingTokens: true,
};

/**
 * A value inside of a Map as the engine sees it. The engine writes a Map to JSON and reads that again, so a
 * Double becomes the decimal of its text without trailing zeros, what is no number becomes text, bytes Base64, and a Date milliseconds.
 */
export function engineValue(value: ConnectValue): ConnectValue {
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Float64) return decimalOfDouble(value.value)?.stripped() ?? value.toString();
  if (value instanceof JavaDate) return wholeNumber(value.milliseconds);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (isList(value)) return value.map(engineValue);
  if (!isMap(value)) return value;
  const map = emptyMap();
  for (const name of Object.keys(value)) map[name] = engineValue(fieldOf(value, name) ?? null);
  return map;
}

/** A Java long as it is held here: a number where that is exact. */
function wholeNumber(value: bigint): number | bigint {
  const short = Number(value);
  return Number.isSafeInteger(short) ? short : value;
}

/** Text that is a JSON object, as the engine reads it; other text stays text. What follows the object is ignored. */
export function engineMap(text: string): ConnectMap | string {
  try {
    const value = parseJson(text, recordSyntax);
    return isMap(value) ? value : text;
  } catch (error) {
    if (error instanceof JsonProblem) return text;
    throw error;
  }
}
