import { InputError } from "../../errors.js";

/** A time zone: what it is ahead of UTC at an instant, in seconds. */
export interface Zone {
  readonly offsetAt: (epochSeconds: number) => number;
}

export const utc: Zone = { offsetAt: () => 0 };

/** A zone by its Java id: `UTC`, `Z`, `+02:00`, `GMT+2`, `Europe/Paris`; undefined when there is none. */
export function zoneOf(id: string): Zone | undefined {
  const fixed = /^(?:UTC|GMT|UT)?([+-])(\d{1,2})(?::?(\d{2})(?::?(\d{2}))?)?$/.exec(id);
  if (fixed !== null) {
    const seconds = Number(fixed[2]) * 3600 + Number(fixed[3] ?? 0) * 60 + Number(fixed[4] ?? 0);
    const offset = fixed[1] === "-" ? -seconds : seconds;
    return seconds > 64_800 ? undefined : { offsetAt: () => offset };
  }
  if (/^(Z|UTC|GMT|UT)$/.test(id)) return utc;
  return regionZone(id);
}

/** @throws InputError for the setting of a zone that does not exist */
export function zoneOfSetting(id: string): Zone {
  const zone = zoneOf(id);
  if (zone !== undefined) return zone;
  throw new InputError(`"${id}" is no time zone`, {
    where: "codec.timeZone",
    hint: "write UTC, +02:00 or a name as Europe/Paris",
  });
}

/**
 * Local date and time to seconds since the epoch, as ZonedDateTime.of: a time that a change of clocks skips is
 * moved on by the gap, and of one that comes twice the first is taken.
 */
export function toEpochSeconds(zone: Zone, localSeconds: number): number {
  const before = zone.offsetAt(localSeconds - 86_400);
  const after = zone.offsetAt(localSeconds + 86_400);
  const early = localSeconds - before;
  if (zone.offsetAt(early) === before) return early;
  const late = localSeconds - after;
  return zone.offsetAt(late) === after ? late : early;
}

function regionZone(id: string): Zone | undefined {
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
      const place = Math.floor(withinReach(epochSeconds) / quarterHour);
      let offset = known.get(place);
      if (offset === undefined) {
        offset = offsetOf(format, place * quarterHour);
        known.set(place, offset);
      }
      return offset;
    },
  };
}

const latestSecond = 8e12;
const secondsIn400Years = 146_097 * 86_400;

/** JavaScript knows fewer years than Java; the calendar, and with it the rules for clocks, repeat after 400. */
function withinReach(epochSeconds: number): number {
  if (epochSeconds > latestSecond)
    return latestSecond - secondsIn400Years + ((epochSeconds - latestSecond) % secondsIn400Years);
  return Math.max(epochSeconds, -latestSecond);
}

function offsetOf(format: Intl.DateTimeFormat, epochSeconds: number): number {
  const parts = format.formatToParts(epochSeconds * 1000);
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? "GMT";
  return zoneOf(name)?.offsetAt(epochSeconds) ?? 0;
}
