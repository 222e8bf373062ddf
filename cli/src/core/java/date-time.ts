import { refuse, UnpredictableValue } from "../refusal.js";
import { daysInMonth, epochDayOf, weekday } from "./calendar.js";
import type { DateWords } from "./date-time-formatter.js";
import { floorDivide, floorModulo } from "./floor.js";
import { toEpochSeconds, zoneOf, zoneOfText, type Zone } from "./zone.js";

const nanosecondsPerSecond = 1_000_000_000n;
const nanosecondsPerMillisecond = 1_000_000n;
const secondsPerDay = 86_400n;

/**
 * What a text says of a date and a time, as a java.time.temporal.TemporalAccessor: any of the three may be absent.
 * java.time's rules make these of the fields that a DateTimeFormatter has read.
 */
export interface Temporal {
  /** Nanoseconds since 1970-01-01T00:00Z. */
  readonly instant?: bigint;
  /** Days since 1970-01-01. */
  readonly date?: number;
  /** Nanoseconds since midnight. */
  readonly time?: bigint;
}

/**
 * The instant of a text, in nanoseconds since 1970-01-01T00:00Z. Refuses a text without a date or a time of day.
 * @param zone of the settings, for a text that names no offset
 */
export function instantOf(temporal: Temporal, zone: Zone): bigint {
  if (temporal.instant !== undefined) return temporal.instant;
  if (temporal.date === undefined) return refuse("the text holds no date");
  if (temporal.time === undefined) return refuse("the text holds no time of day");
  // In bigints: the years of Java end at 3.1e16 s, where a double counts in steps of 4.
  const seconds = BigInt(temporal.date) * secondsPerDay + temporal.time / nanosecondsPerSecond;
  return toEpochSeconds(zone, seconds) * nanosecondsPerSecond + (temporal.time % nanosecondsPerSecond);
}

/**
 * Date and time of day of an instant in a zone, as LocalDateTime.ofInstant.
 * @param instant nanoseconds since 1970-01-01T00:00Z
 * @returns days since 1970-01-01, and nanoseconds since midnight
 */
export function localDateTime(instant: bigint, zone: Zone): { readonly date: number; readonly time: bigint } {
  const rest = floorModulo(instant, nanosecondsPerSecond);
  const seconds = (instant - rest) / nanosecondsPerSecond;
  const local = seconds + BigInt(zone.offsetAt(Number(seconds)));
  const time = floorModulo(local, secondsPerDay) * nanosecondsPerSecond + rest;
  return { date: Number(floorDivide(local, secondsPerDay)), time };
}

/**
 * Instant.toEpochMilli, which rounds down.
 * @param instant nanoseconds since 1970-01-01T00:00Z
 * @param problem says why the record is refused where the milliseconds do not fit into a Java long
 */
export function epochMilliseconds(instant: bigint, problem: string): bigint {
  const value = floorDivide(instant, nanosecondsPerMillisecond);
  return BigInt.asIntN(64, value) === value ? value : refuse(problem);
}

/** Texts of the fields that a {@link CompiledPattern} captured, by name: `year`, `month`, `hourOfAmPm`, `zone` and so on. */
export type CapturedFields = Readonly<Record<string, string | undefined>>;

/** How captured fields are resolved. */
export interface ResolveOptions {
  /** Of the locale in which the text is written. */
  readonly words: DateWords;
  /**
   * ResolverStyle.STRICT of java.time. Otherwise SMART, which takes 30 February for the last day of February, and 24:00
   * for midnight of the next day.
   */
  readonly strict: boolean;
  /** Whether the ids of zones may be in any case. */
  readonly ignoresCase: boolean;
  /** Whether zones may have short names such as PST. */
  readonly takesShortNames?: boolean;
  /** The whole text, for messages. */
  readonly text: string;
}

/**
 * The date, time of day and zone that captured fields name, as the resolving phase of DateTimeFormatter. Refuses fields
 * that no calendar or clock has, such as month 13, and a weekday that is not the date's.
 */
export function resolveFields(
  groups: CapturedFields,
  naming: ResolveOptions,
): Pick<Temporal, "date" | "time"> & { readonly zone?: Zone } {
  const date = resolveDate(groups, naming);
  const time = resolveTime(groups, naming, date !== undefined);
  const zone = zoneIn(groups, naming);
  return {
    ...(date === undefined ? {} : { date: date + (time?.nextDay === true ? 1 : 0) }),
    ...(time === undefined ? {} : { time: time.nanoseconds }),
    ...(zone === undefined ? {} : { zone }),
  };
}

function resolveDate(groups: CapturedFields, { words, strict, text }: ResolveOptions): number | undefined {
  const year = groups["year"] ?? (groups["shortYear"] === undefined ? undefined : `20${groups["shortYear"]}`);
  const month =
    groups["month"] ??
    named(words.months, groups["monthName"]) ??
    named(words.shortMonths, groups["shortMonthName"]);
  if (year === undefined || month === undefined || groups["day"] === undefined) return undefined;
  const [y, m, d] = [Number(year), Number(month), Number(groups["day"])];
  const length = daysInMonth(y, m);
  if (m < 1 || m > 12 || d < 1 || d > 31 || (strict && d > length)) return refuse(`"${text}" is no date`);
  const days = epochDayOf(y, m, Math.min(d, length));
  const dayOfWeek =
    named(words.weekdays, groups["weekdayName"]) ?? named(words.shortWeekdays, groups["shortWeekdayName"]);
  if (dayOfWeek !== undefined && Number(dayOfWeek) !== weekday(days))
    return refuse(`"${text}" names another day of the week`);
  return days;
}

function resolveTime(
  groups: CapturedFields,
  { words, strict, text }: ResolveOptions,
  hasDate: boolean,
): { readonly nanoseconds: bigint; readonly nextDay: boolean } | undefined {
  let hour = groups["hour"] === undefined ? undefined : Number(groups["hour"]);
  if (groups["hourOfAmPm"] !== undefined && groups["amPm"] !== undefined) {
    const hourOfAmPm = Number(groups["hourOfAmPm"]);
    if (hourOfAmPm < 1 || hourOfAmPm > 12) return refuse(`"${text}" is no time`);
    hour = (hourOfAmPm % 12) + (named(words.amPm, groups["amPm"]) === "2" ? 12 : 0);
  }
  if (hour === undefined) return strict && hasDate ? { nanoseconds: 0n, nextDay: false } : undefined;
  const minute = Number(groups["minute"] ?? 0);
  const second = Number(groups["second"] ?? 0);
  const fraction = BigInt((groups["fraction"] ?? "").padEnd(9, "0").slice(0, 9) || "0");
  const midnight = !strict && hour === 24 && minute === 0 && second === 0 && fraction === 0n;
  if (minute > 59 || second > 59 || (hour > 23 && !midnight)) return refuse(`"${text}" is no time`);
  const seconds = BigInt((hour % 24) * 3600 + minute * 60 + second);
  return { nanoseconds: seconds * nanosecondsPerSecond + fraction, nextDay: midnight };
}

/** Position of a word in its list, counted from 1, as the text of a number. */
function named(words: readonly string[], word: string | undefined): string | undefined {
  return word === undefined ? undefined : String(words.indexOf(word.toLowerCase()) + 1);
}

function zoneIn(
  groups: CapturedFields,
  { text, ignoresCase, takesShortNames }: ResolveOptions,
): Zone | undefined {
  const { zone: id, offset } = groups;
  if (id !== undefined) {
    const zone = zoneOfText(id, ignoresCase);
    // Which zone a short name (PST) means depends on the locale, and on the version of Java.
    if (zone === undefined && takesShortNames === true && /^[A-Z]{2,6}$/.test(id)) {
      throw new UnpredictableValue("not modelled", `"${text}": which zone ${id} means is not modelled`);
    }
    return zone ?? refuse(`"${text}": ${id} is no time zone`);
  }
  if (offset === undefined) return undefined;
  return zoneOf(offset.toUpperCase() === "Z" ? "Z" : offset) ?? refuse(`"${text}": ${offset} is no offset`);
}
