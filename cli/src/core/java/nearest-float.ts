import { Decimal } from "./decimal.js";
import { Float64 } from "./floating-point.js";
import type { JavaNumber } from "./number.js";

/**
 * The float nearest to a number, as BigDecimal.floatValue and Jackson round: once. Number and then Math.fround would
 * round twice, which goes wrong where the double is halfway between two floats and the number is not.
 * 1.00000017881393432617187499999999 is nearest to 1.0000001192092896; its double is nearest to 1.000000238418579.
 */
export function nearestFloat(value: JavaNumber): number {
  if (value instanceof Float64) return Math.fround(value.value);
  const exact = value instanceof Decimal ? value : new Decimal(BigInt(value), 0);
  const double = exact.toNumber();
  const float = Math.fround(double);
  if (float === double || !isHalfway(double, float)) return float;
  const side = compare(exact, double);
  if (side === 0) return float;
  // The double is halfway between two floats: take the one on the side of the number.
  return side > 0 === double > float ? Math.fround(2 * double - float) : float;
}

/** Whether the double is halfway between its nearest float and the next float on the other side of the double. */
function isHalfway(double: number, float: number): boolean {
  const next = 2 * double - float;
  return Number.isFinite(next) && Math.fround(next) === next;
}

/** Positive where the decimal is greater than the double, negative where it is less, else 0. */
function compare(exact: Decimal, double: number): number {
  const decimal = exactDecimal(double);
  const scale = Math.max(exact.scale, decimal.scale);
  const scaled = (value: Decimal): bigint => value.unscaled * 10n ** BigInt(scale - value.scale);
  const [left, right] = [scaled(exact), scaled(decimal)];
  return left > right ? 1 : left < right ? -1 : 0;
}

/** All digits of a double, as `new BigDecimal(double)`: they end, for a double is a whole number over a power of two. */
function exactDecimal(double: number): Decimal {
  let numerator = double;
  let halvings = 0;
  while (!Number.isInteger(numerator)) {
    numerator *= 2;
    halvings++;
  }
  return new Decimal(BigInt(numerator) * 5n ** BigInt(halvings), halvings);
}
