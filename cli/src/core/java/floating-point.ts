import { Decimal } from "./decimal.js";
import { olderDoubleDigits, olderFloatDigits, type Digits } from "./older-double-text.js";

/** A Java double. It is a class to keep 23.0 apart from the whole number 23: Java writes them differently. */
export class Float64 {
  readonly value: number;
  /** Whether it is written as Java before 19 writes it: see {@link beforeJava19}. */
  readonly isOlder: boolean;

  constructor(value: number, isOlder = false) {
    this.value = value;
    this.isOlder = isOlder;
  }

  toString(): string {
    return this.isOlder ? olderDoubleText(this.value) : doubleText(this.value);
  }

  /** The same number as Java before 19 writes it; this one where that is no different. */
  beforeJava19(): Float64 {
    const isSame = isPlain(this.value) || olderDoubleText(this.value) === doubleText(this.value);
    return isSame ? this : new Float64(this.value, true);
  }
}

/** A Java float: `value` holds it exactly, and its text has fewer digits than that double would have. */
export class Float32 extends Float64 {
  override toString(): string {
    return this.isOlder ? olderFloatText(this.value) : floatText(this.value);
  }

  override beforeJava19(): Float64 {
    const isSame = olderFloatText(this.value) === floatText(this.value);
    return isSame ? this : new Float32(this.value, true);
  }
}

/**
 * Whether all versions of Java write a double alike, for certain, which is quicker to see than to try: it has at most 15
 * digits, is no power of two, and is neither very large nor very small.
 */
function isPlain(value: number): boolean {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || value === 0) return true;
  if (size >= 2 ** 53 || size < 1e-300) return false;
  return Number(value.toPrecision(15)) === value && !Number.isInteger(Math.log2(size));
}

/**
 * Double.toString of Java 19 and later: the fewest digits that read back as the same double, at least one of them behind
 * the point, and an exponent below 10^-3 and from 10^7 on.
 */
export function doubleText(value: number): string {
  return withSign(value, (size) => {
    const digits = digitsOf(size.toExponential());
    // Java wants two digits, and of those the nearest: 4.9E-324, where 5E-324 would do.
    return digits.digits.length > 1 ? digits : digitsOf(size.toExponential(1));
  });
}

/** Float.toString of Java 19 and later, of a number that is a float. */
export function floatText(value: number): string {
  return withSign(value, (size) => {
    for (let behind = 1; behind < 8; behind++) {
      const nearest = [size.toExponential(behind), ...neighbours(size.toExponential(behind))]
        .filter((text) => Math.fround(Number(text)) === size)
        .sort((one, other) => nearer(one, other, size))[0];
      if (nearest !== undefined) return digitsOf(nearest);
    }
    return digitsOf(size.toExponential(8));
  });
}

/** Negative where the first text is nearer to a float than the other, or as near and its last digit is even. */
function nearer(one: string, other: string, size: number): number {
  const difference = Math.abs(Number(one) - size) - Math.abs(Number(other) - size);
  // A double has twice the digits of a float: what is less than that apart is the same.
  return Math.abs(difference) > size * 1e-14 ? difference : lastDigit(one) - lastDigit(other);
}

/** 0 for an even last digit, which is taken of two that are as near. */
const lastDigit = (text: string): number => Number(/(\d)e/.exec(text)?.[1] ?? 0) % 2;

/** The numbers of as many digits before and after one: near a power of two, the nearest may read back as another float. */
function neighbours(text: string): readonly string[] {
  const [mantissa = "", exponent = ""] = text.split("e");
  const whole = BigInt(mantissa.replace(".", ""));
  const scale = mantissa.length - 2;
  return [whole - 1n, whole + 1n].map((digits) => `${digits}e${Number(exponent) - scale}`);
}

const olderDoubleText = (value: number): string => withSign(value, olderDoubleDigits);
const olderFloatText = (value: number): string => withSign(value, olderFloatDigits);

function digitsOf(exponential: string): Digits {
  const [mantissa = "", exponent = "0"] = exponential.split("e");
  const point = mantissa.includes(".") ? mantissa.indexOf(".") : mantissa.length;
  return { digits: mantissa.replace(".", ""), exponent: Number(exponent) + point };
}

/** @param digitsOfSize the digits of a positive finite number */
function withSign(value: number, digitsOfSize: (size: number) => Digits): string {
  if (Number.isNaN(value)) return "NaN";
  const sign = value < 0 || Object.is(value, -0) ? "-" : "";
  if (value === 0) return `${sign}0.0`;
  return sign + (Number.isFinite(value) ? laidOut(digitsOfSize(Math.abs(value))) : "Infinity");
}

function laidOut({ digits: written, exponent }: Digits): string {
  const digits = written.replace(/0+$/, "");
  if (exponent < -2 || exponent > 7) return `${digits.charAt(0)}.${digits.slice(1) || "0"}E${exponent - 1}`;
  if (exponent <= 0) return `0.${"0".repeat(-exponent)}${digits}`;
  return `${digits.slice(0, exponent).padEnd(exponent, "0")}.${digits.slice(exponent) || "0"}`;
}

/** The decimal of a double's Java text, as `new BigDecimal(Double.toString(value))`; undefined for NaN and infinities. */
export function decimalOfDouble(value: number | Float64): Decimal | undefined {
  return Decimal.parse(typeof value === "number" ? doubleText(value) : value.toString());
}
