import type { Decimal } from "./decimal.js";
import type { Float64 } from "./floating-point.js";

/**
 * A value as Connect hands it on where there is no schema, or a JSON value as the sink's engine reads it.
 *
 * | here | Java |
 * |---|---|
 * | null, boolean, string | the same |
 * | number | Long, when it is safe in a double |
 * | bigint | Long beyond 2^53; in JSON that the engine reads, also a BigInteger |
 * | Float64 | Double |
 * | Decimal | BigDecimal: a number with a fraction or exponent in JSON that the engine reads |
 * | Uint8Array | byte[] |
 * | JavaDate | java.util.Date, which TimestampConverter makes |
 * | array, object | List, Map |
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
  | readonly ConnectValue[]
  | ConnectMap;

export class JavaDate {
  /** Since the Unix epoch. */
  readonly milliseconds: bigint;

  constructor(milliseconds: bigint) {
    this.milliseconds = milliseconds;
  }

  toString(): string {
    return String(this.milliseconds);
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

/** Why one record cannot get into its table: the converter, a transform or the sink refuses it. */
export class RecordRefusal extends Error {
  /** The column whose value cannot be made, where it is known. */
  readonly column: string | undefined;

  constructor(message: string, column?: string) {
    super(message);
    this.name = "RecordRefusal";
    this.column = column;
  }
}
