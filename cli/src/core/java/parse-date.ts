import { epochDayOf, firstGregorianDay, julianEpochDayOf, millisecondsPerDay } from "./calendar.js";
import { floorDivide, floorModulo } from "./floor.js";
import { parseZone, type ZonePart } from "./parse-date-zone.js";

/** A field of a pattern of java.text.SimpleDateFormat, or literal text. */
export type DatePart =
  | { readonly field: DateField; readonly width: number }
  | ZonePart
  | { readonly field: "text"; readonly text: string };

export type DateField = "year" | "month" | "day" | "hour" | "minute" | "second" | "millisecond";

/**
 * What SimpleDateFormat makes of a text: milliseconds since 1970-01-01T00:00Z; `no date` where it throws ParseException;
 * `not known` where it depends on the worker's locale, its version of Java or the day on which it was started.
 */
export type ParsedDate = bigint | "no date" | "not known";

/**
 * Models java.text.SimpleDateFormat.parse in UTC, which is lenient: it ignores what follows the date, skips blanks before
 * a number, takes fewer or more digits than the pattern has letters, and the 32nd of January for the 1st of February.
 */
export function parseDate(parts: readonly DatePart[], text: string): ParsedDate {
  const values: Partial<Record<DateField, number>> = {};
  let offset = 0;
  let at = 0;
  for (const [index, part] of parts.entries()) {
    if (part.field === "text") {
      const problem = textProblem(part.text, text, at);
      if (problem !== undefined) return problem;
      at += part.text.length;
      continue;
    }
    const from = skipBlanks(text, at);
    if (from >= text.length) return "no date";
    if (part.field === "zone") {
      const zone = parseZone(part, text, at, from);
      if (typeof zone === "string") return zone;
      offset = zone.milliseconds;
      at = zone.end;
    } else {
      // As in `yyyyMMdd`, where each number has as many characters as the pattern has letters.
      const end = isNumber(parts[index + 1]) ? at + part.width : text.length;
      if (end > text.length) return "no date";
      const number = parseNumber(text.slice(from, end));
      if (typeof number === "string") return number;
      // Two digits are a year of the eighty before, or the twenty after, the day on which the worker was started.
      if (part.field === "year" && part.width <= 2 && /^\d\d$/.test(number.digits)) return "not known";
      values[part.field] = intValue(number.digits);
      at = from + number.digits.length;
    }
  }
  const time = timeOf(values);
  return typeof time === "bigint" ? time - BigInt(offset) : time;
}

const isNumber = (part: DatePart | undefined): boolean =>
  part !== undefined && part.field !== "text" && part.field !== "zone";

function textProblem(literal: string, text: string, at: number): "no date" | "not known" | undefined {
  if (text.startsWith(literal, at)) return undefined;
  let differs = 0;
  while (literal[differs] === text[at + differs]) differs++;
  // From Java 23 on, any of Unicode's spaces is as good as any other.
  const isSpace = (character = ""): boolean => /\p{Zs}/u.test(character);
  return isSpace(literal[differs]) && isSpace(text[at + differs]) ? "not known" : "no date";
}

/** The place behind blanks, which Java skips before a field. */
function skipBlanks(text: string, at: number): number {
  let from = at;
  while (text[from] === " " || text[from] === "\t") from++;
  return from;
}

/** The digits, and the sign before them, with which the text begins. */
function parseNumber(text: string): { readonly digits: string } | "no date" | "not known" {
  // Digits of other scripts, signs of other locales, `NaN` and exponents: DecimalFormat may take them.
  const [digits] = /^-?\d+/.exec(text) ?? [];
  if (digits === undefined) return /^(?:NaN|-?\P{ASCII})/u.test(text) ? "not known" : "no date";
  return /^(?:E|\P{ASCII})/u.test(text.slice(digits.length)) ? "not known" : { digits };
}

/** Number.intValue of the Long that DecimalFormat makes of the digits, or of the Double beyond a long. */
function intValue(digits: string): number {
  const value = BigInt(digits);
  if (BigInt.asIntN(64, value) === value) return Number(BigInt.asIntN(32, value));
  return value > 0n ? 2 ** 31 - 1 : -(2 ** 31);
}

/** The years beyond which a sum may leave the range of Java's int or long. */
const furthestYear = 100_000_000;

/** What a lenient GregorianCalendar in UTC makes of its fields: 1970-01-01T00:00Z where they are not set. */
function timeOf(values: Readonly<Partial<Record<DateField, number>>>): bigint | "not known" {
  const { year = 1970, month = 1, day = 1, hour = 0, minute = 0, second = 0, millisecond = 0 } = values;
  if (Math.abs(year) > furthestYear || Math.abs(month) > furthestYear) return "not known";
  const ofDay = BigInt(((hour * 60 + minute) * 60 + second) * 1000 + millisecond);
  const days = Number(floorDivide(ofDay, millisecondsPerDay));
  const ofYear = Math.floor((month - 1) / 12);
  const first = [year + ofYear, month - ofYear * 12, 1] as const;
  const gregorian = epochDayOf(...first) + day - 1 + days;
  // The calendar has no dates from 1582-10-05 to 1582-10-14: Java takes them, too, for dates of the Julian calendar.
  const isGregorian = year >= 1582 && gregorian >= firstGregorianDay;
  const epochDay = isGregorian ? gregorian : julianEpochDayOf(...first) + day - 1 + days;
  return BigInt(epochDay) * millisecondsPerDay + floorModulo(ofDay, millisecondsPerDay);
}
