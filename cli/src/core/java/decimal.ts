import { asciiDigits } from "./digits.js";

/**
 * Zeros that a number may have as a whole number: 1E+10000 is read, 1E+10001 is not. Java reads more, but no event
 * means such a number, and its digits could fill the memory.
 */
const mostZeros = 10_000;

/** Java keeps an exponent, and the scale that comes of it, in an int. */
const isInt32 = (value: number): boolean => value >= -(2 ** 31) && value < 2 ** 31;

/** An exact decimal number, `unscaled` / 10^`scale`, with the rules and texts of java.math.BigDecimal. */
export class Decimal {
  readonly unscaled: bigint;
  readonly scale: number;

  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled;
    this.scale = scale;
  }

  /** Reads the texts that `new BigDecimal(text)` reads: `-12.50`, `.5`, `1e3`, in digits of any script. Undefined for others. */
  static parse(text: string): Decimal | undefined {
    const match = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/.exec(asciiDigits(text));
    if (match === null) return undefined;
    const [, sign, whole = "", afterWhole, alone, exponent = "0"] = match;
    const fraction = afterWhole ?? alone ?? "";
    const scale = fraction.length - Number(exponent);
    if (!isInt32(Number(exponent)) || !isInt32(scale)) return undefined;
    const digits = BigInt(whole + fraction);
    return new Decimal(sign === "-" ? -digits : digits, scale);
  }

  /** @param bytes at least one: the unscaled value in two's complement, the most significant byte first */
  static ofBytes(bytes: Uint8Array, scale: number): Decimal {
    const unsigned = BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
    return new Decimal(BigInt.asIntN(bytes.length * 8, unsigned), scale);
  }

  /** BigDecimal.stripTrailingZeros: 100.0 becomes 1E+2, and any zero 0. */
  stripped(): Decimal {
    if (this.unscaled === 0n) return new Decimal(0n, 0);
    const digits = this.unscaled.toString();
    let zeros = 0;
    while (digits.at(-1 - zeros) === "0") zeros++;
    if (zeros === 0) return this;
    return new Decimal(BigInt(digits.slice(0, -zeros)), this.scale - zeros);
  }

  /** BigDecimal.toString: plain where the scale is not negative and the number not below 1E-6, else with an exponent. */
  toString(): string {
    const { sign, digits } = this.#digits();
    const exponent = digits.length - 1 - this.scale;
    if (this.scale >= 0 && exponent >= -6) return this.toPlainString();
    const mantissa = digits.length === 1 ? digits : `${digits.charAt(0)}.${digits.slice(1)}`;
    return `${sign}${mantissa}${exponent === 0 ? "" : `E${exponent > 0 ? "+" : ""}${exponent}`}`;
  }

  /** BigDecimal.toPlainString: 1E+2 is 100, and 1E-7 is 0.0000001. */
  toPlainString(): string {
    if (this.scale <= 0) return (this.unscaled * 10n ** BigInt(-this.scale)).toString();
    const { sign, digits } = this.#digits();
    const padded = digits.padStart(this.scale + 1, "0");
    return `${sign}${padded.slice(0, -this.scale)}.${padded.slice(-this.scale)}`;
  }

  #digits(): { readonly sign: string; readonly digits: string } {
    const negative = this.unscaled < 0n;
    return { sign: negative ? "-" : "", digits: (negative ? -this.unscaled : this.unscaled).toString() };
  }

  /** The whole number of the same value; undefined for a fraction, or more than {@link mostZeros}. */
  toInteger(): bigint | undefined {
    const { unscaled, scale } = this.stripped();
    if (scale > 0) return undefined;
    return -scale > mostZeros ? undefined : unscaled * 10n ** BigInt(-scale);
  }

  /** The nearest double, as BigDecimal.doubleValue. */
  toNumber(): number {
    return Number(`${this.unscaled}e${-this.scale}`);
  }

  /** The low 64 bits of its whole part, as BigDecimal.longValue. */
  toInt64(): bigint {
    const shift = BigInt(Math.min(Math.abs(this.scale), mostZeros));
    const whole = this.scale >= 0 ? this.unscaled / 10n ** shift : this.unscaled * 10n ** shift;
    return BigInt.asIntN(64, whole);
  }

  /** Whether the values are equal, as `compareTo(other) == 0` of BigDecimal: 1.0 equals 1. */
  equals(other: Decimal): boolean {
    const [left, right] = [this.stripped(), other.stripped()];
    return left.unscaled === right.unscaled && left.scale === right.scale;
  }
}
