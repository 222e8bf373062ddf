import { requireNamesOnce } from "./collections.js";
import { recordSyntax, withoutMark } from "./json.js";
import { utf8 } from "./conversion.js";
import { javaStrip } from "../../java/text.js";
import { plainTime } from "./logical-times.js";
import type { MappedField, PathStep } from "../../mapping/mapping.js";
import {
  hasNames,
  fieldOf,
  known,
  isList,
  isMap,
  keyOf,
  Struct,
  type ConnectMap,
  type ConnectValue,
  type SinkRecord,
} from "../../records/connect-value.js";
import { JsonProblem, parseJson, duplicateNames } from "../../records/json.js";
import { refuse } from "../../refusal.js";

/** A record with its key and value parsed: a key or value that is null as a whole has null for each of its fields. */
export interface ParsedRecord {
  readonly record: SinkRecord;
  readonly key: ConnectMap | Struct | null;
  readonly value: ConnectMap | Struct | null;
}

/** What a record has for a field: undefined where it lacks it, which is not a null. */
interface FieldValue {
  readonly value: ConnectValue | undefined;
  /** Whether it was JSON, or inside a map. */
  readonly isJson: boolean;
}

/**
 * Parses records as RecordReader of connectors/cassandra-sink does. Throws RecordRefusal where a key or value does not
 * have the form that the mappings expect.
 * @param fields of all tables that the topic feeds: a text is parsed only where fields of it are mapped
 */
export function recordReader(fields: readonly MappedField[]): (record: SinkRecord) => ParsedRecord {
  const fieldsIn = (side: "key" | "value"): MappedField[] =>
    fields.filter((field) => field.source === "same name" || (field.source === side && !isWhole(field)));
  const [keyFields, valueFields] = [fieldsIn("key"), fieldsIn("value")];
  const sameNames = fields.some(({ source }) => source === "same name");
  return (record) => {
    // Without a mapping, a key that is a plain text or number is not bad: it has no fields.
    const keyHasFields = !sameNames || mayHaveFields(record.key);
    return {
      record,
      key: keyHasFields ? fieldsOf(record.key, keyFields, "key") : noFields,
      value: fieldsOf(record.value, valueFields, "value"),
    };
  };
}

/** Reads a field of the mapping, which must not be `now()`. */
export function fieldReader(field: MappedField): (parsed: ParsedRecord) => FieldValue {
  const { source } = field;
  if (source === "header") return ({ record }) => header(record, field);
  if (source === "same name") return (parsed) => sameName(parsed, field);
  const side = source === "key" ? "key" : "value";
  if (isWhole(field)) {
    return ({ record }) => ({ value: plainTime(known(record[side])), isJson: isMap(record[side]) });
  }
  return (parsed) => ({ value: find(parsed[side], field), isJson: isMap(parsed[side]) });
}

const isWhole = ({ name, path }: MappedField): boolean => name === undefined && path === undefined;

const noFields: ConnectMap = {};

function mayHaveFields(key: ConnectValue): boolean {
  return hasNames(key) || (typeof key === "string" && javaStrip(withoutMark(key)).startsWith("{"));
}

function fieldsOf(
  whole: ConnectValue,
  fields: readonly MappedField[],
  side: "key" | "value",
): ConnectMap | Struct | null {
  if (fields.length === 0) return noFields;
  if (whole === null || hasNames(whole)) return whole;
  known(whole);
  if (typeof whole !== "string" && !(whole instanceof Uint8Array)) {
    return refuse(`the record's ${side} is neither an object nor JSON, so it has no fields`);
  }
  try {
    const map = parseJson(withoutMark(typeof whole === "string" ? whole : utf8(whole)), recordSyntax);
    if (!isMap(map)) return refuse(`the record's ${side} is not a JSON object, so it has no fields`);
    for (const { name, path } of fields) {
      if (name !== undefined) requireOnce(map, [name]);
      if (path !== undefined) requireOnce(map, path);
    }
    return map;
  } catch (error) {
    if (error instanceof JsonProblem) return refuse(`the record's ${side} is ${error.message}`);
    throw error;
  }
}

/** Refuses a JSON object that has a mapped name twice: either could be meant. Other names may be repeated. */
function requireOnce(map: ConnectMap, path: readonly PathStep[]): void {
  let value: ConnectValue | undefined = map;
  for (const step of path) {
    if (typeof step === "string" && isMap(value) && duplicateNames(value)?.has(step) === true) {
      refuse(`the record has the field ${step} twice`);
    }
    value = inside(value, step);
  }
  if (value !== undefined) requireNamesOnce(value);
}

/** `value.main.temp` is the field named `main.temp` where there is one, else `temp` inside `main`. */
function find(from: ConnectMap | Struct | null, { name, path }: MappedField): ConnectValue | undefined {
  if (from === null) return null;
  const literal = name === undefined ? undefined : inside(from, name);
  return literal !== undefined || path === undefined ? literal : walk(from, path);
}

/** Null where a step on the way is null; undefined where one is absent. */
function walk(from: ConnectValue, path: readonly PathStep[]): ConnectValue | undefined {
  let value: ConnectValue | undefined = from;
  for (const step of path) {
    if (value === null || value === undefined) return value;
    value = inside(value, step);
  }
  return value;
}

function inside(value: ConnectValue | undefined, step: PathStep): ConnectValue | undefined {
  if (typeof step === "number") return isList(value) ? value[step] : undefined;
  if (value instanceof Struct) return plainTime(fieldOf(value.fields, step));
  return isMap(value) && keyOf(value, step) === step ? fieldOf(value, step) : undefined;
}

/** The last header of the name; else the path's first step is a header's name, and the rest goes into its value. */
function header({ headers }: SinkRecord, { name, path = [] }: MappedField): FieldValue {
  const [first, ...rest] = path;
  const literal = headers.findLast(({ key }) => key === name);
  const found = literal ?? headers.findLast(({ key }) => key === first);
  if (found === undefined) return { value: undefined, isJson: false };
  const value = literal === undefined && rest.length > 0 ? walk(found.value, rest) : plainTime(found.value);
  return { value, isJson: isMap(found.value) };
}

/** For a mapping that is left out: from the value, or from the key where the value lacks the field. */
function sameName({ record, key, value }: ParsedRecord, field: MappedField): FieldValue {
  const inValue = find(value, field);
  const inKey = inValue === undefined || record.value === null ? find(key, field) : undefined;
  return { value: inKey ?? inValue, isJson: isMap(inKey === undefined || inKey === null ? value : key) };
}
