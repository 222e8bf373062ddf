import { millisecondsPerDay } from "../java/calendar.js";
import { nearestFloat } from "../java/nearest-float.js";
import {
  emptyMap,
  fieldOf,
  isList,
  isMap,
  mapOf,
  DebeziumTime,
  JavaDate,
  Struct,
  type ConnectMap,
  type ConnectValue,
  type MapKey,
} from "./connect-value.js";
import { Decimal } from "../java/decimal.js";
import { Float32, Float64 } from "../java/floating-point.js";
import { toDouble } from "../java/number.js";
import { UnpredictableValue, RecordRefusal } from "../refusal.js";

/**
 * Models org.apache.kafka.connect.json.JsonConverter with `schemas.enable=true`: the value of
 * `{"schema": …, "payload": …}`.
 * @param envelope that object, with numbers as they are written
 * @throws RecordRefusal for what the converter refuses, and UnpredictableValue for a payload that does not fit its schema:
 * JsonConverter makes some value of most of those, by rules that are not modelled
 */
export function schemaValue(envelope: ConnectValue): ConnectValue {
  if (!isMap(envelope) || Object.keys(envelope).sort().join() !== "payload,schema") {
    throw new RecordRefusal(
      "JsonConverter cannot read it: with schemas.enable=true it wants an object of schema and payload",
    );
  }
  const schema = fieldOf(envelope, "schema");
  if (!isMap(schema)) throw unmodelled("a payload without a schema");
  return valueOf(schema, fieldOf(envelope, "payload") ?? null);
}

const unmodelled = (what: string): UnpredictableValue =>
  new UnpredictableValue("not modelled", `what JsonConverter makes of ${what} is not modelled`);

function valueOf(schema: ConnectMap, json: ConnectValue): ConnectValue {
  const given = json ?? fieldOf(schema, "default") ?? null;
  if (given === null) {
    if (fieldOf(schema, "optional") === true) return null;
    throw new RecordRefusal("JsonConverter cannot read it: a field that is not optional is null");
  }
  const [type, name] = [textOf(schema, "type"), textOf(schema, "name")];
  const logical = Object.hasOwn(logicalReaders, name) ? logicalReaders[name] : undefined;
  if (logical !== undefined) return logical(given, schema);
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (read === undefined) throw unmodelled(`a schema of the type "${type}"`);
  const value = read(given, schema) ?? unfit(type, given);
  return timesOfDebezium.has(name) && isScalar(value) ? new DebeziumTime(value, name) : value;
}

const timesOfDebezium: ReadonlySet<string> = new Set(
  [
    "Date",
    "Time",
    "MicroTime",
    "NanoTime",
    "Timestamp",
    "MicroTimestamp",
    "NanoTimestamp",
    "ZonedTime",
    "ZonedTimestamp",
  ].map((name) => `io.debezium.time.${name}`),
);

const isScalar = (value: ConnectValue): value is number | bigint | string =>
  typeof value === "number" || typeof value === "bigint" || typeof value === "string";

function textOf(map: ConnectMap, name: string): string {
  const text = fieldOf(map, name);
  return typeof text === "string" ? text : "";
}

function unfit(type: string, json: ConnectValue): never {
  const kind = isList(json) ? "an array" : isMap(json) ? "an object" : `a ${typeof json}`;
  throw unmodelled(`${kind} for ${type}`);
}

/** Reads the JSON of one type of schema; undefined for JSON that does not fit it. */
type Reader = (json: ConnectValue, schema: ConnectMap) => ConnectValue | undefined;

/** Readers by the `type` of a schema. */
const readers: Readonly<Record<string, Reader>> = {
  boolean: (json) => (typeof json === "boolean" ? json : undefined),
  int8: (json) => whole(json, 8),
  int16: (json) => whole(json, 16),
  int32: (json) => whole(json, 32),
  int64: (json) => whole(json, 64),
  float: (json) => (isNumeric(json) ? new Float32(nearestFloat(json)) : undefined),
  double: (json) => (isNumeric(json) ? new Float64(toDouble(json)) : undefined),
  string: (json) => (typeof json === "string" ? json : undefined),
  bytes: (json) => bytes(json),
  array: (json, schema) =>
    isList(json) ? json.map((item) => valueOf(part(schema, "items"), item)) : undefined,
  map: (json, schema) => {
    const [keys, values] = [part(schema, "keys"), part(schema, "values")];
    if (textOf(keys, "type") === "string") {
      return isMap(json) ? fieldsOf(Object.keys(json), json, () => values) : undefined;
    }
    if (!isList(json)) return undefined;
    return mapOf(json.map((pair) => (isList(pair) ? pairOf(pair, keys, values) : unfit("map", json))));
  },
  struct: (json, schema) => {
    const fields = fieldOf(schema, "fields");
    if (!isList(fields) || !isMap(json)) return undefined;
    const byName = new Map(fields.filter(isMap).map((field) => [textOf(field, "field"), field]));
    return new Struct(fieldsOf([...byName.keys()], json, (name) => byName.get(name) ?? {}));
  },
};

/** Connect's logical types, by the `name` of a schema; they are stored in a number or bytes. */
const logicalReaders: Readonly<Record<string, (json: ConnectValue, schema: ConnectMap) => ConnectValue>> = {
  "org.apache.kafka.connect.data.Decimal": (json, schema) => {
    const parameters = fieldOf(schema, "parameters");
    const scale = isMap(parameters) ? textOf(parameters, "scale") : "";
    const unscaled = typeof json === "string" ? bytes(json) : undefined;
    if (unscaled === undefined || !/^-?\d{1,9}$/.test(scale)) return unfit("Decimal", json);
    if (unscaled.length === 0)
      throw new RecordRefusal("JsonConverter cannot read it: a Decimal has no bytes");
    return Decimal.ofBytes(unscaled, Number(scale));
  },
  "org.apache.kafka.connect.data.Date": (json) =>
    new JavaDate(BigInt(whole(json, 32) ?? unfit("Date", json)) * millisecondsPerDay, "Date"),
  "org.apache.kafka.connect.data.Time": (json) => {
    const milliseconds = BigInt(whole(json, 32) ?? unfit("Time", json));
    if (milliseconds < 0n || milliseconds > millisecondsPerDay) {
      throw new RecordRefusal("JsonConverter cannot read it: a Time is not within a day");
    }
    return new JavaDate(milliseconds, "Time");
  },
  "org.apache.kafka.connect.data.Timestamp": (json) =>
    new JavaDate(BigInt(whole(json, 64) ?? unfit("Timestamp", json)), "Timestamp"),
};

/** The schema of the elements of an array, or of the keys or values of a map. */
function part(schema: ConnectMap, name: "items" | "keys" | "values"): ConnectMap {
  const inner = fieldOf(schema, name);
  if (!isMap(inner)) throw unmodelled(`a schema without ${name}`);
  return inner;
}

/** An entry of a map whose keys are not texts: JSON has it as an array of key and value. */
function pairOf(
  { 0: key = null, 1: value = null, length }: readonly ConnectValue[],
  keys: ConnectMap,
  values: ConnectMap,
): readonly [MapKey, ConnectValue] {
  if (length !== 2) throw new RecordRefusal("JsonConverter cannot read it: an entry of a map is no pair");
  const mapKey = valueOf(keys, key);
  if (typeof mapKey === "object") throw unmodelled("keys that are neither numbers nor booleans nor texts");
  return [mapKey, valueOf(values, value)];
}

function fieldsOf(
  names: readonly string[],
  json: ConnectMap,
  schemaOf: (name: string) => ConnectMap,
): ConnectMap {
  const fields = emptyMap();
  for (const name of names) fields[name] = valueOf(schemaOf(name), fieldOf(json, name) ?? null);
  return fields;
}

/** A whole number that fits into a signed integer of so many bits, else undefined. */
function whole(json: ConnectValue, bits: number): number | bigint | undefined {
  if (typeof json !== "number" && typeof json !== "bigint") return undefined;
  return BigInt.asIntN(bits, BigInt(json)) === BigInt(json) ? json : undefined;
}

const isNumeric = (json: ConnectValue): json is number | bigint | Decimal =>
  typeof json === "number" || typeof json === "bigint" || json instanceof Decimal;

/** The bytes of Base64 with padding; undefined for any other JSON. */
function bytes(json: ConnectValue): Uint8Array | undefined {
  if (
    typeof json !== "string" ||
    !/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(json)
  ) {
    return undefined;
  }
  return Uint8Array.from(Buffer.from(json, "base64"));
}
