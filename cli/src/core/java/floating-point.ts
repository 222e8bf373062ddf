import { Decimal } from "./decimal.js";

/** A Java double. It is a class to keep 23.0 apart from the whole number 23: Java writes them differently. */
export class Float64 {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  toString(): string {
    return doubleText(this.value);
  }
}

/** A Java float: `value` holds it exactly, and its text has fewer digits than that double would have. */
export class Float32 extends Float64 {
  override toString(): string {
    return floatText(this.value);
  }
}

/**
 * Double.toString: the fewest digits that read back as the same double, at least one of them behind the point, and an
 * exponent below 10^-3 and from 10^7 on. (Before Java 19 some doubles beyond 10^16 have more digits than needed.)
 */
export function doubleText(value: number): string {
  return javaText(value, (digits) => value.toExponential(digits), value);
}

/** Float.toString, of a number that is a float. (From Java 19 on, large whole floats have fewer digits.) */
export function floatText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) >= 2 ** 25 && Math.abs(value) < 2 ** 63) {
    return doubleText(withoutInsignificantDigits(value));
  }
  let digits = 0;
  while (digits < 8 && Math.fround(Number(withDigits(value, digits))) !== value) digits++;
  return javaText(
    value,
    (least) => withDigits(value, Math.max(least, digits)),
    Number(withDigits(value, digits)),
  );
}

/** Number.toExponential, but a number halfway between two texts gets the one with an even last digit. */
function withDigits(value: number, digits: number): string {
  const longer = value.toExponential(digits + 1);
  const [mantissa = "", exponent = ""] = longer.split("e");
  const isBetween = mantissa.endsWith("5") && Number(longer) === value && /[02468]\.?5$/.test(mantissa);
  return isBetween ? `${mantissa.slice(0, -1).replace(/\.$/, "")}e${exponent}` : value.toExponential(digits);
}

/**
 * What Java before 19 writes of a whole float of 2^25 or more: it rounds away the decimal digits that the bits below
 * the float's 24 bits stand for. Of 1530244800000 (41 bits) it writes 1.53024476E12.
 */
function withoutInsignificantDigits(value: number): number {
  const spareBits = Math.floor(Math.log2(Math.abs(value))) - 25;
  const unit = 10 ** Math.max(0, Math.floor(spareBits * Math.log10(2)));
  return Math.sign(value) * Math.round(Math.abs(value) / unit) * unit;
}

/** @param shortest a double whose shortest text has the digits that Java writes of `value` */
function javaText(value: number, withDigits: (digits: number) => string, shortest: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity";
  if (value === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  let [mantissa = "", exponentText = "0"] = shortest.toExponential().split("e");
  // Java wants two digits, and of those the nearest: 4.9E-324, where 5E-324 would do.
  if (!mantissa.includes(".")) [mantissa = "", exponentText = "0"] = withDigits(1).split("e");
  const negative = mantissa.startsWith("-");
  const exponent = Number(exponentText);
  const digits = mantissa.replace("-", "").replace(".", "").replace(/0+$/, "") || "0";
  const sign = negative ? "-" : "";
  if (exponent < -3 || exponent >= 7) {
    return `${sign}${digits.charAt(0)}.${digits.slice(1) || "0"}E${exponent}`;
  }
  if (exponent < 0) return `${sign}0.${"0".repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, "0");
  return `${sign}${whole}.${digits.slice(exponent + 1) || "0"}`;
}

/** The decimal of a double's Java text, as `new BigDecimal(Double.toString(value))`; undefined for NaN and infinities. */
export function decimalOfDouble(value: number): Decimal | undefined {
  return Decimal.parse(doubleText(value));
}
