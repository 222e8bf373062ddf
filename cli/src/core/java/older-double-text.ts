/**
 * Double.toString and Float.toString as Java had them before version 19 (jdk.internal.math.FloatingDecimal): the digits
 * are made one by one until the rest is small enough, so some numbers have a digit more than needed, or another last
 * digit. Of 2^-44 Java 17 writes 5.6843418860808015E-14, and Java 19 writes 5.684341886080802E-14.
 */

/** Where a binary fraction lies: `fraction` / 2^52 * 2^`exponent`, with the highest of its 53 bits set. */
interface Binary {
  readonly exponent: number;
  readonly fraction: bigint;
  /** Bits of precision: 53 for a double, 24 for a float, fewer for those below the normal range. */
  readonly precision: number;
}

/** Significant digits, of which the point stands before the first, times a power of ten: 0.`digits` * 10^`exponent`. */
export interface Digits {
  readonly digits: string;
  readonly exponent: number;
}

/** The digits of a positive finite double. */
export function olderDoubleDigits(value: number): Digits {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, value);
  const whole = bits.getBigUint64(0);
  return digitsOf(binary(Number(whole >> 52n), whole & ((1n << 52n) - 1n), 53, 1023));
}

/** The digits of a positive finite float. */
export function olderFloatDigits(value: number): Digits {
  const bits = new DataView(new ArrayBuffer(4));
  bits.setFloat32(0, value);
  const whole = bits.getUint32(0);
  return digitsOf(binary(whole >>> 23, BigInt(whole & 0x7fffff) << 29n, 24, 127));
}

function binary(biased: number, fraction: bigint, precision: number, bias: number): Binary {
  if (biased > 0) return { exponent: biased - bias, fraction: fraction | (1n << 52n), precision };
  const shift = 53 - bitsOf(fraction);
  return { exponent: 1 - shift - bias, fraction: fraction << BigInt(shift), precision: precision - shift };
}

const bitsOf = (value: bigint): number => value.toString(2).length;
/** Bits of 5^n, for as many as Java has in a table; it takes 3 n for more. */
const bitsOfFive = (power: number): number =>
  power === 0 ? 0 : power < 27 ? bitsOf(5n ** BigInt(power)) : 3 * power;

function digitsOf(given: Binary): Digits {
  const { exponent, precision } = given;
  const zeros = 52 - given.fraction.toString(2).lastIndexOf("1");
  const fraction = given.fraction >> BigInt(zeros);
  const bits = 53 - zeros;
  const tiny = Math.max(0, bits - exponent - 1);
  if (exponent <= 62 && exponent >= -21 && tiny === 0 && bits < 63) return ofInteger(given);
  let decimal = estimatedExponent(given);
  const fives = Math.max(0, -decimal);
  let two = fives + tiny + exponent - (bits - 1);
  const scaleFives = Math.max(0, decimal);
  let scaleTwo = scaleFives + tiny;
  let halfTwo = fives + tiny + exponent - precision;
  const common = Math.min(two, scaleTwo);
  [two, scaleTwo, halfTwo] = [two - common, scaleTwo - common, halfTwo - common];
  // The number below a power of two is half as far away as the one above.
  if (bits === 1) halfTwo--;
  if (halfTwo < 0) [two, scaleTwo, halfTwo] = [two - halfTwo, scaleTwo - halfTwo, 0];
  // Where these fit into an int or a long, Java compares differently, and what it multiplies and adds may overflow.
  const size = Math.max(bits + two + bitsOfFive(fives), scaleTwo + 1 + bitsOfFive(scaleFives + 1));
  const width = size < 32 ? 32 : size < 64 ? 64 : undefined;
  const wrapped = (value: bigint): bigint => (width === undefined ? value : BigInt.asIntN(width, value));
  const scale = (5n ** BigInt(scaleFives)) << BigInt(scaleTwo);
  const ten = scale * 10n;
  let rest = (fraction * 5n ** BigInt(fives)) << BigInt(two);
  let half = (5n ** BigInt(fives)) << BigInt(halfTwo);
  let [low, high] = [false, false];
  const next = (): bigint => {
    const digit = rest / scale;
    rest = (rest % scale) * 10n;
    half = wrapped(half * 10n);
    low = half <= 0n || rest < half;
    high = half <= 0n || (width === undefined ? rest + half >= ten : wrapped(rest + half) > ten);
    return digit;
  };
  const first = next();
  let digits = "";
  if (first === 0n && !high) decimal--;
  else digits = first.toString();
  // At least one digit behind the point, where an exponent is written.
  if (decimal < -3 || decimal >= 8) [low, high] = [false, false];
  while (!low && !high) digits += next().toString();
  const difference = 2n * rest - ten;
  const isOdd = Number(digits.at(-1)) % 2 === 1;
  const roundsUp = high && (!low || difference > 0n || (difference === 0n && isOdd));
  return roundsUp ? up(digits, decimal + 1) : { digits, exponent: decimal + 1 };
}

/** Rounds the last digit up: 199 becomes 200, and 999 becomes 100 with a larger exponent. */
function up(digits: string, exponent: number): Digits {
  const raised = (BigInt(digits) + 1n).toString().padStart(digits.length, "0");
  if (raised.length === digits.length) return { digits: raised, exponent };
  return { digits: raised.slice(0, -1), exponent: exponent + 1 };
}

/** Math.floor of a line that is near the logarithm; it may be 1 too large. */
function estimatedExponent({ exponent, fraction }: Binary): number {
  const mantissa = Number(fraction) / 2 ** 52;
  return Math.floor((mantissa - 1.5) * 0.289529654 + 0.176091259 + exponent * 0.301029995663981);
}

/** A whole number: the digits that stand for bits which it does not have are rounded away. */
function ofInteger({ exponent, fraction, precision }: Binary): Digits {
  const value = exponent >= 52 ? fraction << BigInt(exponent - 52) : fraction >> BigInt(52 - exponent);
  const spare = exponent > precision ? exponent - precision - 1 : 0;
  // The digits of 2^spare, less one.
  const cut = spare > 1 ? (1n << BigInt(spare)).toString().length - 1 : 0;
  const unit = 10n ** BigInt(cut);
  const rounded = value / unit + (cut > 0 && value % unit >= unit / 2n ? 1n : 0n);
  const digits = rounded.toString();
  return { digits, exponent: digits.length + cut };
}
