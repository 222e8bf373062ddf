import { Decimal } from "../java/decimal.js";
import { durationText } from "./duration.js";
import { dateText, timestampText, timeText } from "./literal.js";
import type { CqlType, NativeTypeName } from "./type.js";
import type { CqlValue } from "./value.js";

/**
 * A CQL value for people, and for JSON: timestamps, dates and times in ISO 8601, durations and decimals as texts of CQL,
 * lists, sets, vectors and tuples as arrays, maps and user-defined types as objects. Literals of CQL, by which values are
 * compared, are in literal.ts.
 */
export type PlainValue =
  string | number | bigint | boolean | null | readonly PlainValue[] | { readonly [key: string]: PlainValue };

/** @param type the type of the value */
export function plainValue(value: CqlValue | null, type: CqlType): PlainValue {
  if (value === null) return null;
  switch (type.kind) {
    case "native":
      return nativeValue(value, type.name);
    case "list":
    case "set":
    case "vector":
      return items(value).map((item) => plainValue(item, type.element));
    case "tuple":
      return items(value).map((item, index) => plainValue(item, type.elements[index] ?? text));
    case "map":
      return Object.fromEntries(
        items(value).map((entry) => {
          const [key = null, item = null] = items(entry);
          const plainKey = plainValue(key, type.key);
          return [
            typeof plainKey === "string" ? plainKey : plainText(plainKey),
            plainValue(item, type.value),
          ];
        }),
      );
    case "udt":
      return Object.fromEntries(
        type.fields.map((field, index) => [field.name, plainValue(items(value)[index] ?? null, field.type)]),
      );
  }
}

/** A plain value on one line: a text without quotes, null as `null`, a collection as JSON. */
export function plainText(value: PlainValue): string {
  if (typeof value === "string") return value;
  if (value === null || typeof value !== "object") return String(value);
  return nestedText(value);
}

function nestedText(value: PlainValue): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (value === null || typeof value !== "object") return String(value);
  if (isList(value)) return `[${value.map(nestedText).join(", ")}]`;
  const fields = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${nestedText(item)}`);
  return `{${fields.join(", ")}}`;
}

const text: CqlType = { kind: "native", name: "text" };
const isList = (value: object): value is readonly PlainValue[] => Array.isArray(value);

function items(value: CqlValue | null): readonly (CqlValue | null)[] {
  return Array.isArray(value) ? (value as readonly (CqlValue | null)[]) : [];
}

function nativeValue(value: CqlValue, type: NativeTypeName): PlainValue {
  if (type === "timestamp") return timestampText(value as bigint);
  if (type === "date") return dateText(value as number);
  if (type === "time") return timeText(value as bigint).replace(/\.?0+$/, "");
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value !== "object") return value;
  if ("scale" in value) {
    const { unscaled, scale } = value;
    const isShort = scale >= 0 && scale <= 1000;
    return isShort ? new Decimal(unscaled, scale).toPlainString() : `${unscaled}E${-scale}`;
  }
  if ("months" in value) return durationText(value);
  return null;
}
