import { InputError } from "../../errors.js";

/** A time zone, as java.time.ZoneId. */
export interface Zone {
  /** Seconds that the zone is ahead of UTC at an instant, as ZoneRules.getOffset. */
  readonly offsetAt: (epochSeconds: number) => number;
}

export const utc: Zone = { offsetAt: () => 0 };

/** ZoneId.of: `UTC`, `Z`, `+02:00`, `GMT+2`, `Europe/Paris`; undefined for an id that names no zone. */
export function zoneOf(id: string): Zone | undefined {
  const fixed = /^(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2})(?::?(\d{2}))?)?$/.exec(id);
  if (fixed !== null) {
    const seconds = Number(fixed[2]) * 3600 + Number(fixed[3] ?? 0) * 60 + Number(fixed[4] ?? 0);
    const offset = fixed[1] === "-" ? -seconds : seconds;
    // Java takes offsets of up to 18 hours.
    return seconds > 64_800 ? undefined : { offsetAt: () => offset };
  }
  if (/^(Z|UTC|GMT|UT)$/.test(id)) return utc;
  return regionZone(id);
}

/**
 * The zone that the setting `codec.timeZone` names.
 * @throws InputError where there is no such zone
 */
export function zoneOfSetting(id: string): Zone {
  const zone = zoneOf(id);
  if (zone !== undefined) return zone;
  throw new InputError(`"${id}" is no time zone`, {
    where: "codec.timeZone",
    hint: "write UTC, +02:00 or a name as Europe/Paris",
  });
}

/**
 * Seconds since 1970-01-01T00:00Z of a local date and time, as ZonedDateTime.ofLocal. A time that the start of summer
 * time skips moves on by the gap (02:30 becomes 03:30); of a time that its end repeats, the first is taken.
 * @param localSeconds seconds from 1970-01-01T00:00 to the local date and time
 */
export function toEpochSeconds(zone: Zone, localSeconds: number): number {
  const before = zone.offsetAt(localSeconds - 86_400);
  const after = zone.offsetAt(localSeconds + 86_400);
  const early = localSeconds - before;
  if (zone.offsetAt(early) === before) return early;
  const late = localSeconds - after;
  return zone.offsetAt(late) === after ? late : early;
}

/** The regions asked for so far: to make one is slow, and texts name the same few over and over. */
const regions = new Map<string, Zone>();

/** A region of the tz database, whose offsets Intl knows. Undefined where Intl knows no such region. */
function regionZone(id: string): Zone | undefined {
  const known = regions.get(id) ?? makeRegion(id);
  if (known !== undefined) regions.set(id, known);
  return known;
}

function makeRegion(id: string): Zone | undefined {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat("en-US", { timeZone: id, timeZoneName: "longOffset" });
  } catch {
    return undefined;
  }
  const known = new Map<number, number>();
  const quarterHour = 900;
  return {
    offsetAt(epochSeconds) {
      // Asking Intl is slow, so each quarter of an hour is asked for once; offsets change at its beginning.
      const quarter = Math.floor(withinDateRange(epochSeconds) / quarterHour);
      let offset = known.get(quarter);
      if (offset === undefined) {
        offset = offsetOf(format, quarter * quarterHour);
        known.set(quarter, offset);
      }
      return offset;
    },
  };
}

/** A JavaScript Date holds 8.64e12 seconds before and after 1970. */
const latestSecond = 8e12;
const secondsIn400Years = 146_097 * 86_400;

/**
 * A second within the years of a JavaScript Date, for a second of any Java year. Later than those years, it is one of
 * the same day and time 400 years or a multiple of it before: the calendar, and with it summer time, repeats then.
 */
function withinDateRange(epochSeconds: number): number {
  if (epochSeconds > latestSecond)
    return latestSecond - secondsIn400Years + ((epochSeconds - latestSecond) % secondsIn400Years);
  return Math.max(epochSeconds, -latestSecond);
}

/** Seconds ahead of UTC, from the zone name that Intl writes: `GMT+02:00`, or `GMT` for none. */
function offsetOf(format: Intl.DateTimeFormat, epochSeconds: number): number {
  const parts = format.formatToParts(epochSeconds * 1000);
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? "GMT";
  return zoneOf(name)?.offsetAt(epochSeconds) ?? 0;
}
