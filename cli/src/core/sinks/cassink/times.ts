import { DebeziumTime, JavaDate, LocalDate, LocalTime } from "../../records/connect-value.js";
import { integer, isNumber, type JavaNumber } from "../../java/number.js";
import { utc } from "../../java/zone.js";
import { countOfUnits, exactInteger, startOfDay } from "./numbers.js";
import { cannotBe, type NonNullValue, type Conversion } from "./conversion.js";
import type { ZonedInstant, TemporalFormat } from "./temporal-format.js";
import { refuse } from "../../refusal.js";
import { epochMilliseconds, localDateTime } from "../../java/date-time.js";
import type { Codec } from "./codec.js";
import { Instant, meaningOf, plainTime } from "./logical-times.js";

const nanosecondsPerMillisecond = 1_000_000n;
/** The range of java.time.Instant, in seconds since 1970. */
const latestSecond = 31_556_889_864_403_199n;
const earliestSecond = -31_557_014_167_219_200n;

/**
 * timestamp: milliseconds since 1970, of a text by `codec.timestamp`, a number of units since 1970, or a date.
 * @param type what the column holds, as a refusal says it
 */
export function timestampConversion(
  codec: Codec,
  type = "a timestamp",
): (value: NonNullValue, json: boolean) => bigint | null {
  const instant = (given: NonNullValue, json: boolean): bigint | null => {
    const value = timeOf(given, "timestamp");
    if (value instanceof Instant) return value.nanoseconds;
    if (value instanceof JavaDate) return value.milliseconds * nanosecondsPerMillisecond;
    if (value instanceof LocalDate) return startOfDay(value);
    if (!isNumber(value)) return parse(value, codec.timestamp, type, codec)?.instant ?? null;
    if (json && !codec.timestamp.countsUnits) {
      return refuse(`a JSON number is ${type} only with codec.timestamp=UNITS_SINCE_EPOCH`);
    }
    return ofUnits(value, codec).instant;
  };
  return (value, json) => {
    const nanoseconds = instant(value, json);
    return nanoseconds === null
      ? null
      : epochMilliseconds(nanoseconds, "a time is out of range for timestamp");
  };
}

/** date: days since 1970, of a text by `codec.date`, or of a date. */
export function dateConversion(codec: Codec): Conversion {
  return (given) => {
    const value = timeOf(given, "date");
    if (value instanceof LocalDate) return value.days;
    const day = localTime(value, codec.date, "a date", codec)?.date ?? null;
    return day === null || day === (day | 0) ? day : refuse("a date is out of range");
  };
}

/** time: nanoseconds since midnight, of a text by `codec.time`, or of a time. */
export function timeConversion(codec: Codec): Conversion {
  return (given) => {
    const value = timeOf(given, "time");
    if (value instanceof LocalTime) return value.nanoseconds;
    return localTime(value, codec.time, "a time", codec)?.time ?? null;
  };
}

/** What a logical type means, if it is one that the column's type takes; else the value itself. */
function timeOf(value: NonNullValue, type: "timestamp" | "date" | "time"): NonNullValue | Instant {
  if (!(value instanceof DebeziumTime)) return plainTime(value);
  const meaning = meaningOf(value);
  const taken = type === "time" ? LocalTime : LocalDate;
  return meaning instanceof Instant || meaning instanceof taken ? meaning : value;
}

/** Date and time of day, in the zone of the text; null for the empty text. */
function localTime(
  value: NonNullValue | Instant,
  format: TemporalFormat,
  type: string,
  codec: Codec,
): ReturnType<typeof localDateTime> | null {
  if (value instanceof Instant) return localDateTime(value.nanoseconds, utc);
  if (value instanceof JavaDate) return localDateTime(value.milliseconds * nanosecondsPerMillisecond, utc);
  const zoned = parse(value, format, type, codec);
  return zoned === null ? null : localDateTime(zoned.instant, zoned.zone);
}

function parse(value: NonNullValue, format: TemporalFormat, type: string, codec: Codec): ZonedInstant | null {
  if (typeof value !== "string" && !(isNumber(value) && format.countsUnits)) return cannotBe(value, type);
  if (value === "") return null;
  if (format.countsUnits) return ofUnits(value, codec);
  return format.parse(value as string) ?? refuse(`a text is not ${type} of the codec's format`);
}

/** A count of `codec.unit` since 1970. */
function ofUnits(value: JavaNumber | string, codec: Codec): ZonedInstant {
  const count = integer(exactInteger(countOfUnits(value, codec)), 64n, "units since 1970");
  const instant = codec.unit.toNanoseconds(count);
  const second = instant / 1_000_000_000n;
  if (second > latestSecond || second < earliestSecond) return refuse("a number is out of range for a time");
  return { instant, zone: codec.zone };
}
