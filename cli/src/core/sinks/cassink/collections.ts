import type { CollectionConversions } from "../../cql/conversion-by-kind.js";
import { literalWriter } from "../../cql/literal.js";
import type { CqlValue } from "../../cql/value.js";
import {
  entriesOf,
  fieldOf,
  hasNames,
  isList,
  isMap,
  keyOf,
  type ConnectValue,
} from "../../records/connect-value.js";
import { JsonProblem, parseJson, duplicateNames } from "../../records/json.js";
import { javaStrip } from "../../java/text.js";
import { collectionSyntax, withoutMark } from "./json.js";
import { cannotBe, utf8, type NonNullValue, type Conversion } from "./conversion.js";
import { refuse, UnpredictableValue } from "../../refusal.js";

/** @param missingFieldsAreNull whether an object may lack fields of its user-defined type */
export const collectionConversions = (missingFieldsAreNull: boolean): CollectionConversions<Conversion> => ({
  /** list and set: an array. */
  list: (type, conversionTo) => {
    const element = conversionTo(type.element);
    return container(`a ${type.kind}`, "[]", (value, json) =>
      convertAll(elementsOf(value, `a ${type.kind}`), (item) => notNull(element, item, json)),
    );
  },

  /** map: an object; its names are converted as texts, no two to the same key. */
  map: (type, conversionTo) => {
    const [key, element] = [conversionTo(type.key), conversionTo(type.value)];
    const literal = literalWriter(type.key);
    return container("a map", "{}", (value, json) => {
      if (!hasNames(value)) return cannotBe(value, "a map");
      const entries = entriesOf(value);
      const keys = new Set<string>();
      return convertAll(Object.keys(entries), (name) => {
        const made = notNull(key, keyOf(entries, name), json);
        const before = keys.size;
        if (keys.add(literal(made)).size === before) return refuse("two names of an object are the same key");
        return [made, notNull(element, fieldOf(entries, name) ?? null, json)];
      });
    });
  },

  /** tuple: an array of exactly its size. */
  tuple: (type, conversionTo) => {
    const elements = type.elements.map(conversionTo);
    return container("a tuple", "", (value, json) =>
      exactly(elements, elementsOf(value, "a tuple"), json, "a tuple"),
    );
  },

  /** A user-defined type: an object with its fields, or an array of their values; both may have fewer where these are null. */
  udt: (type, conversionTo) => {
    const names = type.fields.map(({ name }) => name);
    const conversions = type.fields.map((field) => conversionTo(field.type));
    return container(type.name, "", (value, json) => {
      if (isList(value)) {
        const more = missingFieldsAreNull ? Math.max(0, names.length - value.length) : 0;
        return exactly(conversions, [...value, ...Array<null>(more).fill(null)], json, type.name);
      }
      if (!hasNames(value)) return cannotBe(value, type.name);
      const entries = entriesOf(value);
      const given = Object.keys(entries);
      const missing = missingFieldsAreNull ? undefined : names.find((name) => !given.includes(name));
      if (missing !== undefined) return refuse(`an object lacks the field ${missing} of ${type.name}`);
      if (!given.every((name) => names.includes(name))) {
        return refuse(`an object has fields that ${type.name} has not`);
      }
      return exactly(
        conversions,
        names.map((name) => fieldOf(entries, name) ?? null),
        json,
        type.name,
      );
    });
  },

  /** vector: an array of exactly its size. */
  vector: (type, conversionTo) => {
    const element = conversionTo(type.element);
    return container("a vector", "[]", (value, json) => {
      const items = elementsOf(value, "a vector");
      if (items.length !== type.dimensions) {
        return refuse(`an array of ${items.length} elements cannot be a vector of ${type.dimensions}`);
      }
      return convertAll(items, (item) => notNull(element, item, json));
    });
  },
});

/**
 * A text, or its bytes, is read as lenient JSON; the empty text and JSON's null are nulls.
 * @param brackets what may be missing around a text, unless that was inside JSON
 */
function container(
  type: string,
  brackets: "[]" | "{}" | "",
  convert: (value: NonNullValue, json: boolean) => readonly (CqlValue | null)[],
): Conversion {
  return (value, json) => {
    if (typeof value !== "string" && !(value instanceof Uint8Array)) return convert(value, json);
    const text = withoutMark(typeof value === "string" ? value : utf8(value));
    if (text === "") return null;
    const held = lenient(json ? text : within(brackets, text), type);
    return held === null ? null : convert(held, true);
  };
}

function within(brackets: string, text: string): string {
  const [open = "", close = ""] = brackets;
  const stripped = javaStrip(text);
  return stripped.startsWith(open) && stripped.endsWith(close) ? stripped : open + stripped + close;
}

function lenient(text: string, type: string): NonNullValue | null {
  if (/^[ \t\n\r]*(null[ \t\n\r]*)?$/.test(text)) return null;
  if (!/^[ \t\n\r]*[[{]/.test(text)) return refuse(`a text is not JSON for ${type}`);
  try {
    const value = parseJson(text, collectionSyntax) ?? null;
    requireNamesOnce(value);
    return value;
  } catch (error) {
    if (error instanceof JsonProblem) return refuse(`a text is not JSON for ${type}: ${error.message}`);
    throw error;
  }
}

/** Refuses an object, anywhere in the value, that has a name twice. */
export function requireNamesOnce(value: ConnectValue): void {
  if (isList(value)) return value.forEach(requireNamesOnce);
  if (!isMap(value)) return;
  if (duplicateNames(value) !== undefined) refuse("a JSON object has a field twice");
  for (const name of Object.keys(value)) requireNamesOnce(fieldOf(value, name) ?? null);
}

function elementsOf(value: NonNullValue, type: string): readonly ConnectValue[] {
  return isList(value) ? value : cannotBe(value, type);
}

function notNull(conversion: Conversion, value: ConnectValue, json: boolean): CqlValue {
  return (
    (value === null ? null : conversion(value, json)) ??
    refuse("an element is null, which no collection holds")
  );
}

function exactly(
  conversions: readonly Conversion[],
  values: readonly ConnectValue[],
  json: boolean,
  type: string,
): readonly (CqlValue | null)[] {
  if (values.length !== conversions.length) {
    return refuse(`an array of ${values.length} values cannot be ${type}`);
  }
  return convertAll(conversions, (convert, index) => {
    const value = values[index] ?? null;
    return value === null ? null : convert(value, json);
  });
}

/** Converts all items, even after one that cannot be predicted: if the sink refuses a later one, it refuses the record. */
function convertAll<Item, Made>(
  items: readonly Item[],
  convert: (item: Item, index: number) => Made,
): readonly Made[] {
  let unpredictable: UnpredictableValue | undefined;
  const converted = items.flatMap((item, index) => {
    try {
      return [convert(item, index)];
    } catch (error) {
      if (!(error instanceof UnpredictableValue)) throw error;
      unpredictable = error;
      return [];
    }
  });
  if (unpredictable !== undefined) throw unpredictable;
  return converted;
}
