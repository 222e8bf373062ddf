import { Decimal } from "../records/decimal.js";
import { decimalOfDouble, Float64 } from "../records/floating-point.js";
import { refuse } from "./conversion.js";

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
  return value instanceof Float64 ? decimalOfDouble(value.value) : new Decimal(BigInt(value), 0);
}

/** String.trim of Java takes away every character up to the blank. */
// eslint-disable-next-line no-control-regex -- that is the rule
export const javaTrim = (text: string): string => text.replace(/^[\u0000- ]+|[\u0000- ]+$/g, "");
