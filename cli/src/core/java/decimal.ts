/** Digits that a number's power of ten may span before it is refused: Java takes more, no event means it. */
const largestShift = 10_000;

/** An exact decimal number, `unscaled` / 10^`scale`: what Java's BigDecimal is, with its texts. */
export class Decimal {
  readonly unscaled: bigint;
  readonly scale: number;

  constructor(unscaled: bigint, scale: number) {
    this.unscaled = unscaled;
    this.scale = scale;
  }

  /** Reads what `new BigDecimal(text)` reads: sign, digits, point, exponent; undefined for anything else. */
  static parse(text: string): Decimal | undefined {
    const match = /^([+-]?)(?:(\d+)(?:\.(\d*))?|\.(\d+))(?:[eE]([+-]?\d+))?$/.exec(text);
    if (match === null) return undefined;
    const [, sign, whole = "", afterWhole, alone, exponent = "0"] = match;
    const fraction = afterWhole ?? alone ?? "";
    const scale = fraction.length - Number(exponent);
    if (Math.abs(scale) > 2_147_483_647) return undefined;
    const digits = BigInt(whole + fraction);
    return new Decimal(sign === "-" ? -digits : digits, scale);
  }

  /** @param bytes of the unscaled value as a two's complement, the highest first; at least one */
  static ofBytes(bytes: Uint8Array, scale: number): Decimal {
    const unsigned = BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
    return new Decimal(BigInt.asIntN(bytes.length * 8, unsigned), scale);
  }

  /** Without trailing zeros, as BigDecimal.stripTrailingZeros: 100.0 is 1E+2, and any zero is 0. */
  stripped(): Decimal {
    if (this.unscaled === 0n) return new Decimal(0n, 0);
    const digits = this.unscaled.toString();
    let zeros = 0;
    while (digits.at(-1 - zeros) === "0") zeros++;
    if (zeros === 0) return this;
    return new Decimal(BigInt(digits.slice(0, -zeros)), this.scale - zeros);
  }

  /** BigDecimal.toString: plain while the exponent is small, else with an exponent (`1E+2`). */
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

  /** The whole number of the same value; undefined when there is a fraction, or absurdly many digits. */
  toInteger(): bigint | undefined {
    const { unscaled, scale } = this.stripped();
    if (scale > 0) return undefined;
    return -scale > largestShift ? undefined : unscaled * 10n ** BigInt(-scale);
  }

  /** The double nearest to it, as BigDecimal.doubleValue. */
  toNumber(): number {
    return Number(`${this.unscaled}e${-this.scale}`);
  }

  /** The low 64 bits of its whole part, as BigDecimal.longValue. */
  toInt64(): bigint {
    const shift = BigInt(Math.min(Math.abs(this.scale), largestShift));
    const whole = this.scale >= 0 ? this.unscaled / 10n ** shift : this.unscaled * 10n ** shift;
    return BigInt.asIntN(64, whole);
  }

  equals(other: Decimal): boolean {
    const [one, two] = [this.stripped(), other.stripped()];
    return one.unscaled === two.unscaled && one.scale === two.scale;
  }
}
