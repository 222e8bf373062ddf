import type { MappedField } from "../../mapping/mapping.js";
import {
  emptyMap,
  fieldOf,
  hasField,
  isMap,
  JavaDate,
  type ConnectMap,
  type ConnectValue,
  type SinkRecord,
} from "../../records/connect-value.js";
import { jsonText } from "../../records/json-text.js";
import { type Conversion } from "./conversion.js";
import type { CqlValue } from "../../cql/value.js";
import { Float64 } from "../../java/floating-point.js";
import { engineMap, engineValue } from "./json.js";
import { refuse, UnpredictableValue } from "../../refusal.js";

/** A key or value as the engine takes it apart. */
export interface RecordSide {
  /** Fields by name; none for anything but a map and text that is a JSON object. */
  readonly fields: ConnectMap;
  readonly whole: ConnectValue;
  /** Null for a side that is null. */
  readonly isNull: boolean;
}

const noFields: ConnectMap = emptyMap();

/** @param wantsFields whether the mapping names fields of this side: text is parsed only then */
export function recordSide(value: ConnectValue, wantsFields: boolean): RecordSide {
  if (isMap(value)) return { fields: value, whole: value, isNull: false };
  if (typeof value === "string" && wantsFields) {
    const map = engineMap(value);
    return { fields: isMap(map) ? map : noFields, whole: value, isNull: false };
  }
  return { fields: noFields, whole: value, isNull: value === null };
}

export function hasNoFields(side: RecordSide): boolean {
  for (const name in side.fields) if (hasField(side.fields, name)) return false;
  return true;
}

/** A field as the engine's conversions get it; undefined when the side lacks it. */
export function fieldValue(side: RecordSide, name: string): ConnectValue | undefined {
  const value = fieldOf(side.fields, name);
  // Numbers of a text were read exactly; those of a Map go through the engine's own JSON.
  return value === undefined || typeof side.whole === "string" ? value : engineValue(value);
}

/** A record with its key and value taken apart. */
export interface Sides {
  readonly key: RecordSide;
  readonly value: RecordSide;
  readonly record: SinkRecord;
}

/** What the record has for a field of the mapping; undefined when it lacks it, and for `now()`. */
export function present(field: MappedField, { key, value, record }: Sides): ConnectValue | undefined {
  if (field.source === "now") return undefined;
  if (field.source === "header") return record.headers.find((header) => header.key === field.name)?.value;
  const side = field.source === "key" ? key : value;
  return field.name === undefined ? side.whole : fieldValue(side, field.name);
}

/** A whole key or value, or a header, converted. */
export function convertWhole(whole: ConnectValue, conversion: Conversion): CqlValue | null {
  if (whole === null) return null;
  if (typeof whole === "string") return conversion.fromText(whole);
  if (isMap(whole)) return conversion.fromText(jsonText(whole));
  if (whole instanceof JavaDate)
    throw new UnpredictableValue("a java.util.Date as whole key or value is not modelled");
  if (typeof whole !== "object" || whole instanceof Float64 || whole instanceof Uint8Array) {
    return conversion.fromPrimitive(whole);
  }
  return refuse("a list as whole key or value has no conversion");
}
