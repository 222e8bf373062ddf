import type { Decimal } from "../java/decimal.js";
import type { Float64 } from "../java/floating-point.js";

/**
 * A value as Connect hands it on, or a JSON value as the sink's engine reads it. Whole numbers of every width are one.
 *
 * | here | Java |
 * |---|---|
 * | null, boolean, string | the same |
 * | number | Long, when it is safe in a double |
 * | bigint | Long beyond 2^53; in JSON that the engine reads, also a BigInteger |
 * | Float64, Float32 | Double, Float |
 * | Decimal | BigDecimal: a number with a fraction or exponent in JSON that the engine reads |
 * | Uint8Array | byte[] |
 * | JavaDate | java.util.Date, which TimestampConverter makes, and Connect's own types of times |
 * | LocalDate, LocalTime | the same: what our own sink makes of Connect's Date and Time |
 * | array, object | List, Map |
 * | Struct | Struct |
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
  | readonly ConnectValue[]
  | ConnectMap
  | Struct;

/** A Java long as {@link ConnectValue} holds it: a number where that is exact, beyond 2^53 a bigint. */
export function longValue(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** Connect's types of times: a Date is midnight of a day, a Time is of the first day. */
type LogicalTime = "Date" | "Time" | "Timestamp";

export class JavaDate {
  /** Since the Unix epoch. */
  readonly milliseconds: bigint;
  /** What its schema says that it is, if it has one. */
  readonly logical: LogicalTime | undefined;

  constructor(milliseconds: bigint, logical?: LogicalTime) {
    this.milliseconds = milliseconds;
    this.logical = logical;
  }

  toString(): string {
    return String(this.milliseconds);
  }
}

export class LocalDate {
  /** Since the Unix epoch. */
  readonly days: number;

  constructor(days: number) {
    this.days = days;
  }

  toString(): string {
    return String(this.days);
  }
}

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

/** Fields by a schema: each is there, though it may be null. */
export class Struct {
  readonly fields: ConnectMap;

  constructor(fields: ConnectMap) {
    this.fields = fields;
  }

  toString(): string {
    return `Struct of ${Object.keys(this.fields).join(", ")}`;
  }
}

/** Names may be anything, so read it by {@link fieldOf} and {@link hasField}: `constructor` is a field too. */
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

/** Whether the value has names: a map or a Struct. */
export function hasNames(value: ConnectValue | undefined): value is ConnectMap | Struct {
  return value instanceof Struct || isMap(value);
}

export function entriesOf(value: ConnectMap | Struct): ConnectMap {
  return value instanceof Struct ? value.fields : value;
}

export function hasField(map: ConnectMap, name: string): boolean {
  return Object.hasOwn(map, name);
}

export function fieldOf(map: ConnectMap, name: string): ConnectValue | undefined {
  return Object.hasOwn(map, name) ? map[name] : undefined;
}

/** An empty map whose names cannot collide with Object's own. */
export function emptyMap(): Record<string, ConnectValue> {
  return Object.create(null) as Record<string, ConnectValue>;
}

/** What a map may have for keys; a schemaless one has texts alone. */
export type MapKey = string | number | bigint | boolean;

const keysOfMaps = new WeakMap<ConnectMap, ReadonlyMap<string, MapKey>>();

/** A map whose keys are no strings; its names are their texts. */
export function mapOf(pairs: readonly (readonly [key: MapKey, value: ConnectValue])[]): ConnectMap {
  const map = emptyMap();
  for (const [key, value] of pairs) map[String(key)] = value;
  keysOfMaps.set(map, new Map(pairs.map(([key]) => [String(key), key])));
  return map;
}

/** The key that a name of a map stands for. */
export function keyOf(map: ConnectMap, name: string): MapKey {
  return keysOfMaps.get(map)?.get(name) ?? name;
}

/** One record of a sink, after its converters; transforms make new ones. */
export interface SinkRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  /** Milliseconds since the Unix epoch. */
  readonly timestamp: number;
  readonly key: ConnectValue;
  readonly value: ConnectValue;
  readonly headers: readonly SinkHeader[];
}

export interface SinkHeader {
  readonly key: string;
  readonly value: ConnectValue;
}
