import { floorDivide } from "../../java/floor.js";
import { localDateTime } from "../../java/date-time.js";
import { utc } from "../../java/zone.js";
import { dateText } from "../../cql/literal.js";
import type { DebeziumTime } from "../../records/connect-value.js";
import { JavaDate, LocalDate, LocalTime, type ConnectValue } from "../../records/connect-value.js";

/** An instant, in nanoseconds since 1970-01-01T00:00Z. */
export class Instant {
  readonly nanoseconds: bigint;

  constructor(nanoseconds: bigint) {
    this.nanoseconds = nanoseconds;
  }
}

const nanosecondsPerDay = 86_400_000_000_000n;

/** What Connect's Date and Time mean, which Java holds in a java.util.Date: a day, or a time of day. */
export function plainTime<Value extends ConnectValue | undefined>(
  value: Value,
): Value | LocalDate | LocalTime {
  if (!(value instanceof JavaDate) || (value.logical !== "Date" && value.logical !== "Time")) return value;
  const { date, time } = localDateTime(value.milliseconds * 1_000_000n, utc);
  return value.logical === "Date" ? new LocalDate(date) : new LocalTime(time);
}

/** What a time of Debezium means; undefined where it is out of range. */
export function meaningOf({ raw, schema }: DebeziumTime): Instant | LocalDate | LocalTime | undefined {
  const name = schema.slice("io.debezium.time.".length);
  if (typeof raw === "string") return zonedTimes[name]?.(raw);
  return counts[name]?.(BigInt(raw));
}

const counts: Readonly<Record<string, (count: bigint) => Instant | LocalDate | LocalTime | undefined>> = {
  Date: (days) => (days === BigInt.asIntN(32, days) ? new LocalDate(Number(days)) : undefined),
  Time: (count) => timeOfDay(count * 1_000_000n),
  MicroTime: (count) => timeOfDay(count * 1000n),
  NanoTime: (count) => timeOfDay(count),
  Timestamp: (count) => new Instant(count * 1_000_000n),
  MicroTimestamp: (count) => new Instant(count * 1000n),
  NanoTimestamp: (count) => new Instant(count),
};

function timeOfDay(nanoseconds: bigint): LocalTime | undefined {
  return nanoseconds >= 0n && nanoseconds < nanosecondsPerDay ? new LocalTime(nanoseconds) : undefined;
}

const iso =
  /^(?:(\d{4}-\d\d-\d\d)T)?((?:[01]\d|2[0-3]):\d\d(?::\d\d)?)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d(?::\d\d)?)$/i;

/** Texts of OffsetDateTime and OffsetTime with a year of four digits; seconds of an offset are not modelled. */
const zonedTimes: Readonly<Record<string, (text: string) => Instant | LocalTime | undefined>> = {
  ZonedTimestamp: (text) => {
    const [, date, time = "", fraction = "", offset = ""] = iso.exec(text) ?? [];
    if (date === undefined) return undefined;
    const milliseconds = Date.parse(`${date}T${time}${offset.toUpperCase()}`);
    const isDay = new Date(`${date}T00:00Z`).toString() !== "Invalid Date" && isoDay(date) === date;
    if (Number.isNaN(milliseconds) || !isDay) return undefined;
    return new Instant(BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, "0")));
  },
  ZonedTime: (text) => {
    const [, date, time = "", fraction = "", offset = ""] = iso.exec(text) ?? [];
    const milliseconds = Date.parse(`2000-01-02T${time}${offset.toUpperCase()}`);
    if (date !== undefined || Number.isNaN(milliseconds)) return undefined;
    const nanoseconds = BigInt(milliseconds) * 1_000_000n + BigInt(fraction.padEnd(9, "0"));
    return new LocalTime(nanoseconds % nanosecondsPerDay);
  },
};

const isoDay = (date: string): string => new Date(`${date}T00:00Z`).toISOString().slice(0, 10);

/** Instant.toString of Java: `2018-12-03T13:30:00.006Z`, with as many groups of three digits as are needed. */
export function instantText(nanoseconds: bigint): string {
  const day = floorDivide(nanoseconds, nanosecondsPerDay);
  const { clock, fraction } = parts(nanoseconds - day * nanosecondsPerDay);
  return `${dateText(Number(day))}T${clock}${fraction}Z`;
}

/** LocalTime.toString of Java: `17:12`, `17:12:32` or `17:12:32.584`. */
export function localTimeText({ nanoseconds }: LocalTime): string {
  const { clock, fraction } = parts(nanoseconds);
  return fraction === "" ? clock.replace(/:00$/, "") : clock + fraction;
}

function parts(nanoseconds: bigint): { readonly clock: string; readonly fraction: string } {
  const clock = new Date(Number(nanoseconds / 1_000_000_000n) * 1000).toISOString().slice(11, 19);
  const digits = String(nanoseconds % 1_000_000_000n).padStart(9, "0");
  return { clock, fraction: Number(digits) === 0 ? "" : `.${digits.replace(/(000){1,2}$/, "")}` };
}
