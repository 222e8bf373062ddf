import { Decimal } from "./decimal.js";
import { Float64 } from "./floating-point.js";
import { refuse } from "../refusal.js";

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
  return value instanceof Float64 ? Decimal.parse(value.toString()) : new Decimal(BigInt(value), 0);
}
