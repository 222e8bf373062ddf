import type { CqlValue } from "../../cql/value.js";
import { type ConnectValue } from "../../records/connect-value.js";
import type { Float64 } from "../../java/floating-point.js";
import { refuse } from "../../refusal.js";

/** A whole key or value, or a header, that is neither text nor a map. */
type Primitive = number | bigint | boolean | Float64 | Uint8Array;

/**
 * How the DataStax sink turns what a record holds into one type of column; null is CQL's null.
 * Each throws RecordRefusal for what the sink refuses, and UnpredictableValue for what cannot be predicted.
 */
export interface Conversion {
  /** A JSON value: a field of a map, or of text that is a JSON object. */
  readonly fromJson: (value: ConnectValue) => CqlValue | null;
  /** Text as it stands: a whole key or value, a header, the name of a map's entry. */
  readonly fromText: (text: string) => CqlValue | null;
  /** A whole key or value, or a header, that a converter made. */
  readonly fromPrimitive: (value: Primitive) => CqlValue | null;
}

/** A {@link Conversion.fromPrimitive} that refuses everything. */
export function refusePrimitive(type: string): (value: Primitive) => never {
  return (value) => refuse(`a ${primitiveName(value)} cannot go into a ${type} column`);
}

function primitiveName(value: Primitive): string {
  if (typeof value === "boolean") return "boolean";
  if (typeof value === "number" || typeof value === "bigint") return "whole number";
  return value instanceof Uint8Array ? "byte array" : "double";
}
