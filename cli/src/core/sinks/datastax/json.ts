import {
  emptyMap,
  fieldOf,
  isList,
  isMap,
  JavaDate,
  type ConnectMap,
  type ConnectValue,
  longValue,
} from "../../records/connect-value.js";
import { decimalOfDouble, Float64 } from "../../java/floating-point.js";
import { JsonProblem, parseJson, type JsonSyntax } from "../../records/json.js";

/** Of a key or value that is text. What follows the first JSON value is ignored. */
export const recordSyntax: JsonSyntax = {
  integers: "exact",
  fractions: "stripped decimal",
  ofCharacters: true,
};
/** Of text that goes into a collection, tuple or user-defined type. */
export const collectionSyntax: JsonSyntax = {
  integers: "exact",
  fractions: "double",
  ofCharacters: true,
  lenient: true,
  nonNumericNumbers: true,
  failOnTrailingTokens: true,
};

/**
 * A value inside a Map as the sink sees it: it writes the Map to JSON and reads that again, so a Double becomes the
 * decimal of its text without trailing zeros, NaN and infinity texts, bytes Base64, and a Date its milliseconds.
 */
export function throughJson(value: ConnectValue): ConnectValue {
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Float64) return decimalOfDouble(value)?.stripped() ?? value.toString();
  if (value instanceof JavaDate) return longValue(value.milliseconds);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (isList(value)) return value.map(throughJson);
  if (!isMap(value)) return value;
  const map = emptyMap();
  for (const name of Object.keys(value)) map[name] = throughJson(fieldOf(value, name) ?? null);
  return map;
}

/** The JSON object in a text, whatever follows it; any other text stays text. */
export function objectOrText(text: string): ConnectMap | string {
  try {
    const value = parseJson(text, recordSyntax);
    return isMap(value) ? value : text;
  } catch (error) {
    if (error instanceof JsonProblem) return text;
    throw error;
  }
}
