import { refuse, UnpredictableValue } from "../refusal.js";
import { daysInMonth, epochDayOf, weekday } from "./calendar.js";
import type { DateWords } from "./date-time-formatter.js";
import { floorDivide, floorModulo } from "./floor.js";
import { toEpochSeconds, zoneOf, type Zone } from "./zone.js";

const nanosecondsPerSecond = 1_000_000_000n;
const nanosecondsPerMillisecond = 1_000_000n;
const secondsPerDay = 86_400;

/** What a temporal text says; instants are nanoseconds since 1970. */
export interface Temporal {
  readonly instant?: bigint;
  /** Days since 1970. */
  readonly date?: number;
  /** Nanoseconds since midnight. */
  readonly time?: bigint;
}

/** The instant of what was read; without an offset in the text, in the zone of the settings. */
export function instantOf(temporal: Temporal, zone: Zone): bigint {
  if (temporal.instant !== undefined) return temporal.instant;
  if (temporal.date === undefined) return refuse("the text holds no date");
  if (temporal.time === undefined) return refuse("the text holds no time of day");
  const seconds = temporal.date * secondsPerDay + Number(temporal.time / nanosecondsPerSecond);
  return (
    BigInt(toEpochSeconds(zone, seconds)) * nanosecondsPerSecond + (temporal.time % nanosecondsPerSecond)
  );
}

/** Date and time of day of an instant in a zone. */
export function localDateTime(instant: bigint, zone: Zone): { readonly date: number; readonly time: bigint } {
  const rest = floorModulo(instant, nanosecondsPerSecond);
  const seconds = Number((instant - rest) / nanosecondsPerSecond);
  const local = seconds + zone.offsetAt(seconds);
  const date = Math.floor(local / secondsPerDay);
  return { date, time: BigInt(local - date * secondsPerDay) * nanosecondsPerSecond + rest };
}

/**
 * Instant.toEpochMilli: rounded down.
 * @param instant nanoseconds since 1970
 * @param problem why the record is refused where the milliseconds are no Java long
 */
export function epochMilliseconds(instant: bigint, problem: string): bigint {
  const value = floorDivide(instant, nanosecondsPerMillisecond);
  return BigInt.asIntN(64, value) === value ? value : refuse(problem);
}

export type CapturedFields = Readonly<Record<string, string | undefined>>;

export interface ResolveOptions {
  readonly words: DateWords;
  /** Java's ResolverStyle STRICT, not SMART: no 30th of February, no 24:00. */
  readonly strict: boolean;
  readonly text: string;
}

/** What a text names of date, time of day and zone. Refuses what is none of the calendar's. */
export function resolveFields(
  groups: CapturedFields,
  naming: ResolveOptions,
): Pick<Temporal, "date" | "time"> & { readonly zone?: Zone } {
  const date = resolveDate(groups, naming);
  const time = resolveTime(groups, naming, date !== undefined);
  const zone = zoneIn(groups, naming.text);
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
  const day =
    named(words.weekdays, groups["weekdayName"]) ?? named(words.shortWeekdays, groups["shortWeekdayName"]);
  if (day !== undefined && Number(day) !== weekday(days))
    return refuse(`"${text}" names another day of the week`);
  return days;
}

function resolveTime(
  groups: CapturedFields,
  { words, strict, text }: ResolveOptions,
  hasDate: boolean,
): { readonly nanoseconds: bigint; readonly nextDay: boolean } | undefined {
  let hour = groups["hour"] === undefined ? undefined : Number(groups["hour"]);
  if (groups["halfHour"] !== undefined && groups["half"] !== undefined) {
    const half = Number(groups["halfHour"]);
    if (half < 1 || half > 12) return refuse(`"${text}" is no time`);
    hour = (half % 12) + (named(words.amPm, groups["half"]) === "2" ? 12 : 0);
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

/** Place of a word in its list, counted from 1, as text. */
function named(words: readonly string[], word: string | undefined): string | undefined {
  return word === undefined ? undefined : String(words.indexOf(word.toLowerCase()) + 1);
}

function zoneIn(groups: CapturedFields, text: string): Zone | undefined {
  const id = groups["zone"] ?? groups["offset"];
  if (id === undefined) return undefined;
  const zone = zoneOf(id.toUpperCase() === "Z" ? "Z" : id);
  if (zone !== undefined) return zone;
  // Java knows short names of zones (PST) by locale; which one is meant is not for us to guess.
  if (groups["zone"] !== undefined) throw new UnpredictableValue(`"${text}": the zone ${id} is not modelled`);
  return refuse(`"${text}": ${id} is no offset`);
}
