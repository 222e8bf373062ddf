import { JavaDate, LocalDate, LocalTime } from "../../records/connect-value.js";
import { integer, isNumber, type JavaNumber } from "../../java/number.js";
import { utc } from "../../java/zone.js";
import { count, exact, startOf } from "./numbers.js";
import { cannotBe, type Present, type Conversion } from "./conversion.js";
import type { ZonedInstant, TemporalFormat } from "./temporal-format.js";
import { refuse } from "../../refusal.js";
import { epochMilliseconds, localDateTime } from "../../java/date-time.js";
import type { Codec } from "./codec.js";

const nanosecondsPerMillisecond = 1_000_000n;
/** Seconds of java.time.Instant's ends. */
const latestSecond = 31_556_889_864_403_199n;
const earliestSecond = -31_557_014_167_219_200n;

/** Reads times out of texts, numbers and dates. */
export interface TimeReader {
  /** Milliseconds since 1970; null for the empty text. */
  readonly milliseconds: (value: Present, json: boolean) => bigint | null;
  readonly date: Conversion;
  readonly time: Conversion;
}

export function timeReader(context: Codec): TimeReader {
  const ofUnits = (value: JavaNumber | string): ZonedInstant => {
    const instant = context.unit.toNanoseconds(
      integer(exact(count(value, context)), 64n, "units since 1970"),
    );
    const second = instant / 1_000_000_000n;
    if (second > latestSecond || second < earliestSecond)
      return refuse("a number is out of range for a time");
    return { instant, zone: context.zone };
  };
  const parse = (value: Present, format: TemporalFormat, type: string): ZonedInstant | null => {
    if (typeof value !== "string" && !(isNumber(value) && format.countsUnits)) return cannotBe(value, type);
    if (value === "") return null;
    if (format.countsUnits) return ofUnits(value);
    return format.parse(value as string) ?? refuse(`a text is not ${type} of the codec's format`);
  };
  const instant = (value: Present, json: boolean): bigint | null => {
    if (value instanceof JavaDate) return value.milliseconds * nanosecondsPerMillisecond;
    if (value instanceof LocalDate) return startOf(value);
    if (!isNumber(value)) return parse(value, context.timestamp, "a timestamp")?.instant ?? null;
    if (json && !context.timestamp.countsUnits) {
      return refuse("a JSON number is a timestamp only with codec.timestamp=UNITS_SINCE_EPOCH");
    }
    return ofUnits(value).instant;
  };
  const local = (
    value: Present,
    format: TemporalFormat,
    type: string,
  ): ReturnType<typeof localDateTime> | null => {
    const zoned =
      value instanceof JavaDate
        ? { instant: value.milliseconds * nanosecondsPerMillisecond, zone: utc }
        : parse(value, format, type);
    return zoned === null ? null : localDateTime(zoned.instant, zoned.zone);
  };
  return {
    milliseconds: (value, json) => {
      const read = instant(value, json);
      return read === null ? null : epochMilliseconds(read, "a time is out of range for timestamp");
    },
    date: (value) => {
      if (value instanceof LocalDate) return value.days;
      const day = local(value, context.date, "a date")?.date ?? null;
      return day === null || day === (day | 0) ? day : refuse("a date is out of range");
    },
    time: (value) => {
      if (value instanceof LocalTime) return value.nanoseconds;
      return local(value, context.time, "a time")?.time ?? null;
    },
  };
}
