import { languageTag } from "./number-format.js";
import { escaped, literalText, patternTokens } from "./pattern-letters.js";
import { patternProblem } from "./pattern-problem.js";

/**
 * Patterns and constants of java.time.format.DateTimeFormatter, for parsing only: each becomes a regular expression
 * whose named groups are the fields. date-time.ts makes a date, a time of day and a zone of them.
 */

/** The words of a locale that a pattern may contain, in lower case: January first, Monday first, AM before PM. */
export interface DateWords {
  readonly months: readonly string[];
  readonly shortMonths: readonly string[];
  readonly weekdays: readonly string[];
  readonly shortWeekdays: readonly string[];
  readonly amPm: readonly string[];
}

/** A pattern as a regular expression for a whole text; its groups are {@link CapturedFields} of date-time.ts. */
export interface CompiledPattern {
  readonly expression: RegExp;
  readonly words: DateWords;
  /** Whether the ids of zones may be in any case. */
  readonly ignoresCase: boolean;
}

/** A pattern has a letter, or is a constant, that is not modelled here. */
export class UnsupportedPattern extends Error {}

/** The constant ISO_LOCAL_DATE. */
export const isoDate = "(?<year>\\d{4}|\\+\\d{5,10}|-\\d{4,10})-(?<month>\\d\\d)-(?<day>\\d\\d)";
/** The constant ISO_LOCAL_TIME. */
export const isoTime =
  "(?<hour>\\d\\d):(?<minute>\\d\\d)(?::(?<second>\\d\\d)(?:\\.(?<fraction>\\d{0,9}))?)?";
const sixty = "[0-5]\\d";
const offset = `(?<offset>Z|[+-]\\d\\d:${sixty}(?::${sixty})?)`;
/** ISO_OFFSET_DATE_TIME and ISO_ZONED_DATE_TIME also read an offset of hours alone, such as `+02`. */
const lenientOffset = `(?<offset>Z|[+-]\\d\\d(?::${sixty}(?::${sixty})?)?)`;
const zone = "(?:\\[(?<zone>[^\\]]+)\\])?";

/** Regular expressions of the modelled constants, by name. */
const constants: Readonly<Record<string, string>> = {
  ISO_LOCAL_DATE: isoDate,
  ISO_OFFSET_DATE: `${isoDate}${offset}`,
  ISO_DATE: `${isoDate}(?:${offset})?`,
  ISO_LOCAL_TIME: isoTime,
  ISO_OFFSET_TIME: `${isoTime}${offset}`,
  ISO_TIME: `${isoTime}(?:${offset})?`,
  ISO_LOCAL_DATE_TIME: `${isoDate}T${isoTime}`,
  ISO_OFFSET_DATE_TIME: `${isoDate}T${isoTime}${lenientOffset}`,
  ISO_ZONED_DATE_TIME: `${isoDate}T${isoTime}${lenientOffset}${zone}`,
  ISO_DATE_TIME: `${isoDate}T${isoTime}(?:${offset}${zone})?`,
  ISO_INSTANT: `${isoDate}T(?<hour>\\d\\d):(?<minute>\\d\\d):(?<second>\\d\\d)(?:\\.(?<fraction>\\d{0,9}))?${offset}`,
  BASIC_ISO_DATE: `(?<year>\\d{4})(?<month>\\d\\d)(?<day>\\d\\d)(?<offset>Z|[+-]\\d\\d(?:${sixty}(?:${sixty})?)?)?`,
};

/** Whether the text is the name of a constant that is modelled here. */
export function isConstant(pattern: string): boolean {
  return Object.hasOwn(constants, pattern);
}

/**
 * Compiles a DateTimeFormatter pattern, or the name of one of its constants.
 * @param locale as Java writes it, `fr_FR`: the language of the names of months and weekdays
 * @throws UnsupportedPattern naming the constant or letter that is not modelled
 */
export function compilePattern(pattern: string, locale: string): CompiledPattern {
  const words = dateWords(locale);
  const constant = isConstant(pattern) ? constants[pattern] : undefined;
  if (constant === undefined && /^[A-Z_0-9]{6,}$/.test(pattern)) {
    throw new UnsupportedPattern(`the constant ${pattern} is not modelled`);
  }
  const expression = new RegExp(`^(?:${constant ?? translate(pattern, words)})$`, "iu");
  return { expression, words, ignoresCase: constant === undefined };
}

function translate(pattern: string, words: DateWords): string {
  const problem = patternProblem(pattern);
  if (problem !== undefined) throw new UnsupportedPattern(problem);
  const seen = new Set<string>();
  let open = 0;
  const parts = patternTokens(pattern).map((token) => {
    if (token === "[") {
      open++;
      return "(?:";
    }
    if (token === "]") {
      open--;
      return ")?";
    }
    if (!/^[A-Za-z]/.test(token)) return escaped(literalText(token));
    const [name, expression] = field(token, words);
    if (seen.has(name)) throw new UnsupportedPattern(`the field of "${token}" comes twice in ${pattern}`);
    seen.add(name);
    return `(?<${name}>${expression})`;
  });
  // Java closes at the end what is open.
  return parts.join("") + ")?".repeat(open);
}

/** The field that a run of pattern letters stands for, and the regular expression of its text. */
function field(letters: string, words: DateWords): readonly [name: string, expression: string] {
  const letter = letters.charAt(0);
  const count = letters.length;
  const digits = (name: string): readonly [string, string] => {
    if (count > 2) throw unsupported(letters);
    return [name, count === 1 ? "\\d{1,19}" : "\\d\\d"];
  };
  switch (letter) {
    case "u":
    case "y":
      if (count === 2) return ["shortYear", "\\d\\d"];
      // The year of an era (y) begins at 1.
      if (letter === "y") {
        return ["year", `(?!\\+?0+(?!\\d))(?:\\d{${count === 1 ? "1,10" : count}}|\\+\\d{${count + 1},10})`];
      }
      return [
        "year",
        count === 1 ? "-?\\d{1,10}" : `\\d{${count}}|\\+\\d{${count + 1},10}|-\\d{${count},10}`,
      ];
    case "M":
    case "L":
      if (count <= 2) return digits("month");
      if (count === 3) return ["shortMonthName", alternatives(words.shortMonths)];
      if (count === 4) return ["monthName", alternatives(words.months)];
      throw unsupported(letters);
    case "d":
      return digits("day");
    case "E":
    case "c":
    case "e":
      if (count === 4) return ["weekdayName", alternatives(words.weekdays)];
      if (count === 3 || letter === "E") return ["shortWeekdayName", alternatives(words.shortWeekdays)];
      throw unsupported(letters);
    case "H":
      return digits("hour");
    case "h":
      return digits("hourOfAmPm");
    case "m":
      return digits("minute");
    case "s":
      return digits("second");
    case "S":
      return ["fraction", `\\d{${count}}`];
    case "a":
      if (count === 1) return ["amPm", alternatives(words.amPm)];
      throw unsupported(letters);
    case "X":
      if (count === 1) return ["offset", `Z|[+-]\\d\\d(?:${sixty})?`];
      if (count === 2) return ["offset", `Z|[+-]\\d\\d${sixty}`];
      if (count === 3) return ["offset", `Z|[+-]\\d\\d:${sixty}`];
      throw unsupported(letters);
    case "x":
      if (count === 1) return ["offset", `[+-]\\d\\d(?:${sixty})?`];
      if (count === 2) return ["offset", `[+-]\\d\\d${sixty}`];
      if (count === 3) return ["offset", `[+-]\\d\\d:${sixty}`];
      throw unsupported(letters);
    case "Z":
      if (count <= 3) return ["offset", `[+-]\\d\\d${sixty}`];
      throw unsupported(letters);
    case "V":
      if (count === 2) return ["zone", "[A-Za-z][A-Za-z0-9~/._+-]+|[+-][0-9:]+"];
      throw unsupported(letters);
    default:
      throw unsupported(letters);
  }
}

const unsupported = (letters: string): UnsupportedPattern =>
  new UnsupportedPattern(`the pattern letters ${letters} are not modelled`);

/** Matches any of the words. The longer come first, or "mar" would win over "mars". */
function alternatives(words: readonly string[]): string {
  return [...words]
    .sort((left, right) => right.length - left.length)
    .map(escaped)
    .join("|");
}

/** The words of each locale asked for so far: asking Intl is slow. */
const wordsOfLocales = new Map<string, DateWords>();

/** @param locale as Java writes it: `fr_FR` */
export function dateWords(locale: string): DateWords {
  const known = wordsOfLocales.get(locale) ?? makeWords(locale);
  wordsOfLocales.set(locale, known);
  return known;
}

function makeWords(locale: string): DateWords {
  const tag = languageTag(locale);
  const part = (options: Intl.DateTimeFormatOptions, type: string, time: number): string =>
    new Intl.DateTimeFormat(tag, { ...options, timeZone: "UTC" })
      .formatToParts(time)
      .find((candidate) => candidate.type === type)
      ?.value.toLowerCase() ?? "";
  const months = Array.from({ length: 12 }, (_, month) => Date.UTC(2018, month, 1));
  const days = Array.from({ length: 7 }, (_, day) => Date.UTC(2018, 0, 1 + day));
  return {
    months: months.map((time) => part({ month: "long", day: "numeric" }, "month", time)),
    shortMonths: months.map((time) => part({ month: "short", day: "numeric" }, "month", time)),
    weekdays: days.map((time) => part({ weekday: "long" }, "weekday", time)),
    shortWeekdays: days.map((time) => part({ weekday: "short" }, "weekday", time)),
    amPm: [0, 12].map((hour) => part({ hour: "numeric", hour12: true }, "dayPeriod", hour * 3_600_000)),
  };
}
