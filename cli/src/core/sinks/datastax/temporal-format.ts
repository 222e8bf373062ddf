import { RecordRefusal } from "../../records/connect-value.js";
import { daysInMonth, daysOf, weekday } from "../../java/calendar.js";
import { refuse, UnpredictableValue } from "./conversion.js";
import type { NumberFormat } from "../../java/number-format.js";
import type { Temporal, TemporalFormat } from "./context.js";
import { integer, javaTrim, type JavaNumber } from "../../java/number.js";
import {
  compilePattern,
  UnsupportedPattern,
  type CompiledPattern,
  type PatternFields,
} from "../../java/date-time-formatter.js";
import type { UnitOfTime } from "../../java/time-unit.js";
import { toEpochSeconds, zoneOf, type Zone } from "../../java/zone.js";

export interface TemporalSettings {
  readonly locale: string;
  readonly zone: Zone;
  readonly unit: UnitOfTime;
  readonly numberFormat: NumberFormat;
  /** A text without an offset gets the zone of the settings: so for timestamps, not for dates and times. */
  readonly zoned: boolean;
}

const nanosecondsPerSecond = 1_000_000_000n;
const secondsPerDay = 86_400;

/** The format that a codec setting names: UNITS_SINCE_EPOCH, CQL_TIMESTAMP, or a DateTimeFormatter's. */
export function temporalFormat(pattern: string, settings: TemporalSettings): TemporalFormat {
  if (pattern === "UNITS_SINCE_EPOCH") return withTry(numericFormat(settings), settings);
  try {
    const reader =
      pattern === "CQL_TIMESTAMP"
        ? textFormat(cqlTimestamp(settings.locale), { ...settings, zoned: true }, true)
        : textFormat(compilePattern(pattern, settings.locale), settings, false);
    return withTry(reader, settings);
  } catch (error) {
    if (!(error instanceof UnsupportedPattern)) throw error;
    const unsupported = error.message;
    const fail = (): never => {
      throw new UnpredictableValue(unsupported);
    };
    return { unsupported, parse: fail, tryInstant: fail };
  }
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
export function localOf(instant: bigint, zone: Zone): { readonly date: number; readonly time: bigint } {
  const rest = ((instant % nanosecondsPerSecond) + nanosecondsPerSecond) % nanosecondsPerSecond;
  const seconds = Number((instant - rest) / nanosecondsPerSecond);
  const local = seconds + zone.offsetAt(seconds);
  const date = Math.floor(local / secondsPerDay);
  return { date, time: BigInt(local - date * secondsPerDay) * nanosecondsPerSecond + rest };
}

type Reader = Pick<TemporalFormat, "parse" | "fromNumber">;

function withTry(reader: Reader, settings: TemporalSettings): TemporalFormat {
  return {
    ...reader,
    tryInstant: (text) => {
      try {
        const temporal = reader.parse(text);
        return temporal === null ? undefined : instantOf(temporal, settings.zone);
      } catch (error) {
        if (error instanceof RecordRefusal) return undefined;
        throw error;
      }
    },
  };
}

/** An instant, whose date and time of day are worked out when somebody asks. */
class InstantInZone implements Temporal {
  readonly instant: bigint;
  readonly #zone: Zone;

  constructor(instant: bigint, zone: Zone) {
    this.instant = instant;
    this.#zone = zone;
  }

  get date(): number {
    return localOf(this.instant, this.#zone).date;
  }

  get time(): bigint {
    return localOf(this.instant, this.#zone).time;
  }
}

/** Texts that are read as numbers in the same way whatever the locale, and are exact as such. */
const plainCount = /^-?\d{1,15}$/;

function numericFormat({ zone, unit, numberFormat }: TemporalSettings): Reader {
  const fromNumber = (value: JavaNumber): Temporal =>
    new InstantInZone(unit.toNanoseconds(integer(value, 64n, "a count of units since 1970")), zone);
  return {
    fromNumber,
    parse: (text) => {
      if (text === "") return null;
      if (plainCount.test(text)) return fromNumber(Number(text));
      const parsed = numberFormat(text);
      if (parsed?.end !== text.length) return refuse(`"${text}" is no number of units since 1970`);
      return fromNumber(parsed.value);
    },
  };
}

/** All forms of a timestamp that CQL reads, in one; its resolver is strict, the others' is smart. */
function cqlTimestamp(locale: string): CompiledPattern {
  const { words } = compilePattern("ISO_LOCAL_DATE", locale);
  const date = "(?<year>\\d{4}|\\+\\d{5,10}|-\\d{4,10})-(?<month>\\d\\d)-(?<day>\\d\\d)";
  const time = "(?<hour>\\d\\d):(?<minute>\\d\\d)(?::(?<second>\\d\\d)(?:\\.(?<fraction>\\d{0,9}))?)?";
  const zone = "(?: (?<zone>[A-Za-z][A-Za-z0-9/_+-]*))?(?<offset>Z|[+-]\\d\\d(?::?[0-5]\\d)?)?";
  return { expression: new RegExp(`^${date}(?:T? ?${time})?${zone}$`, "u"), words };
}

function textFormat(
  { expression, words }: CompiledPattern,
  settings: TemporalSettings,
  strict: boolean,
): Reader {
  return {
    parse: (text) => {
      if (text === "") return null;
      const groups = expression.exec(text)?.groups;
      if (groups === undefined || text !== javaTrim(text))
        return refuse(`"${text}" does not fit the codec's format`);
      return resolve(groups, { words, settings, strict, text });
    },
  };
}

interface Naming {
  readonly words: PatternFields;
  /** Java's ResolverStyle STRICT, not SMART: no 30th of February, no 24:00. */
  readonly strict: boolean;
  readonly text: string;
}

interface Resolving extends Naming {
  readonly settings: TemporalSettings;
}

export type Groups = Readonly<Record<string, string | undefined>>;

function resolve(groups: Groups, resolving: Resolving): Temporal {
  const { zone, ...temporal } = namedFields(groups, resolving);
  if (zone === undefined || temporal.date === undefined || temporal.time === undefined) {
    if (resolving.settings.zoned)
      return { ...temporal, instant: instantOf(temporal, resolving.settings.zone) };
    return temporal;
  }
  return { ...temporal, instant: instantOf(temporal, zone) };
}

/** What a text names of date, time of day and zone. Refuses what is none of the calendar's. */
export function namedFields(
  groups: Groups,
  naming: Naming,
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

function resolveDate(groups: Groups, { words, strict, text }: Naming): number | undefined {
  const year = groups["year"] ?? (groups["shortYear"] === undefined ? undefined : `20${groups["shortYear"]}`);
  const month =
    groups["month"] ??
    named(words.months, groups["monthName"]) ??
    named(words.shortMonths, groups["shortMonthName"]);
  if (year === undefined || month === undefined || groups["day"] === undefined) return undefined;
  const [y, m, d] = [Number(year), Number(month), Number(groups["day"])];
  const length = daysInMonth(y, m);
  if (m < 1 || m > 12 || d < 1 || d > 31 || (strict && d > length)) return refuse(`"${text}" is no date`);
  const days = daysOf(y, m, Math.min(d, length));
  const day =
    named(words.weekdays, groups["weekdayName"]) ?? named(words.shortWeekdays, groups["shortWeekdayName"]);
  if (day !== undefined && Number(day) !== weekday(days))
    return refuse(`"${text}" names another day of the week`);
  return days;
}

function resolveTime(
  groups: Groups,
  { words, strict, text }: Naming,
  hasDate: boolean,
): { readonly nanoseconds: bigint; readonly nextDay: boolean } | undefined {
  let hour = groups["hour"] === undefined ? undefined : Number(groups["hour"]);
  if (groups["halfHour"] !== undefined && groups["half"] !== undefined) {
    const half = Number(groups["halfHour"]);
    if (half < 1 || half > 12) return refuse(`"${text}" is no time`);
    hour = (half % 12) + (named(words.halves, groups["half"]) === "2" ? 12 : 0);
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

function zoneIn(groups: Groups, text: string): Zone | undefined {
  const id = groups["zone"] ?? groups["offset"];
  if (id === undefined) return undefined;
  const zone = zoneOf(id.toUpperCase() === "Z" ? "Z" : id);
  if (zone !== undefined) return zone;
  // Java knows short names of zones (PST) by locale; which one is meant is not for us to guess.
  if (groups["zone"] !== undefined) throw new UnpredictableValue(`"${text}": the zone ${id} is not modelled`);
  return refuse(`"${text}": ${id} is no offset`);
}
