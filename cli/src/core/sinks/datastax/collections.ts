import type { CollectionConversions } from "../../cql/conversion-by-kind.js";
import type { CqlValue } from "../../cql/value.js";
import { JsonProblem, parseJson } from "../../records/json.js";
import { fieldOf, isList, isMap, type ConnectValue } from "../../records/connect-value.js";
import { collectionSyntax } from "./json.js";
import { refusePrimitive, type Conversion } from "./conversion.js";
import { isNullOrEmpty } from "../../records/json-text.js";
import { javaTrim } from "../../java/text.js";
import { refuse } from "../../refusal.js";

export const collectionConversions: CollectionConversions<Conversion> = {
  /** list and set: an array. */
  list: (type, conversionTo) => {
    const element = conversionTo(type.element);
    return container(type.kind, "[]", (value) => {
      if (!isList(value)) return refuse(`a ${type.kind} wants an array, not ${kindOf(value)}`);
      return value.map((item) => element.fromJson(item) ?? refuse(`an element of a ${type.kind} is null`));
    });
  },

  /** map: an object; its names are converted as texts. */
  map: (type, conversionTo) => {
    const [key, element] = [conversionTo(type.key), conversionTo(type.value)];
    return container("map", "{}", (value) => {
      if (!isMap(value)) return refuse(`a map wants an object, not ${kindOf(value)}`);
      return Object.keys(value).map((name) => [
        key.fromText(name) ?? refuse("a key of a map is null"),
        element.fromJson(fieldOf(value, name) ?? null) ?? refuse(`the map's value of "${name}" is null`),
      ]);
    });
  },

  /** tuple: an array of exactly its size. */
  tuple: (type, conversionTo) => {
    const elements = type.elements.map(conversionTo);
    return container("tuple", "", (value) => {
      if (!isList(value)) return refuse(`a tuple wants an array, not ${kindOf(value)}`);
      return exactly(elements, value, "tuple");
    });
  },

  /** A user-defined type: an object with exactly its fields, or an array of exactly as many values. */
  udt: (type, conversionTo) => {
    const names = type.fields.map(({ name }) => name);
    const conversions = type.fields.map((field) => conversionTo(field.type));
    return container(`${type.name} (user-defined)`, "", (value) => {
      if (isList(value)) return exactly(conversions, value, `type ${type.name}`);
      if (!isMap(value)) return refuse(`type ${type.name} wants an object or an array, not ${kindOf(value)}`);
      const given = Object.keys(value);
      const extra = given.filter((name) => !names.includes(name));
      const missing = names.filter((name) => !given.includes(name));
      if (extra.length > 0) return refuse(`type ${type.name} has no field ${extra.join(", ")}`);
      if (missing.length > 0) return refuse(`type ${type.name} lacks its field ${missing.join(", ")}`);
      return exactly(
        conversions,
        names.map((name) => fieldOf(value, name) ?? null),
        `type ${type.name}`,
      );
    });
  },

  /** vector: an array with at least its dimensions, of which the rest is dropped; anything else is null. */
  vector: (type, conversionTo) => {
    const element = conversionTo(type.element);
    const read = container("vector", "[]", (value) => {
      if (!isList(value)) return null;
      const all = value.map((item) => element.fromJson(item) ?? refuse("an element of a vector is null"));
      if (all.length < type.dimensions) {
        return refuse(`a vector of ${type.dimensions} elements got ${all.length}`);
      }
      return all.slice(0, type.dimensions);
    });
    return {
      ...read,
      fromText: (text) => (/^(?:null)?$/i.test(text) ? null : vectorOfText(text, element, type.dimensions)),
    };
  },
};

/** A text as CQL writes a vector, with a blank behind each comma: `[1.5, 2]`. What its first and last characters are does not matter. */
function vectorOfText(text: string, element: Conversion, dimensions: number): CqlValue {
  const all = text
    .slice(1, -1)
    .split(", ")
    .map((item) => element.fromText(item) ?? refuse("an element of a vector is null"));
  if (all.length < dimensions) return refuse(`a vector of ${dimensions} elements got ${all.length}`);
  return all.slice(0, dimensions);
}

/**
 * A text is read as lenient JSON.
 * @param brackets what may be missing around a text
 */
function container(
  type: string,
  brackets: "[]" | "{}" | "",
  convert: (value: ConnectValue) => CqlValue | null,
): Conversion {
  const fromJson = (value: ConnectValue): CqlValue | null => (isNullOrEmpty(value) ? null : convert(value));
  return {
    fromJson,
    fromText: (text) => (text === "" ? null : fromJson(lenient(within(brackets, text), text))),
    fromPrimitive: refusePrimitive(type),
  };
}

function within(brackets: string, text: string): string {
  const [open = "", close = ""] = brackets;
  const trimmed = javaTrim(text);
  return trimmed.startsWith(open) && trimmed.endsWith(close) ? trimmed : open + trimmed + close;
}

function lenient(json: string, text: string): ConnectValue {
  try {
    return parseJson(json, collectionSyntax) ?? null;
  } catch (error) {
    if (error instanceof JsonProblem) return refuse(`"${text}": ${error.message}`);
    throw error;
  }
}

function exactly(
  conversions: readonly Conversion[],
  values: readonly ConnectValue[],
  type: string,
): readonly (CqlValue | null)[] {
  if (values.length !== conversions.length) {
    return refuse(`a ${type} of ${conversions.length} elements got ${values.length}`);
  }
  return conversions.map((conversion, index) => conversion.fromJson(values[index] ?? null));
}

function kindOf(value: ConnectValue): string {
  if (isList(value)) return "an array";
  if (isMap(value)) return "an object";
  return typeof value === "string" ? `the text "${value}"` : String(value);
}
