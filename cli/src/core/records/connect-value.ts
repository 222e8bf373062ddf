import type { Decimal } from "../java/decimal.js";
import type { Float64 } from "../java/floating-point.js";
import type { UnpredictableValue } from "../refusal.js";

/**
 * A key, value or header value as a Connect converter makes it and transforms change it, or a JSON value inside of one
 * as a sink parses it. Byte, Short, Integer and Long are not told apart.
 *
 * | TypeScript | Java |
 * |---|---|
 * | null, boolean, string | the same |
 * | number | Long, when it is safe in a double |
 * | bigint | Long beyond 2^53; in JSON that a sink parses, also BigInteger |
 * | Float64, Float32 | Double, Float |
 * | Decimal | BigDecimal: of Connect's Decimal, and of a fraction in JSON that a sink parses |
 * | Uint8Array | byte[] |
 * | JavaDate | java.util.Date: from TimestampConverter, and of Connect's Date, Time and Timestamp |
 * | DebeziumTime | a number or text whose schema is one of io.debezium.time |
 * | LocalDate, LocalTime | the same, which Cassink's sink makes of Connect's Date and Time |
 * | array, object | List, Map |
 * | Struct | org.apache.kafka.connect.data.Struct |
 * | Unpredicted | whatever a transform makes |
 */
export type ConnectValue =
  | null
  | boolean
  | string
  | number
  | bigint
  | Float64
  | Decimal
  | Uint8Array
  | JavaDate
  | LocalDate
  | LocalTime
  | DebeziumTime
  | readonly ConnectValue[]
  | ConnectMap
  | Struct
  | Unpredicted;

/** A Java long as {@link ConnectValue} holds it: a number where that is exact, beyond 2^53 a bigint. */
export function longValue(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** Connect's logical types of times: a Date is midnight of its day, a Time is a time on 1970-01-01, both in UTC. */
type LogicalTime = "Date" | "Time" | "Timestamp";

/** A java.util.Date. */
export class JavaDate {
  /** Since 1970-01-01T00:00Z. */
  readonly milliseconds: bigint;
  /** The logical type of its schema; undefined for a value without a schema. */
  readonly logical: LogicalTime | undefined;

  constructor(milliseconds: bigint, logical?: LogicalTime) {
    this.milliseconds = milliseconds;
    this.logical = logical;
  }

  toString(): string {
    return String(this.milliseconds);
  }
}

/** A java.time.LocalDate. */
export class LocalDate {
  /** Since 1970-01-01. */
  readonly days: number;

  constructor(days: number) {
    this.days = days;
  }

  toString(): string {
    return String(this.days);
  }
}

/** A java.time.LocalTime. */
export class LocalTime {
  /** Since midnight. */
  readonly nanoseconds: bigint;

  constructor(nanoseconds: bigint) {
    this.nanoseconds = nanoseconds;
  }

  toString(): string {
    return String(this.nanoseconds);
  }
}

/** A time as Debezium writes it: a number or text of which only the name of its schema says what it means. */
export class DebeziumTime {
  readonly raw: number | bigint | string;
  /** The name of the schema. */
  readonly schema: string;

  constructor(raw: number | bigint | string, schema: string) {
    this.raw = raw;
    this.schema = schema;
  }

  toString(): string {
    return String(this.raw);
  }
}

/** An org.apache.kafka.connect.data.Struct: it has each field of its schema, though the field may be null. */
export class Struct {
  readonly fields: ConnectMap;

  constructor(fields: ConnectMap) {
    this.fields = fields;
  }

  toString(): string {
    return `Struct of ${Object.keys(this.fields).join(", ")}`;
  }
}

/** What a transform has made of a key, a value or a field, where that cannot be predicted: it is carried on, and not read. */
export class Unpredicted {
  readonly problem: UnpredictableValue;

  constructor(problem: UnpredictableValue) {
    this.problem = problem;
  }

  toString(): string {
    throw this.problem;
  }
}

/** @throws UnpredictableValue for a value that is not known */
export function known<Value extends ConnectValue | undefined>(value: Value): Value {
  if (value instanceof Unpredicted) throw value.problem;
  return value;
}

/**
 * A java.util.Map. Read it by {@link fieldOf} and {@link hasField}: a field may have any name, `constructor` too, and
 * must not be confused with what JavaScript objects inherit.
 */
export interface ConnectMap {
  readonly [name: string]: ConnectValue;
}

export function isMap(value: ConnectValue | undefined): value is ConnectMap {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value) as unknown;
  return prototype === null || prototype === Object.prototype;
}

export function isList(value: ConnectValue | undefined): value is readonly ConnectValue[] {
  return Array.isArray(value);
}

/** Whether the value has named fields: a map or a Struct. */
export function hasNames(value: ConnectValue | undefined): value is ConnectMap | Struct {
  return value instanceof Struct || isMap(value);
}

/** The fields of a map or Struct. */
export function entriesOf(value: ConnectMap | Struct): ConnectMap {
  return value instanceof Struct ? value.fields : value;
}

export function hasField(map: ConnectMap, name: string): boolean {
  return Object.hasOwn(map, name);
}

/** @throws UnpredictableValue for a field that is not known */
export function fieldOf(map: ConnectMap, name: string): ConnectValue | undefined {
  return known(carriedField(map, name));
}

/** A field that is to be carried on as it is, and may not be known. */
export function carriedField(map: ConnectMap, name: string): ConnectValue | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

/** An empty map to fill: without a prototype, so that even `__proto__` is a field like any other. */
export function emptyMap(): Record<string, ConnectValue> {
  return Object.create(null) as Record<string, ConnectValue>;
}

/** Types of the keys of maps that have a schema; without a schema, keys are texts. */
export type MapKey = string | number | bigint | boolean;

const keysOfMaps = new WeakMap<ConnectMap, ReadonlyMap<string, MapKey>>();

/** A map whose keys are not texts. Its field names are the texts of the keys; {@link keyOf} finds the keys again. */
export function mapOf(pairs: readonly (readonly [key: MapKey, value: ConnectValue])[]): ConnectMap {
  const map = emptyMap();
  for (const [key, value] of pairs) map[String(key)] = value;
  keysOfMaps.set(map, new Map(pairs.map(([key]) => [String(key), key])));
  return map;
}

/** The key of a map that this field name is the text of: 1 for `1` where the schema has integer keys. */
export function keyOf(map: ConnectMap, name: string): MapKey {
  return keysOfMaps.get(map)?.get(name) ?? name;
}

/** A record after the converters, as org.apache.kafka.connect.sink.SinkRecord. Transforms return changed copies. */
export interface SinkRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
  readonly key: ConnectValue;
  readonly value: ConnectValue;
  readonly headers: readonly SinkHeader[];
  /** Why it cannot be predicted whether a transform drops or refuses the record, or what it makes of a field. */
  readonly doubt?: UnpredictableValue;
}

/** A header of a record, after the header converter. */
export interface SinkHeader {
  readonly key: string;
  readonly value: ConnectValue;
}
