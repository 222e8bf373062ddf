import { InputError } from "../../errors.js";
import { Decimal } from "../java/decimal.js";
import { decimalOfDouble, Float64 } from "../java/floating-point.js";
import { isNumber, toDecimal } from "../java/number.js";
import {
  fieldOf,
  hasField,
  isMap,
  known,
  type ConnectValue,
  type SinkRecord,
} from "../records/connect-value.js";
import { wholeJavaPattern } from "../java/regular-expression.js";
import { kindOf, type Predicate, type Side, type Settings } from "./transform.js";
import { RecordRefusal } from "../refusal.js";

/** Greatest power of ten of a constant that may equal a number: 1e1000. A larger one, or smaller than 1e-1000, equals none. */
const largestExponent = 1000;

/** Models the predicate io.cassink.transforms.FieldMatches (docs/reference/transforms.md). */
export function fieldMatches(settings: Settings): Predicate {
  const field = settings.get("field") ?? "";
  const [side, ...steps] = field.split(".");
  if ((side !== "key" && side !== "value") || steps.includes("")) {
    throw new InputError(`"${field}" is no field: write key, value, or a path as value.main.temp`, {
      where: `${settings.prefix}field`,
    });
  }
  const test = testOf(settings);
  return (record) => {
    const found = find(record, side, steps);
    return found === nullSide ? false : test(found);
  };
}

/** The key or value is null: there are no fields to look for, and nothing matches. */
const nullSide = Symbol("null key or value");

/**
 * The key, the value, or a field inside of it; undefined where there is no such field. A field's name may hold dots, so
 * at each level the longest name that is there wins: `a.b` before `a`.
 */
function find(
  record: SinkRecord,
  side: Side,
  steps: readonly string[],
): ConnectValue | undefined | typeof nullSide {
  const whole = known(record[side]);
  if (steps.length === 0) return whole;
  if (whole === null) return nullSide;
  if (!isMap(whole)) {
    throw new RecordRefusal(`FieldMatches looks for ${side}.${steps.join(".")} in ${kindOf(whole)}`);
  }
  let value: ConnectValue | undefined = whole;
  let rest = steps;
  while (rest.length > 0) {
    if (!isMap(value)) return undefined;
    const map = value;
    const count = longestName(rest, (name) => hasField(map, name));
    if (count === 0) return undefined;
    value = fieldOf(map, rest.slice(0, count).join("."));
    rest = rest.slice(count);
  }
  return value;
}

/** The greatest number of first steps that, joined by dots, are the name of a field; 0 for none. */
function longestName(steps: readonly string[], isField: (name: string) => boolean): number {
  for (let count = steps.length; count > 0; count--) {
    if (isField(steps.slice(0, count).join("."))) return count;
  }
  return 0;
}

/** The test that `equals`, `matches` or `empty` sets for the field; its value is undefined where there is no field. */
function testOf(settings: Settings): (value: ConnectValue | undefined) => boolean {
  const equals = settings.get("equals");
  const matches = settings.get("matches");
  const empty = settings.get("empty")?.toLowerCase() === "true";
  if ([equals !== undefined, matches !== undefined, empty].filter(Boolean).length !== 1) {
    throw new InputError("FieldMatches wants exactly one of equals, matches and empty=true", {
      where: settings.prefix,
    });
  }
  if (empty) return (value) => value === undefined || value === null || value === "";
  if (matches !== undefined) {
    const expression = wholeJavaPattern(matches, `${settings.prefix}matches`);
    return (value) => {
      const text = scalarText(value);
      return text !== undefined && expression.test(text);
    };
  }
  return equalTo(equals ?? "");
}

/** Numbers are compared by value: `1.0` equals 1. Any other value is compared by its text. */
function equalTo(constant: string): (value: ConnectValue | undefined) => boolean {
  const number = Decimal.parse(constant.trim());
  const tooLarge = number !== undefined && Math.abs(number.scale) > largestExponent;
  return (value) => {
    const decimal = decimalOf(value);
    if (decimal !== undefined) return number !== undefined && !tooLarge && decimal.equals(number);
    return scalarText(value) === constant;
  };
}

function decimalOf(value: ConnectValue | undefined): Decimal | undefined {
  if (value instanceof Float64) return decimalOfDouble(value.value);
  return isNumber(value) ? toDecimal(value) : undefined;
}

/** The text of a string, boolean or number (100, not 1E+2); undefined for any other value. */
function scalarText(value: ConnectValue | undefined): string | undefined {
  if (typeof value === "string" || typeof value === "boolean") return String(value);
  const decimal = decimalOf(value);
  if (decimal === undefined) return value instanceof Float64 ? String(value) : undefined;
  return decimal.stripped().toPlainString();
}
