import { Decimal } from "./decimal.js";
import { Float64 } from "./floating-point.js";
import { refuse } from "../refusal.js";

/** A java.lang.Number: Integer, Long or BigInteger (number, bigint), Double or Float, BigDecimal. */
export type JavaNumber = number | bigint | Float64 | Decimal;

export function isNumber(value: unknown): value is JavaNumber {
  return (
    typeof value === "number" ||
    typeof value === "bigint" ||
    value instanceof Decimal ||
    value instanceof Float64
  );
}

/**
 * The whole number of the same value. Refuses a fraction, and a number that does not fit into the bits.
 * @param bits of the signed integer type; undefined for any size
 * @param type for messages
 */
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

/** Number.doubleValue: the nearest double, or an infinity. */
export function toDouble(value: JavaNumber): number {
  if (value instanceof Float64) return value.value;
  return value instanceof Decimal ? value.toNumber() : Number(value);
}

/** The exact decimal of a number; of a double or float, that of its Java text. Undefined for NaN and infinities. */
export function toDecimal(value: JavaNumber): Decimal | undefined {
  if (value instanceof Decimal) return value;
  return value instanceof Float64 ? Decimal.parse(value.toString()) : new Decimal(BigInt(value), 0);
}
