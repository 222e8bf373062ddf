import type { CqlValue } from "../../cql/value.js";
import { Decimal } from "../../java/decimal.js";
import { decimalOfDouble, Float32, Float64 } from "../../java/floating-point.js";
import { booleanOf } from "../../cql/scalar-text.js";
import { type Conversion } from "./conversion.js";
import { integer, isNumber, toDecimal, toDouble, type JavaNumber } from "../../java/number.js";
import { asText, isNullOrEmpty } from "../../records/json-text.js";
import { refuse, UnpredictableValue } from "../../refusal.js";
import { boundedIntegers, type NumericTypeName } from "../../cql/numeric-types.js";
import { parseDouble } from "../../java/parse-double.js";
import { javaTrim } from "../../java/text.js";
import type { Codec } from "./codec.js";

/** Numeric types take only numbers that fit exactly, texts by the locale (`1,234.5`), times as units since 1970, `yes` as 1. */
export function numberConversion(type: NumericTypeName, codec: Codec): Conversion {
  const narrow = narrowings[type];
  const fromText = (text: string): CqlValue | null => {
    const parsed = parseNumber(text, codec);
    return parsed === null ? null : narrow(parsed);
  };
  return {
    fromText,
    fromJson: (value) => {
      if (isNumber(value)) return narrow(value);
      return isNullOrEmpty(value) ? null : fromText(asText(value));
    },
    fromPrimitive: (value) => {
      if (typeof value === "boolean") return narrow(value ? 1 : 0);
      if (value instanceof Uint8Array) return refuse(`bytes cannot go into a ${type} column`);
      return narrow(value);
    },
  };
}

const narrowings: Readonly<Record<NumericTypeName, (value: JavaNumber) => CqlValue>> = {
  ...boundedIntegers,
  varint: (value) => integer(value, undefined, "varint"),
  float: exactFloat,
  double: exactDouble,
  decimal: (value) => {
    const { unscaled, scale } = toDecimal(value) ?? refuse(`${String(value)} has no decimal value`);
    return { unscaled, scale };
  },
};

function exactDouble(value: JavaNumber): number {
  if (value instanceof Float64) return value.value;
  const double = toDouble(value);
  if (!Number.isFinite(double) || Number.isSafeInteger(value)) return double;
  return exactly(value, new Float64(double), "double");
}

function exactFloat(value: JavaNumber): number {
  const double = toDouble(value);
  const float = Math.fround(double);
  if (!Number.isFinite(float)) {
    return Number.isFinite(double) ? refuse(`${String(value)} does not fit into a float`) : float;
  }
  return exactly(value, new Float32(float), "float");
}

/** The number, if the decimal of its Java text is the value. */
function exactly(value: JavaNumber, number: Float64, type: string): number {
  const [isExact, wasExact] = [number, number.beforeJava19()].map((one) =>
    sameDecimal(value, decimalOfDouble(one)),
  );
  if (isExact !== wasExact) {
    throw new UnpredictableValue(
      "Java version",
      `whether ${String(value)} is an exact ${type} depends on the worker's Java`,
    );
  }
  return isExact === true ? number.value : refuse(`${String(value)} is no exact ${type}`);
}

function sameDecimal(value: JavaNumber, decimal: Decimal | undefined): boolean {
  return decimal !== undefined && toDecimal(value)?.equals(decimal) === true;
}

/**
 * The number that a text stands for. Tried in this order: the locale's format, Java's decimals and doubles, a time
 * (in `codec.unit` since 1970), a boolean word (1 or 0). Null for an empty text.
 */
function parseNumber(text: string, codec: Codec): JavaNumber | null {
  if (text === "") return null;
  const formatted = codec.numberFormat(javaTrim(text));
  if (formatted?.end === text.length) return formatted.value;
  const decimal = Decimal.parse(text);
  if (decimal !== undefined) return decimal;
  const double = parseDouble(text);
  if (double !== undefined) return double;
  const time = codec.timestamp.tryInstant(text);
  if (time !== undefined) return codec.unit.fromNanoseconds(time);
  const word = booleanOf(text);
  if (word !== undefined) return word ? 1 : 0;
  return refuse(`"${text}" is no number`);
}
