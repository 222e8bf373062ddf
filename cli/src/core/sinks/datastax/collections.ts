import type { CqlType } from "../../cql/type.js";
import type { CqlValue } from "../../cql/value.js";
import { JsonProblem, parseJson } from "../../records/json.js";
import { fieldOf, isList, isMap, type ConnectValue } from "../../records/connect-value.js";
import { collectionSyntax } from "./json.js";
import { noPrimitive, type Conversion } from "./conversion.js";
import { isNullOrEmpty } from "../../records/json-text.js";
import { refuse } from "../../refusal.js";

type Convert = (type: CqlType) => Conversion;

/** list and set: an array. */
export function listConversion(
  type: Extract<CqlType, { kind: "list" | "set" }>,
  convert: Convert,
): Conversion {
  const element = convert(type.element);
  const fromJson = (value: ConnectValue): CqlValue | null => {
    if (isNullOrEmpty(value)) return null;
    if (!isList(value)) return refuse(`a ${type.kind} wants an array, not ${shown(value)}`);
    return value.map((one) => element.fromJson(one) ?? refuse(`an element of a ${type.kind} is null`));
  };
  return {
    fromJson,
    fromText: (text) => lenient(text, "[", "]", fromJson),
    fromPrimitive: noPrimitive(type.kind),
  };
}

/** map: an object; its names are converted as texts. */
export function mapConversion(type: Extract<CqlType, { kind: "map" }>, convert: Convert): Conversion {
  const key = convert(type.key);
  const element = convert(type.value);
  const fromJson = (value: ConnectValue): CqlValue | null => {
    if (isNullOrEmpty(value)) return null;
    if (!isMap(value)) return refuse(`a map wants an object, not ${shown(value)}`);
    return Object.keys(value).map((name) => [
      key.fromText(name) ?? refuse("a key of a map is null"),
      element.fromJson(fieldOf(value, name) ?? null) ?? refuse(`the map's value of "${name}" is null`),
    ]);
  };
  return {
    fromJson,
    fromText: (text) => lenient(text, "{", "}", fromJson),
    fromPrimitive: noPrimitive("map"),
  };
}

/** tuple: an array of exactly its size. */
export function tupleConversion(type: Extract<CqlType, { kind: "tuple" }>, convert: Convert): Conversion {
  const elements = type.elements.map(convert);
  const fromJson = (value: ConnectValue): CqlValue | null => {
    if (isNullOrEmpty(value)) return null;
    if (!isList(value)) return refuse(`a tuple wants an array, not ${shown(value)}`);
    return exactly(elements, value, "tuple");
  };
  return {
    fromJson,
    fromText: (text) => lenient(text, "", "", fromJson),
    fromPrimitive: noPrimitive("tuple"),
  };
}

/** A user-defined type: an object with exactly its fields, or an array in their order. */
export function udtConversion(type: Extract<CqlType, { kind: "udt" }>, convert: Convert): Conversion {
  const fields = type.fields.map((field) => ({ name: field.name, convert: convert(field.type) }));
  const fromJson = (value: ConnectValue): CqlValue | null => {
    if (isNullOrEmpty(value)) return null;
    if (isList(value)) {
      return exactly(
        fields.map((field) => field.convert),
        value,
        `type ${type.name}`,
      );
    }
    if (!isMap(value)) return refuse(`type ${type.name} wants an object or an array, not ${shown(value)}`);
    const names = Object.keys(value);
    const extra = names.filter((name) => !fields.some((field) => field.name === name));
    const missing = fields.map((field) => field.name).filter((name) => !names.includes(name));
    if (extra.length > 0) return refuse(`type ${type.name} has no field ${extra.join(", ")}`);
    if (missing.length > 0) return refuse(`type ${type.name} lacks its field ${missing.join(", ")}`);
    return fields.map((field) => field.convert.fromJson(fieldOf(value, field.name) ?? null));
  };
  return {
    fromJson,
    fromText: (text) => lenient(text, "", "", fromJson),
    fromPrimitive: noPrimitive(`${type.name} (user-defined)`),
  };
}

/** vector: an array with at least its elements, the rest is dropped; anything else is null. */
export function vectorConversion(type: Extract<CqlType, { kind: "vector" }>, convert: Convert): Conversion {
  const element = convert(type.element);
  const fromJson = (value: ConnectValue): CqlValue | null => {
    if (!isList(value)) return null;
    const all = value.map((one) => element.fromJson(one) ?? refuse("an element of a vector is null"));
    if (all.length < type.dimensions) {
      return refuse(`a vector of ${type.dimensions} elements got ${all.length}`);
    }
    return all.slice(0, type.dimensions);
  };
  return {
    fromJson,
    fromText: (text) => lenient(text, "[", "]", fromJson),
    fromPrimitive: noPrimitive("vector"),
  };
}

function exactly(
  conversions: readonly Conversion[],
  values: readonly ConnectValue[],
  what: string,
): readonly (CqlValue | null)[] {
  if (values.length !== conversions.length) {
    return refuse(`a ${what} of ${conversions.length} elements got ${values.length}`);
  }
  return conversions.map((one, index) => one.fromJson(values[index] ?? null));
}

/** Text for a collection is lenient JSON; its brackets may be left out. */
function lenient(
  text: string,
  open: string,
  close: string,
  fromJson: (value: ConnectValue) => CqlValue | null,
): CqlValue | null {
  if (text === "") return null;
  const trimmed = text.trim();
  const bracketed =
    trimmed.startsWith(open) && trimmed.endsWith(close) ? trimmed : `${open}${trimmed}${close}`;
  try {
    return fromJson(parseJson(bracketed, collectionSyntax) ?? null);
  } catch (error) {
    if (error instanceof JsonProblem) return refuse(`"${text}": ${error.message}`);
    throw error;
  }
}

function shown(value: ConnectValue): string {
  if (isList(value)) return "an array";
  if (isMap(value)) return "an object";
  return typeof value === "string" ? `the text "${value}"` : String(value);
}
