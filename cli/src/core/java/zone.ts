import { InputError } from "../../errors.js";
import { javaRegion } from "./zone-ids.js";

/** A time zone, as java.time.ZoneId. */
export interface Zone {
  /** Seconds that the zone is ahead of UTC at an instant, as ZoneRules.getOffset. */
  readonly offsetAt: (epochSeconds: number) => number;
}

export const utc: Zone = { offsetAt: () => 0 };

/** ZoneId.of: `UTC`, `Z`, `+02:00`, `GMT+2`, `Europe/Paris`; undefined for an id that names no zone in Java. */
export function zoneOf(id: string): Zone | undefined {
  if (/^(Z|UTC|GMT|UT)$/.test(id)) return utc;
  const offset = /^(?:UTC|GMT|UT)?([+-](?:\d{1,2}|\d\d:\d\d(?::\d\d)?|\d{4}|\d{6}))$/.exec(id)?.[1];
  if (offset !== undefined) return offsetZone(offset);
  const region = javaRegion(id, false);
  return region === undefined ? undefined : regionZone(region);
}

/**
 * The zone that a text names, as DateTimeFormatterBuilder.appendZoneRegionId reads it: a region, or UTC, UT or GMT alone
 * or with hours and minutes. `GMT+01:00` is one, `GMT+1` is not. `Z`, which is no region, is UTC.
 */
export function zoneOfText(id: string, ignoreCase: boolean): Zone | undefined {
  const prefix = new RegExp("^(?:UTC|GMT|UT|(?=[+-]))", ignoreCase ? "i" : "").exec(id)?.[0];
  if (id.toUpperCase() === "GMT0" && prefix !== undefined) return utc;
  if (prefix !== undefined) {
    const rest = id.slice(prefix.length);
    if (rest === "") return utc;
    return /^[+-]\d\d:\d\d(:\d\d)?$/.test(rest) ? offsetZone(rest) : undefined;
  }
  if (id === "Z" || (ignoreCase && id === "z")) return utc;
  const region = javaRegion(id, ignoreCase);
  return region === undefined ? undefined : regionZone(region);
}

/** A sign, then hours, minutes and seconds in two digits each, of which the last two may be missing. */
function offsetZone(text: string): Zone | undefined {
  const [hours = 0, minutes = 0, seconds = 0] = (text.slice(1).match(/\d\d?/g) ?? []).map(Number);
  const size = hours * 3600 + minutes * 60 + seconds;
  // Java takes offsets of up to 18 hours.
  if (minutes > 59 || seconds > 59 || size > 64_800) return undefined;
  const offset = text.startsWith("-") ? -size : size;
  return { offsetAt: () => offset };
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
export function toEpochSeconds(zone: Zone, localSeconds: bigint): bigint {
  return localSeconds - BigInt(offsetAtLocal(zone, Number(localSeconds)));
}

function offsetAtLocal(zone: Zone, localSeconds: number): number {
  const before = zone.offsetAt(localSeconds - 86_400);
  const after = zone.offsetAt(localSeconds + 86_400);
  if (zone.offsetAt(localSeconds - before) === before) return before;
  return zone.offsetAt(localSeconds - after) === after ? after : before;
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
  const offset = /[+-].*/.exec(name)?.[0];
  return offset === undefined ? 0 : (offsetZone(offset)?.offsetAt(epochSeconds) ?? 0);
}
