import type { NativeTypeName } from "../cql/type.js";
import type { CqlValue } from "../cql/value.js";
import { Decimal } from "./decimal.js";
import { Float64 } from "./floating-point.js";
import { refuse } from "../sinks/datastax/conversion.js";

/** What the engine holds a number in: Integer, Long or BigInteger; Double; BigDecimal. */
export type JavaNumber = number | bigint | Float64 | Decimal;

export function isNumber(value: unknown): value is JavaNumber {
  return (
    typeof value === "number" ||
    typeof value === "bigint" ||
    value instanceof Decimal ||
    value instanceof Float64
  );
}

export type NumericTypeName =
  BoundedInteger | Extract<NativeTypeName, "varint" | "float" | "double" | "decimal">;

type BoundedInteger = Extract<NativeTypeName, "tinyint" | "smallint" | "int" | "bigint" | "counter">;

/** A number as the value of an integer column of so many bits. */
export const boundedIntegers: Readonly<Record<BoundedInteger, (value: JavaNumber) => CqlValue>> = {
  tinyint: (value) => Number(integer(value, 8n, "tinyint")),
  smallint: (value) => Number(integer(value, 16n, "smallint")),
  int: (value) => Number(integer(value, 32n, "int")),
  bigint: (value) => integer(value, 64n, "bigint"),
  counter: (value) => integer(value, 64n, "counter"),
};

/** The whole number of the same value. Refused when there is a fraction, or when it needs more bits. */
export function integer(value: JavaNumber, bits: bigint | undefined, type: string): bigint {
  if (typeof value === "number" && bits === 64n) return BigInt(value);
  const whole =
    typeof value === "number" || typeof value === "bigint" ? BigInt(value) : toDecimal(value)?.toInteger();
  if (whole === undefined) return refuse(`${String(value)} is no whole number, as ${type} wants`);
  if (bits !== undefined && BigInt.asIntN(Number(bits), whole) !== whole) {
    return refuse(`${String(value)} does not fit into ${type}`);
  }
  return whole;
}

export function toDecimal(value: JavaNumber): Decimal | undefined {
  if (value instanceof Decimal) return value;
  return value instanceof Float64 ? Decimal.parse(value.toString()) : new Decimal(BigInt(value), 0);
}

/** String.trim of Java takes away every character up to the blank. */
// eslint-disable-next-line no-control-regex -- that is the rule
export const javaTrim = (text: string): string => text.replace(/^[\u0000- ]+|[\u0000- ]+$/g, "");
