import { Decimal } from "./decimal.js";
import { Float64 } from "./floating-point.js";
import type { JavaNumber } from "./number.js";

/**
 * The float nearest to a number, as Java rounds: at once. By way of a double it would be rounded twice, which goes
 * wrong where the double is halfway between two floats and the number is not.
 */
export function nearestFloat(value: JavaNumber): number {
  if (value instanceof Float64) return Math.fround(value.value);
  const exact = value instanceof Decimal ? value : new Decimal(BigInt(value), 0);
  const double = exact.toNumber();
  const float = Math.fround(double);
  if (float === double || !isHalfway(double, float)) return float;
  const side = compare(exact, double);
  if (side === 0) return float;
  // The other of the two floats around the double, where the number lies on that side.
  return side > 0 === double > float ? Math.fround(2 * double - float) : float;
}

/** Whether the double lies in the very middle between its float and that one's neighbour beyond the double. */
function isHalfway(double: number, float: number): boolean {
  const other = 2 * double - float;
  return Number.isFinite(other) && Math.fround(other) === other;
}

/** Sign of the difference. */
function compare(exact: Decimal, double: number): number {
  const other = exactDecimal(double);
  const scale = Math.max(exact.scale, other.scale);
  const scaled = ({ unscaled, scale: own }: Decimal): bigint => unscaled * 10n ** BigInt(scale - own);
  const [one, two] = [scaled(exact), scaled(other)];
  return one > two ? 1 : one < two ? -1 : 0;
}

/** All digits of a double: it is a whole number over a power of two, so it ends. */
function exactDecimal(double: number): Decimal {
  let numerator = double;
  let halvings = 0;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    halvings++;
  }
  return new Decimal(BigInt(numerator) * 5n ** BigInt(halvings), halvings);
}
