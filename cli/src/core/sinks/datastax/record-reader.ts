import type { MappedField } from "../../mapping/mapping.js";
import {
  emptyMap,
  fieldOf,
  hasField,
  isMap,
  known,
  type ConnectMap,
  type ConnectValue,
  type SinkRecord,
} from "../../records/connect-value.js";
import { objectOrText, throughJson } from "./json.js";

/** A record, and the fields of its key and value: none for anything but a map and text that is a JSON object. */
export interface ParsedRecord {
  readonly record: SinkRecord;
  readonly key: ConnectMap;
  readonly value: ConnectMap;
}

type FieldReader = (parsed: ParsedRecord) => ConnectValue | undefined;

/** @param fields of all tables that the topic feeds: a text is parsed only where fields of it are mapped */
export function recordReader(fields: readonly MappedField[]): (record: SinkRecord) => ParsedRecord {
  const hasFields = (side: "key" | "value"): boolean =>
    fields.some(({ source, name }) => source === side && name !== undefined);
  const [keyHasFields, valueHasFields] = [hasFields("key"), hasFields("value")];
  return (record) => ({
    record,
    key: fieldsOf(record.key, keyHasFields),
    value: fieldsOf(record.value, valueHasFields),
  });
}

const noFields: ConnectMap = emptyMap();

function fieldsOf(whole: ConnectValue, hasFields: boolean): ConnectMap {
  const map = hasFields && typeof whole === "string" ? objectOrText(whole) : whole;
  if (isMap(map)) return map;
  if (hasFields) known(map);
  return noFields;
}

/** Reads a field of the mapping; undefined where the record lacks it, and for `now()`. Of equal headers, the first. */
export function fieldReader(field: MappedField): FieldReader {
  const { source, name } = field;
  const read = givenReader(field);
  if ((source !== "key" && source !== "value") || name === undefined) return read;
  return (parsed) => {
    const value = read(parsed);
    // Of a text, fields have just been read from JSON.
    return value === undefined || typeof parsed.record[source] === "string" ? value : throughJson(value);
  };
}

/** The same, with the value as the record has it: enough to see whether it is there, or null. */
export function givenReader({ source, name }: MappedField): FieldReader {
  if (source === "header") return ({ record }) => record.headers.find(({ key }) => key === name)?.value;
  if (source !== "key" && source !== "value") return () => undefined;
  if (name === undefined) return ({ record }) => known(record[source]);
  return (parsed) => fieldOf(parsed[source], name);
}

/** Whether the record has the field, which may be null. */
export function presenceReader(field: MappedField): (parsed: ParsedRecord) => boolean {
  const { source, name } = field;
  if ((source === "key" || source === "value") && name !== undefined)
    return (parsed) => hasField(parsed[source], name);
  const read = givenReader(field);
  return (parsed) => read(parsed) !== undefined;
}
