import { daysInMonth, epochDayOf, hybridDateOf, julianEpochDayOf, firstGregorianDay } from "./calendar.js";
import { floorModulo } from "./floor.js";
import { escaped, literalText, patternTokens } from "./pattern-letters.js";

/**
 * A pattern of java.text.SimpleDateFormat in UTC, of letters that mean digits only: no names of months or weekdays.
 * Times are milliseconds since 1970-01-01T00:00Z.
 */
export interface DatePattern {
  readonly format: (milliseconds: bigint) => string;
  /** Undefined for a text that does not have exactly this form. Java may still read it: its parser is lenient. */
  readonly parse: (text: string) => number | undefined;
}

const perDay = 86_400_000;

/** A field of the pattern, or literal text. */
interface Part {
  readonly field?: "year" | "month" | "day" | "hour" | "minute" | "second" | "millisecond" | "zone";
  /** Number of pattern letters: the least digits that are written. */
  readonly width: number;
  readonly literal: string;
}

const fields: Readonly<Record<string, NonNullable<Part["field"]>>> = {
  y: "year",
  M: "month",
  d: "day",
  H: "hour",
  m: "minute",
  s: "second",
  S: "millisecond",
  X: "zone",
  Z: "zone",
};

/** Undefined for a pattern with letters that are not modelled. */
export function datePattern(pattern: string): DatePattern | undefined {
  const parts: Part[] = [];
  for (const token of patternTokens(pattern)) {
    const letter = token.charAt(0);
    if (!/[A-Za-z]/.test(letter)) {
      parts.push({ width: 0, literal: literalText(token) });
      continue;
    }
    const field = fields[letter];
    const isName = letter === "M" && token.length > 2;
    const isShortYear = letter === "y" && token.length === 2;
    const isLongZone = letter === "X" && token.length > 3;
    if (field === undefined || isName || isShortYear || isLongZone) return undefined;
    parts.push({ field, width: token.length, literal: letter });
  }
  const expression = new RegExp(`^${parts.map(expressionOf).join("")}$`, "u");
  return {
    format: (milliseconds) => format(parts, milliseconds),
    parse: (text) => parse(expression.exec(text)?.groups),
  };
}

function format(parts: readonly Part[], milliseconds: bigint): string {
  const rest = Number(floorModulo(milliseconds, BigInt(perDay)));
  const days = Number((milliseconds - BigInt(rest)) / BigInt(perDay));
  const { year, month, day } = hybridDateOf(days);
  const values = {
    // Years before 1 count backwards, without a sign: an era would tell them apart.
    ...{ year: year > 0 ? year : 1 - year, month, day },
    hour: Math.floor(rest / 3_600_000),
    minute: Math.floor(rest / 60_000) % 60,
    second: Math.floor(rest / 1000) % 60,
    millisecond: rest % 1000,
  };
  return parts
    .map(({ field, width, literal }) => {
      if (field === undefined) return literal;
      if (field === "zone") return literal === "X" ? "Z" : "+0000";
      return String(values[field]).padStart(width, "0");
    })
    .join("");
}

function expressionOf({ field, width, literal }: Part): string {
  if (field === undefined) return escaped(literal);
  if (field === "zone") return "(?<zone>Z|\\+00:?00|\\+0000)";
  // Java takes two digits for a year of the present century, or of the last: which, depends on when it read them.
  if (field === "year" && width === 1) return "(?<year>\\d|\\d{3,9})";
  return `(?<${field}>\\d{${width === 1 ? "1,9" : width}})`;
}

function parse(groups: Readonly<Record<string, string | undefined>> | undefined): number | undefined {
  if (groups === undefined) return undefined;
  // Java begins at 1970-01-01T00:00Z where the pattern lacks a field.
  const of = (name: string, otherwise: number): number => Number(groups[name] ?? otherwise);
  const [year, month, day] = [of("year", 1970), of("month", 1), of("day", 1)];
  const [hour, minute, second] = [of("hour", 0), of("minute", 0), of("second", 0)];
  const outside = month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month);
  if (outside || hour > 23 || minute > 59 || second > 59) return undefined;
  const gregorian = epochDayOf(year, month, day);
  const days = gregorian >= firstGregorianDay ? gregorian : julianEpochDayOf(year, month, day);
  // The ten days that the calendar skipped, which Java takes for later ones.
  if (gregorian < firstGregorianDay && days >= firstGregorianDay) return undefined;
  return days * perDay + hour * 3_600_000 + minute * 60_000 + second * 1000 + of("millisecond", 0);
}
