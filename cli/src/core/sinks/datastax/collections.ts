import type { TypeOfKind } from "../../cql/by-kind.js";
import type { CqlType } from "../../cql/type.js";
import type { CqlValue } from "../../cql/value.js";
import { JsonProblem, parseJson } from "../../records/json.js";
import { fieldOf, isList, isMap, type ConnectValue } from "../../records/connect-value.js";
import { collectionSyntax } from "./json.js";
import { refusePrimitive, type Conversion } from "./conversion.js";
import { isNullOrEmpty } from "../../records/json-text.js";
import { refuse } from "../../refusal.js";

type ConversionTo = (type: CqlType) => Conversion;

/** list and set: an array. */
export function listConversion(type: TypeOfKind<"list" | "set">, conversionTo: ConversionTo): Conversion {
  const element = conversionTo(type.element);
  const fromJson = (value: ConnectValue): CqlValue | null => {
    if (isNullOrEmpty(value)) return null;
    if (!isList(value)) return refuse(`a ${type.kind} wants an array, not ${kindOf(value)}`);
    return value.map((item) => element.fromJson(item) ?? refuse(`an element of a ${type.kind} is null`));
  };
  return {
    fromJson,
    fromText: (text) => lenient(text, "[", "]", fromJson),
    fromPrimitive: refusePrimitive(type.kind),
  };
}

/** map: an object; its names are converted as texts. */
export function mapConversion(type: TypeOfKind<"map">, conversionTo: ConversionTo): Conversion {
  const key = conversionTo(type.key);
  const element = conversionTo(type.value);
  const fromJson = (value: ConnectValue): CqlValue | null => {
    if (isNullOrEmpty(value)) return null;
    if (!isMap(value)) return refuse(`a map wants an object, not ${kindOf(value)}`);
    return Object.keys(value).map((name) => [
      key.fromText(name) ?? refuse("a key of a map is null"),
      element.fromJson(fieldOf(value, name) ?? null) ?? refuse(`the map's value of "${name}" is null`),
    ]);
  };
  return {
    fromJson,
    fromText: (text) => lenient(text, "{", "}", fromJson),
    fromPrimitive: refusePrimitive("map"),
  };
}

/** tuple: an array of exactly its size. */
export function tupleConversion(type: TypeOfKind<"tuple">, conversionTo: ConversionTo): Conversion {
  const elements = type.elements.map(conversionTo);
  const fromJson = (value: ConnectValue): CqlValue | null => {
    if (isNullOrEmpty(value)) return null;
    if (!isList(value)) return refuse(`a tuple wants an array, not ${kindOf(value)}`);
    return exactly(elements, value, "tuple");
  };
  return {
    fromJson,
    fromText: (text) => lenient(text, "", "", fromJson),
    fromPrimitive: refusePrimitive("tuple"),
  };
}

/** A user-defined type: an object with exactly its fields, or an array in their order. */
export function udtConversion(type: TypeOfKind<"udt">, conversionTo: ConversionTo): Conversion {
  const fields = type.fields.map((field) => ({ name: field.name, conversion: conversionTo(field.type) }));
  const fromJson = (value: ConnectValue): CqlValue | null => {
    if (isNullOrEmpty(value)) return null;
    if (isList(value)) {
      return exactly(
        fields.map((field) => field.conversion),
        value,
        `type ${type.name}`,
      );
    }
    if (!isMap(value)) return refuse(`type ${type.name} wants an object or an array, not ${kindOf(value)}`);
    const names = Object.keys(value);
    const extra = names.filter((name) => !fields.some((field) => field.name === name));
    const missing = fields.map((field) => field.name).filter((name) => !names.includes(name));
    if (extra.length > 0) return refuse(`type ${type.name} has no field ${extra.join(", ")}`);
    if (missing.length > 0) return refuse(`type ${type.name} lacks its field ${missing.join(", ")}`);
    return fields.map((field) => field.conversion.fromJson(fieldOf(value, field.name) ?? null));
  };
  return {
    fromJson,
    fromText: (text) => lenient(text, "", "", fromJson),
    fromPrimitive: refusePrimitive(`${type.name} (user-defined)`),
  };
}

/** vector: an array with at least its dimensions, of which the rest is dropped; anything else is null. */
export function vectorConversion(type: TypeOfKind<"vector">, conversionTo: ConversionTo): Conversion {
  const element = conversionTo(type.element);
  const fromJson = (value: ConnectValue): CqlValue | null => {
    if (!isList(value)) return null;
    const all = value.map((item) => element.fromJson(item) ?? refuse("an element of a vector is null"));
    if (all.length < type.dimensions) {
      return refuse(`a vector of ${type.dimensions} elements got ${all.length}`);
    }
    return all.slice(0, type.dimensions);
  };
  return {
    fromJson,
    fromText: (text) => lenient(text, "[", "]", fromJson),
    fromPrimitive: refusePrimitive("vector"),
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
  return conversions.map((conversion, index) => conversion.fromJson(values[index] ?? null));
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

function kindOf(value: ConnectValue): string {
  if (isList(value)) return "an array";
  if (isMap(value)) return "an object";
  return typeof value === "string" ? `the text "${value}"` : String(value);
}
