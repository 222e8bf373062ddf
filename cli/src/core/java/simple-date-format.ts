import { hybridDateOf, millisecondsPerDay } from "./calendar.js";
import { floorDivide, floorModulo } from "./floor.js";
import { type DateField, type DatePart, parseDate, type ParsedDate } from "./parse-date.js";
import { literalText, patternTokens } from "./pattern-letters.js";

/**
 * A pattern of java.text.SimpleDateFormat in UTC, of letters that mean digits only: no names of months or weekdays.
 * Times are milliseconds since 1970-01-01T00:00Z.
 */
export interface DatePattern {
  readonly format: (milliseconds: bigint) => string;
  readonly parse: (text: string) => ParsedDate;
}

const fields: Readonly<Record<string, DateField>> = {
  y: "year",
  M: "month",
  d: "day",
  H: "hour",
  m: "minute",
  s: "second",
  S: "millisecond",
};

/** Undefined for a pattern with letters that are not modelled. */
export function datePattern(pattern: string): DatePattern | undefined {
  const parts: DatePart[] = [];
  for (const token of patternTokens(pattern)) {
    const part = partOf(token);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  return {
    format: (milliseconds) => format(parts, milliseconds),
    parse: (text) => parseDate(parts, text),
  };
}

function partOf(token: string): DatePart | undefined {
  const letter = token.charAt(0);
  const width = token.length;
  if (!/[A-Za-z]/.test(letter)) return { field: "text", text: literalText(token) };
  if (letter === "Z" || (letter === "X" && width <= 3)) return { field: "zone", letter, width };
  const field = fields[letter];
  const isName = letter === "M" && width > 2;
  const isShortYear = letter === "y" && width === 2;
  return field === undefined || isName || isShortYear ? undefined : { field, width };
}

function format(parts: readonly DatePart[], milliseconds: bigint): string {
  const rest = Number(floorModulo(milliseconds, millisecondsPerDay));
  const days = Number(floorDivide(milliseconds, millisecondsPerDay));
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
    .map((part) => {
      if (part.field === "text") return part.text;
      if (part.field === "zone") return part.letter === "X" ? "Z" : "+0000";
      return String(values[part.field]).padStart(part.width, "0");
    })
    .join("");
}
