import { requireNamesOnce } from "./collections.js";
import { recordSyntax } from "./json.js";
import { utf8 } from "./conversion.js";
import { utc } from "../../java/zone.js";
import type { MappedField, PathStep } from "../../mapping/mapping.js";
import {
  hasNames,
  fieldOf,
  isList,
  isMap,
  keyOf,
  JavaDate,
  LocalDate,
  LocalTime,
  Struct,
  type ConnectMap,
  type ConnectValue,
  type SinkRecord,
} from "../../records/connect-value.js";
import { JsonProblem, parseJson, duplicateNames } from "../../records/json.js";
import { refuse } from "../../refusal.js";
import { localDateTime } from "../../java/date-time.js";

/** A record whose key and value are taken apart. A side that is null as a whole has null for its fields. */
export interface TakenRecord {
  readonly record: SinkRecord;
  readonly key: ConnectMap | Struct | null;
  readonly value: ConnectMap | Struct | null;
}

/** What a record has for a field: undefined where it lacks it, which is not a null. */
export interface FieldValue {
  readonly value: ConnectValue | undefined;
  /** Whether it was JSON, or of a map. */
  readonly isJson: boolean;
}

/** Takes records apart for all mapped fields of a topic, as RecordReader of connectors/cassandra-sink does. */
export class RecordReader {
  readonly #keyFields: readonly MappedField[];
  readonly #valueFields: readonly MappedField[];
  readonly #sameNames: boolean;

  /** @param fields of all tables that the topic feeds */
  constructor(fields: readonly MappedField[]) {
    const of = (side: "key" | "value"): MappedField[] =>
      fields.filter((field) => field.source === "same name" || (field.source === side && !isWhole(field)));
    this.#keyFields = of("key");
    this.#valueFields = of("value");
    this.#sameNames = fields.some(({ source }) => source === "same name");
  }

  /** @throws RecordRefusal where the key or value has not the form that the mappings expect */
  take(record: SinkRecord): TakenRecord {
    // A mapping by same names must not fail at a key that is a plain text or number.
    const keyHasFields = !this.#sameNames || mayHaveFields(record.key);
    return {
      record,
      key: keyHasFields ? fieldsOf(record.key, this.#keyFields, "key") : noFields,
      value: fieldsOf(record.value, this.#valueFields, "value"),
    };
  }

  /** The reader of one field of the mapping; `now()` has none. */
  field(field: MappedField): (taken: TakenRecord) => FieldValue {
    const { source } = field;
    if (source === "header") return ({ record }) => header(record, field);
    if (source === "same name") return (taken) => sameName(taken, field);
    const side = source === "key" ? "key" : "value";
    if (isWhole(field)) {
      return ({ record }) => ({ value: plain(record[side]), isJson: isMap(record[side]) });
    }
    return (taken) => ({ value: find(taken[side], field), isJson: isMap(taken[side]) });
  }
}

const isWhole = ({ name, path }: MappedField): boolean => name === undefined && path === undefined;

const noFields: ConnectMap = {};

function mayHaveFields(key: ConnectValue): boolean {
  return hasNames(key) || (typeof key === "string" && key.trimStart().startsWith("{"));
}

function fieldsOf(
  whole: ConnectValue,
  wanted: readonly MappedField[],
  side: "key" | "value",
): ConnectMap | Struct | null {
  if (wanted.length === 0) return noFields;
  if (whole === null || hasNames(whole)) return whole;
  if (typeof whole !== "string" && !(whole instanceof Uint8Array)) {
    return refuse(`the record's ${side} is neither an object nor JSON, so it has no fields`);
  }
  try {
    const map = parseJson(typeof whole === "string" ? whole : utf8(whole), recordSyntax);
    if (!isMap(map)) return refuse(`the record's ${side} is not a JSON object, so it has no fields`);
    for (const { name, path } of wanted) {
      if (name !== undefined) requireOnce(map, [name]);
      if (path !== undefined) requireOnce(map, path);
    }
    return map;
  } catch (error) {
    if (error instanceof JsonProblem) return refuse(`the record's ${side} is ${error.message}`);
    throw error;
  }
}

/** Which one of two is meant, nobody knows; names that are not mapped may be repeated. */
function requireOnce(map: ConnectMap, path: readonly PathStep[]): void {
  let at: ConnectValue | undefined = map;
  for (const step of path) {
    if (typeof step === "string" && isMap(at) && duplicateNames(at)?.has(step) === true) {
      refuse(`the record has the field ${step} twice`);
    }
    at = inside(at, step);
  }
  if (at !== undefined) requireNamesOnce(at);
}

/** The field of the literal name where there is one, else the end of the path. */
function find(from: ConnectMap | Struct | null, { name, path }: MappedField): ConnectValue | undefined {
  if (from === null) return null;
  const literal = name === undefined ? undefined : inside(from, name);
  return literal !== undefined || path === undefined ? literal : walk(from, path);
}

/** A path through a null ends at a null. */
function walk(from: ConnectValue, path: readonly PathStep[]): ConnectValue | undefined {
  let at: ConnectValue | undefined = from;
  for (const step of path) {
    if (at === null || at === undefined) return at;
    at = inside(at, step);
  }
  return at;
}

function inside(at: ConnectValue | undefined, step: PathStep): ConnectValue | undefined {
  if (typeof step === "number") return isList(at) ? at[step] : undefined;
  if (at instanceof Struct) return plain(fieldOf(at.fields, step));
  return isMap(at) && keyOf(at, step) === step ? fieldOf(at, step) : undefined;
}

/** Connect's Date and Time, which Java holds in a Date, as what they stand for; elements of arrays stay as they are. */
function plain<Value extends ConnectValue | undefined>(value: Value): Value | LocalDate | LocalTime {
  if (!(value instanceof JavaDate) || (value.logical !== "Date" && value.logical !== "Time")) return value;
  const { date, time } = localDateTime(value.milliseconds * 1_000_000n, utc);
  return value.logical === "Date" ? new LocalDate(date) : new LocalTime(time);
}

/** The last header of the name; a path may go on inside of one. */
function header({ headers }: SinkRecord, { name, path = [] }: MappedField): FieldValue {
  const [first, ...rest] = path;
  const literal = headers.findLast(({ key }) => key === name);
  const found = literal ?? headers.findLast(({ key }) => key === first);
  if (found === undefined) return { value: undefined, isJson: false };
  const value = literal === undefined && rest.length > 0 ? walk(found.value, rest) : plain(found.value);
  return { value, isJson: isMap(found.value) };
}

/** In the value, or in the key where the value has none. */
function sameName({ record, key, value }: TakenRecord, field: MappedField): FieldValue {
  const ofValue = find(value, field);
  const ofKey = ofValue === undefined || record.value === null ? find(key, field) : undefined;
  return { value: ofKey ?? ofValue, isJson: isMap(ofKey === undefined || ofKey === null ? value : key) };
}
