import { UsageError } from "../errors.js";

/** A time, or how long ago it was. */
export type Moment =
  /** Milliseconds since the Unix epoch. */
  | { readonly kind: "time"; readonly time: number }
  /** Milliseconds before now. */
  | { readonly kind: "ago"; readonly milliseconds: number };

const unitMilliseconds: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `500ms`, `5s`, `2m`, `1h`, `1d` to milliseconds; a bare number is seconds. */
export function duration(text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text);
  const unit = unitMilliseconds[match?.[2] ?? "s"];
  if (match === null || unit === undefined) {
    throw new UsageError(`"${text}" is not a duration`, { hint: "write 500ms, 5s, 2m or 1h" });
  }
  return Math.round(Number(match[1]) * unit);
}

/** A time in ISO 8601, in UTC where it names no zone, as milliseconds since the Unix epoch; undefined for another text. */
export function isoTime(text: string): number | undefined {
  const [, day, clock = "T00:00", zone = "Z"] =
    /^(\d{4}-\d\d-\d\d)(?:([T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?)?$/i.exec(text) ?? [];
  if (day === undefined) return undefined;
  const time = Date.parse(`${day}${clock.replace(" ", "T")}${zone}`);
  return Number.isNaN(time) ? undefined : time;
}

export const momentHint =
  "write a time as 2026-01-31T08:15:00Z (UTC where it names no zone), or how long ago it was: 10m, 2h, 1d";

/** `2026-01-31T08:15:00Z`, the same with +01:00, with a blank, without a zone (UTC) or clock; or `10m`: ten minutes ago. */
export function moment(text: string): Moment {
  const time = isoTime(text);
  if (time !== undefined) return { kind: "time", time };
  if (/^\d+(\.\d+)?(ms|s|m|h|d)$/.test(text)) return { kind: "ago", milliseconds: duration(text) };
  throw new UsageError(`"${text}" is neither a time nor a duration`, { hint: momentHint });
}

/** @param now milliseconds since the Unix epoch, as is the result */
export function timeOf(moment: Moment, now: number): number {
  return moment.kind === "time" ? moment.time : now - moment.milliseconds;
}
