import type { CqlValue } from "../../cql/value.js";
import { DebeziumTime, JavaDate, LocalDate } from "../../records/connect-value.js";
import { floorDivide } from "../../java/floor.js";
import { Instant, meaningOf, plainTime } from "./logical-times.js";
import { Decimal } from "../../java/decimal.js";
import { Float64 } from "../../java/floating-point.js";
import { booleanOf } from "../../cql/scalar-text.js";
import { integer, isNumber, toDecimal, toDouble, type JavaNumber } from "../../java/number.js";
import { utc } from "../../java/zone.js";
import { nearestFloat } from "../../java/nearest-float.js";
import { cannotBe, type NonNullValue, type Conversion } from "./conversion.js";
import { javaStrip } from "../../java/text.js";
import { refuse } from "../../refusal.js";
import { boundedIntegers, type NumericTypeName } from "../../cql/numeric-types.js";
import { instantOf } from "../../java/date-time.js";
import type { Codec } from "./codec.js";

/** The sink refuses numbers whose texts have more digits. */
const mostDigits = 10_000;

/**
 * Anything that can stand for a number, exactly: a number, a text of one (by the locale too), a text of a time or a date
 * (in units since 1970), a boolean or its word. Null for the empty text.
 */
export function readNumber(given: NonNullValue, codec: Codec): JavaNumber | null {
  const value = given instanceof DebeziumTime ? numberOrMeaning(given) : plainTime(given);
  if (value instanceof Instant) return units(value.nanoseconds, codec);
  if (isNumber(value)) return value;
  if (typeof value === "string") return value === "" ? null : numberOfText(value, codec);
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof JavaDate) return units(value.milliseconds * 1_000_000n, codec);
  if (value instanceof LocalDate) return units(startOfDay(value), codec);
  return cannotBe(value, "a number");
}

/** A number stays what it is; a text is read as the time it means. */
function numberOrMeaning(value: DebeziumTime): NonNullValue | Instant {
  return typeof value.raw === "string" ? (meaningOf(value) ?? value) : value.raw;
}

/** Whole units of `codec.unit` before the instant, however many. */
function units(nanoseconds: bigint, codec: Codec): bigint {
  return floorDivide(nanoseconds, codec.unit.toNanoseconds(1n));
}

/** Nanoseconds from 1970 to the start of the day, in UTC. */
export const startOfDay = ({ days }: LocalDate): bigint => instantOf({ date: days, time: 0n }, utc);

/** Whole numbers in range, decimals exactly, the nearest double or float. */
export function numberConversion(type: NumericTypeName, codec: Codec): Conversion {
  const narrow = narrowings[type];
  const holdsFractions = type === "decimal" || type === "double" || type === "float";
  return (value) => {
    const number = readNumber(value, codec);
    if (number === null) return null;
    return narrow(holdsFractions ? number : exactInteger(number));
  };
}

/** A float or double without a fraction, below 2^63, as an integer: its text may round the last digits. Others as given. */
export function exactInteger(value: JavaNumber): JavaNumber {
  if (!(value instanceof Float64) || !Number.isInteger(value.value)) return value;
  return Math.abs(value.value) < 2 ** 63 ? BigInt(value.value) : value;
}

const narrowings: Readonly<Record<NumericTypeName, (value: JavaNumber) => CqlValue>> = {
  ...boundedIntegers,
  varint: (value) => {
    const scale = value instanceof Decimal ? Math.abs(value.scale) : 0;
    return scale > mostDigits
      ? refuse(`a number has more than ${mostDigits} digits`)
      : integer(value, undefined, "varint");
  },
  decimal: (value) => {
    const { unscaled, scale } = finiteDecimal(value);
    return { unscaled, scale };
  },
  double: (value) => inRange(toDouble(value), value, "double"),
  float: (value) => inRange(nearestFloat(value), value, "float"),
};

/** Refuses NaN and infinity. */
export function finiteDecimal(value: JavaNumber): Decimal {
  return toDecimal(value) ?? refuse("NaN and infinity are no decimal numbers");
}

function inRange(result: number, from: JavaNumber, type: string): number {
  const wasFinite = !(from instanceof Float64) || Number.isFinite(from.value);
  const isInfinite = result === Infinity || result === -Infinity;
  return isInfinite && wasFinite ? refuse(`a number is out of range for ${type}`) : result;
}

/** A number of units since 1970, or the text of one; not the text of a time, or a boolean word. */
export function countOfUnits(value: JavaNumber | string, codec: Codec): JavaNumber {
  if (typeof value !== "string") return value;
  return plainNumber(value, codec) ?? refuse("a text is not a number");
}

function numberOfText(text: string, codec: Codec): JavaNumber {
  const number = plainNumber(text, codec);
  if (number !== undefined) return number;
  const time = codec.timestamp.countsUnits ? undefined : codec.timestamp.parse(text);
  if (time !== undefined) return units(time.instant, codec);
  const word = booleanOf(javaStrip(text));
  return word === undefined ? refuse("a text is not a number") : word ? 1 : 0;
}

const plainDigits = /^-?\d{1,15}$/;

function plainNumber(text: string, codec: Codec): JavaNumber | undefined {
  return plainDigits.test(text) ? Number(text) + 0 : decimalText(javaStrip(text), codec);
}

function decimalText(text: string, { plainDecimals, numberFormat }: Codec): JavaNumber | undefined {
  if (text.length > mostDigits) return undefined;
  const plain = plainDecimals ? Decimal.parse(text) : undefined;
  if (plain !== undefined) return plain;
  const formatted = numberFormat(text);
  if (formatted?.end === text.length) return formatted.value;
  if (text === "NaN" || text === "Infinity" || text === "-Infinity") return new Float64(Number(text));
  return undefined;
}
